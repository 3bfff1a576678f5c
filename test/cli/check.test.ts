/** `compare` and `check` as a whole: what they print, write and end with. */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import type { CounterexampleFile, Verdicts } from "../../src/check/verdict.js";
import { properties } from "../../src/cli/registry.js";
import { contentOf, lakelitmus, readJson, temporaryFolder } from "./cli.js";

/** Those that say something where no rows of before are there. */
const asked = properties.filter(({ applies }) => applies === undefined);

/** Cells that are quick, violated and not, exhaustive and sampled. */
const cells = [
  "--committer=file-output-v1",
  "--committer=magic-copy?find=handed",
  "--store=strong",
  "--store=list-lag",
  "--scenario=one-job",
  "--scenario=reader-polling",
];

const validator = (schema: string): ((value: unknown) => boolean) => {
  const text = readFileSync(new URL(`../../schemas/${schema}.schema.json`, import.meta.url), "utf8");
  return new Ajv2020({ strict: false }).compile(JSON.parse(text) as object);
};

describe("compare", () => {
  it("writes the same bytes twice, whatever the number of threads and the folder", async () => {
    const folder = temporaryFolder();
    const runs = [
      await lakelitmus(["compare", ...cells, "--workers", "1"], { cwd: folder }),
      await lakelitmus(["compare", ...cells, "--workers", "4", "--out", "other/place/"], { cwd: folder }),
    ];
    expect(runs.map(({ status, stderr }) => ({ status, stderr }))).toEqual([
      { status: 0, stderr: "" },
      { status: 0, stderr: "" },
    ]);
    const report = contentOf(path.join(folder, "report"));
    expect(contentOf(path.join(folder, "other/place"))).toEqual(report);
    expect(runs[1]!.stdout.replaceAll("other/place", "report")).toBe(runs[0]!.stdout);
    expect(Object.keys(report)).toContain("report.md");
    const text = Object.values(report).map((hex) => Buffer.from(hex, "hex").toString());
    for (const one of text) expect(one).not.toContain(folder);
  });

  it("writes files that its schemas describe, and a counterexample for each violated cell", async () => {
    const folder = temporaryFolder();
    const { stdout } = await lakelitmus(["compare", ...cells], { cwd: folder });
    const verdicts = readJson(folder, "report/verdicts.json") as Verdicts;
    expect(validator("verdicts")(verdicts)).toBe(true);
    expect(verdicts.command).toMatch(/^lakelitmus compare .* --seed 1$/u);
    expect(verdicts.input).toBe("generated(seed=1)");
    expect(verdicts.cells).toHaveLength(2 * 2 * 2 * asked.length);
    const isCounterexample = validator("counterexample");
    for (const cell of verdicts.cells) {
      expect(cell.reproduce).toMatch(/^npx lakelitmus (?:replay|check) /u);
      expect(cell.counterexample !== undefined).toBe(cell.verdict === "violated");
      if (cell.counterexample === undefined) continue;
      const file = readJson(folder, `report/${cell.counterexample.file}`) as CounterexampleFile;
      expect(isCounterexample(file)).toBe(true);
      expect(file).toMatchObject({ committer: cell.committer, store: cell.store, property: cell.property });
      expect(stdout).toContain(cell.committer);
    }
    const loss = verdicts.cells.find(
      (cell) =>
        cell.committer === "file-output-v1" && cell.store === "list-lag" && cell.scenario === "one-job",
    );
    expect(loss).toMatchObject({
      property: "no-lost-rows",
      verdict: "violated",
      counterexample: { silent: true },
    });
    expect(loss?.counterexample?.cost).toEqual({ anomalies: 1, faults: 0, crashes: 0 });
  });

  it("prints JSON that is what it writes", async () => {
    const folder = temporaryFolder();
    const { stdout } = await lakelitmus(["compare", ...cells, "--json"], { cwd: folder });
    expect(stdout).toBe(readFileSync(path.join(folder, "report/verdicts.json"), "utf8"));
  });

  it("colours nothing that is no terminal, nor what --no-color and NO_COLOR forbid", async () => {
    const folder = temporaryFolder();
    const args = ["compare", "--committer", "magic-copy", "--store", "list-lag", "--scenario", "one-job"];
    const at = async (more: readonly string[], env: Record<string, string>): Promise<string> =>
      (await lakelitmus([...args, ...more], { cwd: folder, env })).stdout;
    const plain = await at([], {});
    expect(plain).not.toContain("\u001b");
    expect(await at([], { FORCE_COLOR: "1" })).toContain("\u001b[");
    expect(await at(["--no-color"], { FORCE_COLOR: "1" })).toBe(plain);
    expect(await at([], { FORCE_COLOR: "1", NO_COLOR: "1" })).toBe(plain);
  });
});

describe("check", () => {
  const handed = ["check", "magic-copy?find=handed", "--store", "list-lag", "--scenario", "one-job"];
  const listed = ["check", "magic-copy", "--store", "list-lag", "--scenario", "one-job"];

  it("ends with 0 where every property holds, and with 1 where one does not, and tells how", async () => {
    const folder = temporaryFolder();
    expect(await lakelitmus(handed, { cwd: folder })).toMatchObject({ status: 0, stderr: "" });
    const { status, stdout, stderr } = await lakelitmus(listed, { cwd: folder });
    expect(status).toBe(1);
    expect(stderr).toBe(`lakelitmus: 1 cell of ${asked.length} violated.\n`);
    expect(stdout).toMatch(/LIST misses/u);
    expect(stdout).toContain("npx lakelitmus replay report/counterexamples/");
    // The older counterexamples are gone, the new one is there.
    expect(Object.keys(contentOf(path.join(folder, "report/counterexamples")))).toEqual([
      "magic-copy.list-lag.one-job.no-lost-rows.json",
    ]);
  });

  it("ends with 3 where a verdict is unknown", async () => {
    const folder = temporaryFolder();
    const { status, stderr } = await lakelitmus([...handed, "--exhaust", "--states", "3"], { cwd: folder });
    expect(stderr).toBe(`lakelitmus: ${asked.length} verdicts of ${asked.length} unknown.\n`);
    expect(status).toBe(3);
  });

  it("samples where it is told to", async () => {
    const folder = temporaryFolder();
    const { status, stdout } = await lakelitmus([...handed, "--sample", "50", "--json"], { cwd: folder });
    const { cells } = JSON.parse(stdout) as Verdicts;
    expect(cells[0]).toMatchObject({ verdict: "holds", evidence: "sampled", executions: 50 });
    expect(status).toBe(0);
  });

  it("takes a scope, and what is left out of it is the default", async () => {
    const folder = temporaryFolder();
    const args = ["check", "magic-copy", "--store", "list-lag", "--scope", "tasks=1,anomalies=1", "--json"];
    const { stdout } = await lakelitmus(args, { cwd: folder });
    const { cells } = JSON.parse(stdout) as Verdicts;
    expect(cells[0]).toMatchObject({
      scenario: "scope",
      verdict: "violated",
      bounds: { tasks: 1, files: 2, anomalies: 1, faults: 0, crashes: 0 },
    });
    const [file] = Object.keys(contentOf(path.join(folder, "report/counterexamples")));
    expect(await lakelitmus(["replay", `report/counterexamples/${file}`], { cwd: folder })).toMatchObject({
      status: 0,
    });
  });

  it("asserts an expectation that it has written, and says what is missed", async () => {
    const folder = temporaryFolder();
    const wrote = await lakelitmus([...listed, "--write-expect", "expected.json"], { cwd: folder });
    expect(wrote).toMatchObject({ status: 0 });
    expect(wrote.stderr).toContain("the expectation is in expected.json");
    const met = await lakelitmus([...listed, "--expect", "expected.json"], { cwd: folder });
    expect(met).toMatchObject({ status: 0, stderr: "lakelitmus: all expectations are met.\n" });
    // A whole verdicts.json is an expectation, too.
    const whole = await lakelitmus([...listed, "--expect", "report/verdicts.json"], { cwd: folder });
    expect(whole.status).toBe(0);
    const text = readFileSync(path.join(folder, "expected.json"), "utf8");
    writeFileSync(path.join(folder, "wrong.json"), text.replace('"violated"', '"holds"'));
    const missed = await lakelitmus([...listed, "--expect", "wrong.json"], { cwd: folder });
    expect(missed.status).toBe(1);
    expect(missed.stderr).toContain('verdict is "violated", expected "holds"');
    const other = await lakelitmus([...handed, "--expect", "expected.json"], { cwd: folder });
    expect(other.status).toBe(1);
    expect(other.stderr).toContain("was not run");
    // It may be written again, over itself.
    expect((await lakelitmus([...listed, "--write-expect", "expected.json"], { cwd: folder })).status).toBe(
      0,
    );
    expect(readFileSync(path.join(folder, "expected.json"), "utf8")).toBe(text);
  });
});
