/** `--defence`: a committer behind defences is checked, told, replayed and run as any other. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import type { CounterexampleFile, Verdicts } from "../../src/check/verdict.js";
import { comparedDefences } from "../../src/cli/registry.js";
import { lakelitmus, readJson, temporaryFolder } from "./cli.js";

const cell = ["magic-copy", "--store=list-lag", "--scenario=one-job", "--property=no-lost-rows", "--no-html"];

describe.concurrent("--defence", () => {
  it("changes the verdict, and stands in it with the committer", async () => {
    const folder = temporaryFolder();
    const defended = [...cell, "--defence", "list-until-count?expected=known"];
    const { status, stdout } = await lakelitmus(["check", ...defended], { cwd: folder });
    expect(status).toBe(0);
    expect(stdout).toContain("magic-copy + list-until-count?expected=known");
    const verdicts = readJson(folder, "report/verdicts.json") as Verdicts;
    expect(verdicts.cells[0]).toMatchObject({
      committer: "magic-copy + list-until-count?expected=known",
      verdict: "holds",
      evidence: "exhaustive",
      reproduce: expect.stringContaining("check 'magic-copy + list-until-count?expected=known'"),
    });
    expect(verdicts.command).toContain("--defence 'list-until-count?expected=known'");
  });

  it("stands in the counterexample, and replays with it", async () => {
    const folder = temporaryFolder();
    const defended = [...cell, "--defence=retry", "--defence", "list-until-count?attempts=2&otherwise=go-on"];
    expect((await lakelitmus(["check", ...defended], { cwd: folder })).status).toBe(1);
    const [name] = readdirSync(path.join(folder, "report/counterexamples"));
    const file = `report/counterexamples/${name}`;
    const committer = "magic-copy + retry + list-until-count?attempts=2&otherwise=go-on";
    const told = readJson(folder, file) as CounterexampleFile;
    // It gives up after two wrong listings.
    expect(told).toMatchObject({ committer, cost: { anomalies: 2 }, silent: true });
    const again = await lakelitmus(["replay", file], { cwd: folder });
    expect(again).toMatchObject({ status: 0, stderr: expect.stringContaining(`it replays: ${committer}`) });
    expect(again.stdout).toContain(committer);
  });

  it("--defences compares each committer alone and behind each defence in turn, and tells what changes and costs", async () => {
    const folder = temporaryFolder();
    const scope = ["--scenario=one-job", "--scope=tasks=1,files=1", "--property=no-lost-rows"];
    const cells = ["--committer=magic-copy", "--store=list-lag", ...scope, "--no-html"];
    const { status, stdout } = await lakelitmus(["compare", "--defences", ...cells], { cwd: folder });
    expect(status).toBe(0);
    expect(stdout).toMatch(/^list-until-keys\?attempts=2\s+✓ rescues\s+x1\.0\s+x1\.0$/m);
    expect(stdout).toMatch(/^retry\?attempts=2\s+= no help/m);
    expect(stdout).toMatch(/^read-back\?attempts=2\s+= no help\s+x1\.\d/m);
    const { cells: told, command } = readJson(folder, "report/verdicts.json") as Verdicts;
    expect(command).toContain(" --defences ");
    expect(new Set(told.map(({ committer }) => committer)).size).toBe(comparedDefences.length + 1);
    expect(readFileSync(path.join(folder, "report/report.md"), "utf8")).toContain("What defences change");
  });

  it("and --defences contradict each other", async () => {
    const { status, stderr } = await lakelitmus(["compare", "--defences", "--defence", "retry"]);
    expect({ status, stderr }).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("give one of them"),
    });
  });

  it.each([
    ["retri", /no defence "retri"\. Did you mean "retry"\? The defences are: retry, /],
    ["retry?attemps=2", /The defence retry has no option "attemps"\. It has: attempts, on\./],
    ["list-until-count?expected=some", /takes known, own or a whole number from 0 to 1000000/],
    ["?attempts=2", /names no defence/],
  ])("says of %s what is wrong with it", async (defence, said) => {
    const { status, stderr } = await lakelitmus(["check", ...cell, "--defence", defence]);
    expect(status).toBe(2);
    expect(stderr.replaceAll(/\s+/g, " ")).toMatch(said);
  });
});
