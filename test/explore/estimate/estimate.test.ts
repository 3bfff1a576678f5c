/** Estimates as a whole: the toy of the tutorial, and what is added up. */
import { describe, expect, it } from "vitest";
import { sampleRuns, summarise } from "../../../src/explore/estimate/estimate.js";
import { s32018 } from "../../../src/explore/estimate/profiles/s3-2018.js";
import { toyWindow } from "../../../src/explore/estimate/profiles/toy-window.js";
import type { SampledRun } from "../../../src/explore/estimate/sample-run.js";
import { nobody } from "../../../src/explore/watch.js";
import { properties } from "../../../properties/index.js";
import { runOf, stageOf } from "./support.js";

describe("the toy of the tutorial: 42 parts written, 26 listed", () => {
  it("finds 0.6 of its parts on average, and the printed sample lies in the range", async () => {
    // Its store tells LIST's keys apart, so a job that finds its parts by LIST is what it was written about.
    const stage = await stageOf("magic-copy?find=list", "s3-legacy", { tasks: 42, files: 1 });
    const listed: number[] = [];
    for (let number = 0; number < 120; number++) {
      const { readable, acked } = await runOf(stage, toyWindow, number);
      expect(acked).toBe(84);
      // Each part has 2 rows.
      listed.push(readable / 2);
    }
    // 42 keys, each seen with a chance of 0.6: on average 25.2, with a deviation of 3.17.
    const mean = listed.reduce((sum, one) => sum + one, 0) / listed.length;
    expect(Math.abs(mean - 25.2)).toBeLessThan(1);
    const sorted = listed.toSorted((a, b) => a - b);
    const low = sorted[Math.floor(0.025 * sorted.length)]!;
    const high = sorted[Math.ceil(0.975 * sorted.length) - 1]!;
    expect(low).toBeLessThan(26);
    expect(high).toBeGreaterThan(26);
    expect([low >= 17, high <= 33]).toEqual([true, true]);
  });
});

describe("an estimate", () => {
  const plan = async (committer: string, store: string) => ({
    stage: await stageOf(committer, store, { tasks: 6, files: 1 }),
    profile: s32018,
    properties,
    seed: "7",
  });

  it("in pieces is the estimate in one", async () => {
    const one = await plan("file-output-v1", "s3-legacy");
    const whole = await sampleRuns(one, { from: 0, to: 12 }, nobody);
    const pieces = [
      ...(await sampleRuns(one, { from: 0, to: 5 }, nobody)),
      ...(await sampleRuns(one, { from: 5, to: 12 }, nobody)),
    ];
    expect(pieces).toEqual(whole);
  });

  it("that is interrupted gives what it has", async () => {
    let asked = 0;
    const watch = { ...nobody, interrupted: () => ++asked === 2 };
    const runs = await sampleRuns(await plan("file-output-v1", "strong"), { from: 0, to: 1000 }, watch);
    expect(runs).toHaveLength(8);
    expect(summarise(runs, properties).runs).toBe(8);
  });

  it("counts jobs and rows, each of those that it can be about", () => {
    const run = (parts: Partial<SampledRun>): SampledRun => ({
      end: "ended",
      told: ["acked"],
      acked: 10,
      readable: 10,
      lost: 0,
      surplus: 0,
      unreadable: false,
      violated: [false],
      requests: { put: 2 },
      tableItems: 0,
      anomalies: 0,
      faults: 0,
      jobTime: 1000,
      commitTime: 100,
      ...parts,
    });
    const failed = { acked: 0, jobTime: undefined, commitTime: undefined };
    const summary = summarise(
      [
        run({}),
        run({ lost: 4, readable: 6, violated: [true], anomalies: 3, commitTime: 300 }),
        run({ surplus: 2, readable: 12, requests: { put: 4, list: 2 } }),
        run({ ...failed, told: ["failed"], unreadable: true }),
        run({ ...failed, told: [], end: "wedged" }),
        run({ ...failed, told: [] }),
      ],
      [{ name: "p" }],
    );
    expect(summary.endings).toMatchObject({ acked: 3, failed: 1, wedged: 1, crashed: 1, unknown: 0 });
    expect(summary.jobs.lost).toMatchObject({ count: 1, of: 3 });
    expect(summary.jobs.duplicated).toMatchObject({ count: 1, of: 6 });
    expect(summary.jobs.unreadable).toMatchObject({ count: 1, of: 6 });
    expect(summary.rows.lost).toMatchObject({ count: 4, of: 30, rate: 4 / 30, method: "gamma" });
    expect(summary.rows.duplicated).toMatchObject({ count: 2, of: 30 });
    expect(summary.properties).toMatchObject([{ property: "p", violated: { count: 1, of: 6 } }]);
    expect(summary.latency).toEqual({ job: { p50: 1000, p99: 1000 }, commit: { p50: 100, p99: 300 } });
    expect(summary.mean).toEqual({ requests: { list: 2 / 6, put: 14 / 6 }, anomalies: 0.5, faults: 0 });
  });

  it("of nothing says nothing", () => {
    const { jobs, rows, latency } = summarise([], properties);
    expect(jobs.lost).toEqual({ count: 0, of: 0, rate: 0, low: 0, high: 1 });
    expect(rows.lost).toMatchObject({ count: 0, of: 0, low: 0, high: 1 });
    expect(latency).toBeUndefined();
  });
});
