/** `lakelitmus estimate`. */
import { describe, expect, it } from "vitest";
import type { Estimate } from "../../src/check/estimate.js";
import { toyWindow } from "../../src/explore/estimate/profiles/toy-window.js";
import { parseEstimate, parseProfile, parseToldRun, printProfile } from "../../src/report/json.js";
import { lakelitmus, paragraphPattern, signalAt, temporaryFolder } from "./cli.js";

const small = ["--runs", "12", "--scope", "tasks=5,files=1", "--workers", "2"];
const toy = ["estimate", "magic-copy?find=list", "--store", "s3-legacy", "--profile", "toy-window", ...small];

describe("lakelitmus estimate", () => {
  it("tells rates with their intervals, latency and requests", async () => {
    const { status, stdout, stderr } = await lakelitmus(toy);
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toContain(
      "seed 1: magic-copy?find=list on s3-legacy by the delays of toy-window, 12 runs of",
    );
    expect(stdout).toMatch(/Jobs that lost rows +1\d of 12 jobs +\d+ % \(95 %: \d+ % to \d+ %\)/u);
    expect(stdout).toMatch(/Rows lost +\d+ of 120 rows +\d+ % \(95 %/u);
    expect(stdout).toContain("Of 12 jobs: 12 acknowledged.");
    expect(stdout).toMatch(/The driver's commit takes \d+ ms in the median/u);
    expect(stdout).toMatch(/requests a job on average: .*list \d/su);
    for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
  });

  it("prints JSON of its schema, byte for byte the same however many threads there are", async () => {
    const one = await lakelitmus([...toy, "--json"]);
    const other = await lakelitmus([...toy.slice(0, -1), "1", "--json"]);
    expect(other.stdout).toBe(one.stdout);
    const estimate: Estimate = parseEstimate(one.stdout, "stdout");
    expect(estimate).toMatchObject({ runs: 12, asked: 12, store: "s3-legacy", profile: toyWindow });
    expect(estimate.command).toBe(
      "lakelitmus estimate 'magic-copy?find=list' --store s3-legacy --profile toy-window --scenario one-job --scope tasks=5,files=1 --runs 12 --seed 1",
    );
  });

  it("refuses a committer whose processes share memory", async () => {
    const mine = `import { defineCommitter } from "lakelitmus";
      let n = 0;
      export default defineCommitter({
        async write(attempt, part, ctx) { await ctx.store.put({ key: "t/" + n++, body: part.body }); },
      });`;
    const cwd = temporaryFolder({ "mine.ts": mine });
    const { status, stderr } = await lakelitmus(
      ["estimate", "./mine.ts", "--store", "strong", "--profile", "toy-window", ...small],
      {
        cwd,
      },
    );
    expect(status).toBe(2);
    expect(stderr).toMatch(/did something else (?:than )?before/u);
  });

  it("behind a defence that knows how many files there are, no acknowledged job loses rows", async () => {
    const { stdout } = await lakelitmus([...toy, "--defence", "list-until-count?expected=known"]);
    expect(stdout).toContain("magic-copy?find=list + list-until-count?expected=known on s3-legacy");
    expect(stdout).toMatch(/Jobs that lost rows +0 of \d+ jobs? /u);
    expect(stdout).toMatch(/Of 12 jobs: \d+ acknowledged/u);
  });

  it("takes a profile from a file, and prints one to start from", async () => {
    const { stdout } = await lakelitmus(["estimate", "--show-profile", "toy-window"]);
    expect(parseProfile(stdout, "stdout")).toEqual(toyWindow);
    const mine = printProfile({ ...toyWindow, name: "mine", propagation: {} });
    const folder = temporaryFolder({ "mine.json": mine });
    const args = [
      "estimate",
      "magic-copy?find=list",
      "--store",
      "s3-legacy",
      "--profile",
      "mine.json",
      ...small,
    ];
    const told = await lakelitmus(args, { cwd: folder });
    expect(told.stdout).toContain("by the delays of mine");
    expect(told.stdout).toContain("No answer was out of date");
  });

  it("names the first run that lost rows, and tells it step by step", async () => {
    const { firstLost } = parseEstimate((await lakelitmus([...toy, "--json"])).stdout, "stdout");
    expect(firstLost).toBeGreaterThanOrEqual(0);
    expect((await lakelitmus(toy)).stdout).toContain(`Run ${firstLost} is the first that lost rows`);
    const one = [...toy, "--run", String(firstLost)];
    const { status, stdout } = await lakelitmus(one);
    expect(status).toBe(0);
    expect(stdout).toMatch(/! LIST misses /u);
    expect(stdout).toMatch(/ ms +w1\.driver +tells its user: the job has succeeded\n/u);
    for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
    const told = parseToldRun((await lakelitmus([...one, "--json"])).stdout, "stdout");
    expect(told).toMatchObject({ run: firstLost, ending: "acked", store: "s3-legacy" });
    expect(told.rows.lost).toBe(told.rows.acked - told.rows.readable);
    expect(told.rows.lost).toBeGreaterThan(0);
    expect(told.command).toMatch(/ --seed 1 --run \d+$/u);
  });

  it("says nothing of lost rows where no job was acknowledged", async () => {
    const args = [
      "iceberg-cas",
      "--store",
      "no-conditional-writes",
      "--profile",
      "toy-window",
      "--runs",
      "1",
    ];
    const { status, stdout } = await lakelitmus(["estimate", ...args]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/Jobs that lost rows +none was acknowledged\n/u);
    expect(stdout.replace(/\s+/gu, " ")).toContain(
      "Of 1 job: 1 refused by the committer. As no job was acknowledged, nothing is said of how often rows are lost; --run 1 tells why one was not.",
    );
  });

  it("gives what it has when it is interrupted", async () => {
    const mine = `
      import { defineCommitter } from "lakelitmus";
      import { writeSync } from "node:fs";
      let begun = false;
      export default defineCommitter({ async setupJob() { if (!begun) writeSync(2, "begun"); begun = true; } });`;
    const args = ["./mine.ts", "--store", "strong", "--profile", "up-to-date", "--runs", "1000000"];
    const { status, stdout, stderr } = await lakelitmus(["estimate", ...args], {
      cwd: temporaryFolder({ "mine.ts": mine }),
      started: (child) => signalAt(child, "stderr", "begun", "SIGINT"),
    });
    expect(status).toBe(3);
    expect(stderr).toMatch(/lakelitmus: interrupted: [\d,]+ of 1,000,000 runs were made\.\n$/u);
    expect(stdout).toMatch(/of\s1,000,000\sruns/u);
  });

  const named = ["--store", "strong", "--profile", "s3-2018"];
  it.each<[string, readonly string[], RegExp]>([
    ["no committer", [...named], /Name a committer/u],
    ["no profile", ["iceberg-cas", "--store", "strong"], /--profile.*lakelitmus list/u],
    [
      "an unknown profile",
      ["iceberg-cas", "--store", "strong", "--profile", "s3-2081"],
      /Did you mean "s3-2018"\?/u,
    ],
    [
      "a profile that is not there",
      ["iceberg-cas", "--store", "strong", "--profile", "./x.json"],
      /no such file/u,
    ],
    [
      "a profile that is none",
      ["iceberg-cas", "--store", "strong", "--profile", "bad.json"],
      /bad\.json is no delay profile: latency\.all\.p50 must be above 0/u,
    ],
    [
      "a latency of no request",
      ["iceberg-cas", "--store", "strong", "--profile", "typo.json"],
      /typo\.json is no delay profile: latency\.of\.gett is no request: name one to the store \(put, copy/u,
    ],
    [
      "a folder",
      ["iceberg-cas", "--store", "strong", "--profile", "./"],
      /Cannot read \.\/: it is a folder/u,
    ],
  ])("bad input: %s", async (_what, args, said) => {
    const { all } = toyWindow.latency;
    const bad = printProfile({ ...toyWindow, latency: { all: { p50: 0, p99: 0 } } });
    const typo = printProfile({ ...toyWindow, latency: { all, of: { gett: all } } });
    const { status, stdout, stderr } = await lakelitmus(["estimate", ...args], {
      cwd: temporaryFolder({ "bad.json": bad, "typo.json": typo }),
    });
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(paragraphPattern);
    expect(stderr).toMatch(said);
  });
});
