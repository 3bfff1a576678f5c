import { describe, expect, it } from "vitest";
import { kindNumber } from "../../src/check/bounds.js";
import type { Bounds } from "../../src/check/verdict.js";
import { attemptInfos, fileName, runInfos } from "../../src/job/runs.js";
import { defaultBounds } from "../../src/job/scenario.js";

function runsOf(bounds: Partial<Bounds>): ReturnType<typeof runInfos> {
  return runInfos({ ...defaultBounds, ...bounds }, "1");
}

describe("ids of runs", () => {
  const distinct = (values: readonly string[]): number => new Set(values).size;

  it.each([
    ["unique", 4, 4],
    // A rerun is the same job, so its files have the same names, too.
    ["rerun", 2, 2],
    // Spark: the job's id comes from the clock, the id in the files' names does not (SPARK-33402).
    ["equal", 1, 4],
  ])("%s: of two jobs and their reruns %i differ, and %i in the files' names", (rule, ids, names) => {
    const runs = runsOf({ writers: 2, reruns: 1, ids: kindNumber("ids", rule) });
    expect(distinct(runs.map(({ job }) => job.id))).toBe(ids);
    expect(distinct(runs.map(({ nameId }) => nameId))).toBe(names);
    // Properties tell all runs apart, whatever the committer is told.
    expect(distinct(runs.map(({ id }) => id))).toBe(4);
    expect(runs.map(({ job }) => job.key)).toEqual(["job-w1", "job-w1", "job-w2", "job-w2"]);
  });

  it("attempts of a task have one task id, unless it is unstable", () => {
    const [run] = runsOf({});
    const ids = (bounds: Partial<Bounds>): readonly string[] =>
      attemptInfos(run!, { ...defaultBounds, attempts: 2, ...bounds })[1]!.map(({ taskId }) => taskId);
    expect(ids({})).toEqual(["task_000001", "task_000001"]);
    expect(ids({ ids: kindNumber("ids", "unstable") })).toEqual(["task_000001", "task_000001-1"]);
  });

  it("a second application attempt of MapReduce is the same job, with other attempts", () => {
    const bounds = { ...defaultBounds, reruns: 1, engine: kindNumber("engine", "mapreduce") };
    const [first, second] = runInfos(bounds, "1");
    expect(second!.job).toEqual({ ...first!.job, appAttempt: 1 });
    expect(attemptInfos(second!, bounds)[0]![0]!.attemptId).toBe("attempt_000000_1000");
  });
});

describe("names of files", () => {
  const bounds: Bounds = { ...defaultBounds, attempts: 2 };
  const [run] = runInfos(bounds, "1");
  const [first, second] = attemptInfos(run!, bounds)[0]!;
  const names = (more: Partial<Bounds>, attempt = first!): readonly string[] =>
    [0, 1].map((file) => fileName(run!, attempt, { ...bounds, ...more }, file).replace(run!.nameId, "<id>"));

  it("are the same for each attempt, as Spark's are", () => {
    expect(names({})).toEqual(["part-00000-0-<id>.parquet", "part-00000-1-<id>.parquet"]);
    expect(names({}, second!)).toEqual(names({}));
  });

  it("may tell attempts apart, or not even jobs", () => {
    expect(names({ names: kindNumber("names", "attempt") }, second!)[0]).toBe("part-00000-0-a1-<id>.parquet");
    expect(names({ names: kindNumber("names", "plain") })[0]).toBe("part-00000-0.parquet");
  });

  it("lie in partitions in turn", () => {
    expect(names({ partitions: 1 }).map((name) => name.split("/")[0])).toEqual(["p=0", "p=0"]);
    expect(names({ partitions: 2 }).map((name) => name.split("/")[0])).toEqual(["p=0", "p=1"]);
  });
});
