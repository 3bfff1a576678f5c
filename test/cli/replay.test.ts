import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { CounterexampleFile } from "../../src/check/verdict.js";
import { findScenario } from "../../src/cli/registry.js";
import { replay as replayJob } from "../../src/cli/replay.js";
import { withBounds } from "../../src/job/scenario.js";
import { GeneratedParts } from "../../src/parts/generated-parts.js";
import { type Ended, lakelitmus, readJson, temporaryFolder } from "./cli.js";

const source = `
import { defineCommitter } from "lakelitmus";
// Hands the driver nothing: what a LIST misses is lost.
export default defineCommitter({
  async write(attempt, part, ctx) {
    await ctx.store.put({ key: attempt.job.table + "_tmp/" + part.name, body: part.body });
  },
  async commitJob(job, commits, ctx) {
    const { objects } = await ctx.store.list({ prefix: job.table + "_tmp/" });
    for (const { key } of objects) await ctx.store.copy({ source: key, key: key.replace("_tmp/", "") });
    return "landed";
  },
});
`;

let folder: string;
let file: string;

beforeAll(async () => {
  folder = temporaryFolder({ "mine.ts": source });
  const args = [
    "check",
    "./mine.ts",
    "--store",
    "list-lag",
    "--scenario",
    "one-job",
    "--property",
    "no-lost-rows",
  ];
  expect((await lakelitmus(args, { cwd: folder })).status).toBe(1);
  file = path.join("report/counterexamples", readdirSync(path.join(folder, "report/counterexamples"))[0]!);
});

const replay = (name = file, ...more: string[]): Promise<Ended> =>
  lakelitmus(["replay", name, ...more], { cwd: folder });

/** Writes the counterexample changed, and replays that. */
function changed(change: Partial<CounterexampleFile>): Promise<Ended> {
  const recorded = readJson(folder, file) as CounterexampleFile;
  writeFileSync(path.join(folder, "changed.json"), JSON.stringify({ ...recorded, ...change }));
  return replay("changed.json");
}

describe("replay", () => {
  it("runs a counterexample again and tells it step by step", async () => {
    const { status, stdout, stderr } = await replay();
    expect(status).toBe(0);
    expect(stderr).toBe(
      "lakelitmus: it replays: ./mine.ts on list-lag violates no-lost-rows (scenario one-job).\n",
    );
    expect(stdout).toContain("LIST misses");
    expect(stdout).toContain("What the store truly holds at the end");
  });

  it("prints the same counterexample as JSON", async () => {
    const { stdout } = await replay(file, "--json");
    expect(stdout).toBe(readFileSync(path.join(folder, file), "utf8"));
  });

  it("says where the execution takes other steps, though the code is the same", async () => {
    const { choices } = readJson(folder, file) as CounterexampleFile;
    const { status, stdout, stderr } = await changed({ choices: choices.map(() => 0) });
    expect(status).toBe(1);
    expect(stdout).toBe("");
    expect(stderr).toMatch(
      /changed\.json does not replay: no-lost-rows is not violated: it comes to its end/u,
    );
    expect(stderr).toContain("is what it was when it was recorded.");
  });

  it("says where the choices do not fit", async () => {
    const { choices } = readJson(folder, file) as CounterexampleFile;
    const { status, stderr } = await changed({ choices: [...choices, 99] });
    expect(status).toBe(1);
    expect(stderr).toMatch(/option 99 was taken, and there are only \d+ options now/u);
  });

  it("says where the violation is another one", async () => {
    const { cost } = readJson(folder, file) as CounterexampleFile;
    const { status, stderr } = await changed({ cost: { ...cost, faults: 3 } });
    expect(status).toBe(1);
    expect(stderr).toContain("the violation is another one (faults: 3 then, 0 now)");
  });

  it("says that another lakelitmus has recorded it", async () => {
    const { status, stderr } = await changed({ tool: "lakelitmus 0.0.1", choices: [] });
    expect(status).toBe(1);
    expect(stderr).toMatch(/but by lakelitmus 0\.0\.1, and this is lakelitmus \d/u);
  });

  it("says that the code has changed, whether or not it still replays", async () => {
    writeFileSync(path.join(folder, "mine.ts"), `${source}// a remark\n`);
    expect(await replay()).toMatchObject({
      status: 0,
      stderr: expect.stringContaining("The committer's code has changed since."),
    });
    writeFileSync(
      path.join(folder, "mine.ts"),
      source.replace("for (const", "if (objects.length < 1) throw new Error(); else for (const"),
    );
    const { status, stderr } = await replay();
    writeFileSync(path.join(folder, "mine.ts"), source);
    expect(status).toBe(1);
    expect(stderr).toContain("The code of ./mine.ts has changed since it was recorded.");
  });

  it.each([
    [{ committer: "./gone.ts" }, /changed\.json cannot be replayed\. There is no file \.\/gone\.ts/u],
    [{ store: "tape-library" }, /cannot be replayed\. There is no store "tape-library"/u],
    [{ scenario: "three-jobs" }, /no scenario "three-jobs"/u],
    [{ property: "acid" }, /no property "acid"/u],
    [{ choices: [-1] }, /damaged/u],
  ])("does not take a file with %j", async (change, said) => {
    const { status, stderr } = await changed(change);
    expect(stderr).toMatch(said);
    expect(status).toBe(2);
  });

  it("does not take bounds that nobody could run", async () => {
    const { bounds } = readJson(folder, file) as CounterexampleFile;
    const { status, stderr } = await changed({ bounds: { ...bounds, tasks: 1e12 } });
    expect(stderr).toContain("In changed.json, the bound tasks must be a whole number from 1 to 1000");
    expect(status).toBe(2);
  });
});

describe("every counterexample", () => {
  it("of a comparison replays to its verdict", async () => {
    const place = temporaryFolder();
    const stores = ["--store", "list-lag", "--store", "conditions-ignored"];
    await lakelitmus(["compare", ...stores, "--exhaust", "--states", "2000"], { cwd: place });
    const files = readdirSync(path.join(place, "report/counterexamples"));
    expect(files.length).toBeGreaterThan(30);
    const parts = new GeneratedParts("1");
    for (const name of files) {
      const recorded = readJson(place, `report/counterexamples/${name}`) as CounterexampleFile;
      const { committer, committerDigest, store, scenario, bounds, seed } = recorded;
      const named = withBounds(findScenario(scenario), bounds);
      const job = {
        kind: "replay",
        file: recorded,
        committer,
        committerDigest,
        store,
        scenario: named,
        seed,
      } as const;
      expect(await replayJob(job, parts), name).toEqual({ again: recorded, difference: undefined });
    }
  });
});
