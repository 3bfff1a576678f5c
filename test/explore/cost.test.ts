import { describe, expect, it } from "vitest";
import { operations } from "../../src/check/cost.js";
import { costGrid, measureCost } from "../../src/explore/cost.js";
import {
  documentedPace,
  finishTimes,
  medianDelay,
  percentile,
  sampledDelay,
} from "../../src/explore/pace.js";
import { seededRandom } from "../../src/explore/random.js";
import type { RequestNode } from "../../src/explore/request-graph.js";
import { GeneratedParts } from "../../src/parts/generated-parts.js";
import { parseCost, printCost } from "../../src/report/json.js";
import { personalityNamed } from "../../src/store/personalities/index.js";
import { committerNamed } from "../support/claims.js";

const parts = new GeneratedParts("1");

function cost(committer: string, store = "strong"): ReturnType<typeof measureCost> {
  return measureCost({
    committer,
    factory: committerNamed(committer),
    personality: personalityNamed(store),
    seed: "1",
    parts,
    rows: 2,
    pace: documentedPace,
  });
}

describe("the cost of magic-copy that is handed its files", async () => {
  const { points, reason } = await cost("magic-copy?find=handed");

  it("is told for every size", () => {
    expect(reason).toBeUndefined();
    expect(points.map(({ tasks, files }) => ({ tasks, files }))).toEqual(costGrid);
  });

  it("is a PUT, a COPY and a DELETE a file, and one marker", () => {
    for (const { tasks, files, requests } of points) {
      const all = tasks * files;
      expect(requests).toEqual({ put: all + 1, copy: all, list: 0, get: 0, head: 0, delete: all });
    }
  });

  it("copies every byte of the files once", () => {
    for (const { bytes } of points) {
      expect(bytes.copied).toBe(bytes.data);
      expect(bytes.written).toBeGreaterThan(bytes.data);
      expect(bytes.read).toBe(0);
    }
  });

  it("counts what comes after what: tasks run beside each other, and a task's files one after the other", () => {
    // In turn: a task's PUTs, then in the driver a COPY and a DELETE a file, less the last DELETE's, and the marker.
    for (const { tasks, files, sequential, inJobCommit } of points) {
      const driver = 2 * tasks * files + 1;
      expect(inJobCommit).toBe(driver);
      expect(sequential).toBeLessThanOrEqual(files + driver);
      expect(sequential).toBeGreaterThanOrEqual(files + tasks * files + 1);
    }
  });
});

describe("the cost of iceberg-cas", async () => {
  const { points } = await cost("iceberg-cas");

  it("of the driver's commit does not depend on the number of tasks and files", () => {
    expect(new Set(points.map(({ inJobCommit }) => inJobCommit)).size).toBe(1);
    expect(points.every(({ conditional }) => conditional === 2)).toBe(true);
    const commits = points.map(({ commit }) => commit.p50);
    expect(Math.max(...commits) - Math.min(...commits)).toBeLessThan(20);
  });

  it("has percentiles in their order, and a job that lasts no less than its commit", () => {
    for (const { job, commit } of points) {
      expect(commit.p50).toBeLessThan(commit.p99);
      expect(job.p50).toBeLessThan(job.p99);
      expect(commit.p50).toBeLessThanOrEqual(job.p50);
    }
  });
});

describe("a cost file", () => {
  it("is the same for the same plan, and comes back from its text", async () => {
    const [once, again] = [await cost("magic-copy"), await cost("magic-copy")];
    expect(again).toEqual(once);
    const file = {
      schema: "lakelitmus/cost@1",
      tool: "lakelitmus test",
      store: "strong",
      seed: "1",
      rows: 2,
      pace: documentedPace,
      draws: 500,
      committers: [once],
    } as const;
    expect(parseCost(printCost(file), "cost.json")).toEqual(file);
    expect(() => parseCost(printCost(file).replace('"rows": 2', '"rows": -2'), "cost.json")).toThrow(
      "cost.json",
    );
  });

  it("says why there is nothing to tell of a committer that declines the store", async () => {
    expect(await cost("iceberg-cas", "no-conditional-writes")).toEqual({
      committer: "iceberg-cas",
      reason: "the committer declines the store",
      points: [],
    });
  });
});

const put = (...after: readonly number[]): RequestNode => ({ operation: "put", pause: 0, after });
const message = (...after: readonly number[]): RequestNode => ({ operation: undefined, pause: 0, after });

describe("virtual time", () => {
  it("adds up along what waits for what, and takes the longest way", () => {
    const graph = [put(), put(0), put(0), put(1), message(2, 3), put(4)];
    expect([...finishTimes(graph, () => 10)]).toEqual([10, 20, 20, 30, 30, 40]);
  });

  it("counts the pauses of a process that backs off", () => {
    const graph = [put(), { ...put(0), pause: 200 }, put(1)];
    expect([...finishTimes(graph, () => 10)]).toEqual([10, 220, 230]);
  });

  it("of a recorded order lets nothing take effect before what stood before it", () => {
    const graph = [put(), put(0), put(), message()];
    expect([...finishTimes(graph, () => 10)]).toEqual([10, 20, 10, 0]);
    expect([...finishTimes(graph, () => 10, { ordered: true })]).toEqual([10, 20, 20, 20]);
  });

  it("is drawn from a distribution with the pace's median and 99th percentile", () => {
    const delay = sampledDelay(documentedPace, seededRandom("test"));
    for (const operation of operations) {
      const draws = Array.from({ length: 20_000 }, () => delay(operation)).toSorted((a, b) => a - b);
      expect(percentile(draws, 0.5)).toBeGreaterThan(98);
      expect(percentile(draws, 0.5)).toBeLessThan(102);
      expect(percentile(draws, 0.99)).toBeGreaterThan(190);
      expect(percentile(draws, 0.99)).toBeLessThan(210);
      expect(medianDelay(documentedPace)(operation)).toBe(100);
    }
  });

  it("has the percentiles that statistics calls nearest rank", () => {
    expect(percentile([1, 2, 3, 4], 0.5)).toBe(2);
    expect(percentile([1, 2, 3, 4], 0.99)).toBe(4);
    expect(percentile([7], 0.5)).toBe(7);
  });
});
