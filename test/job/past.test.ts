/** What is there before a scenario begins. */
import { describe, expect, it } from "vitest";
import { fileOutputV1, icebergCas, magicCopy } from "../../committers/index.js";
import { kindNumber } from "../../src/check/bounds.js";
import type { TableSeen } from "../../src/check/events.js";
import type { CommitterFactory } from "../../src/job/committer.js";
import type { Stage } from "../../src/job/stage.js";
import { job } from "../explore/jobs.js";
import { verdictOf } from "../support/claims.js";

async function stageOf(
  factory: CommitterFactory,
  bounds: Parameters<typeof job>[2],
  store = "strong",
): Promise<Stage> {
  return (await job(factory, store, bounds, [])).arena;
}

function rowsOf(stage: Stage, table: TableSeen): readonly string[] {
  if (!table.ok) throw new Error(table.error);
  return table.parts.flatMap(({ digest }) => {
    const content = stage.scene.contents.of(digest);
    return content.readable ? content.rows : [];
  });
}

const handed = magicCopy.withOptions({ find: "handed" });
const v1 = fileOutputV1.withOptions({});

describe("rows of before", () => {
  it.each([
    ["file-output-v1", v1],
    ["magic-copy", handed],
    ["iceberg-cas", icebergCas.withOptions({})],
  ])("are where %s puts them, and its reader finds them", async (_, factory) => {
    const stage = await stageOf(factory, { prior: 1 });
    const { table } = await stage.ending(stage.store.initial);
    expect(rowsOf(stage, table)).toEqual(["job-prior.0.0.0"]);
    expect(stage.scene.past).toEqual({
      prior: "job-prior",
      kept: ["job-prior.0.0.0"],
      replaced: [],
      inTheWay: false,
    });
    // They are not the scenario's own.
    expect([...stage.scene.rowsOf.keys()]).toEqual(["job-w1"]);
  });

  it("are in each partition that the jobs write to, and in one more, which an overwrite of partitions keeps", async () => {
    const bounds = { prior: 1, files: 2, partitions: 2, mode: kindNumber("mode", "overwrite-partitions") };
    const stage = await stageOf(handed, bounds);
    const keys = [...stage.store.contents(stage.store.initial).keys()];
    expect(keys.map((key) => key.split("/")[1])).toEqual(["_SUCCESS", "p=0", "p=1", "p=2"]);
    expect(stage.scene.past).toMatchObject({
      kept: ["job-prior.0.2.0"],
      replaced: ["job-prior.0.0.0", "job-prior.0.1.0"],
    });
  });

  it.each([
    ["append", 1, 0, false],
    ["overwrite", 0, 1, false],
    ["fail", 1, 0, true],
  ])("in mode %s: %i kept, %i replaced, in the way: %s", async (word, kept, replaced, inTheWay) => {
    const { scene } = await stageOf(handed, { prior: 1, mode: kindNumber("mode", word) });
    expect(scene.past?.kept).toHaveLength(kept);
    expect(scene.past?.replaced).toHaveLength(replaced);
    expect(scene.past?.inTheWay).toBe(inTheWay);
  });

  it.each([
    ["strong", 1],
    ["list-lag", 2],
  ])("may have been written just now: on %s a LIST has %i outcomes", async (store, outcomes) => {
    const stage = await stageOf(magicCopy.withOptions({ find: "handed" }), { prior: 1 }, store);
    const asked = { op: "list", prefix: "t/part-" } as const;
    const limits = { anomalies: 2, faults: 0 };
    const { initial } = stage.store;
    expect(stage.store.outcomes(initial, asked, { conflicted: false }, limits)).toHaveLength(outcomes);
  });

  it("are not there where the committer declines the store", async () => {
    const stage = await stageOf(
      icebergCas.withOptions({ probe: "twice" }),
      { prior: 1 },
      "conditions-ignored",
    );
    expect(stage.scene.past).toBeUndefined();
    expect(stage.store.contents(stage.store.initial).size).toBe(0);
  });
});

describe("a killed job", () => {
  it("has committed its tasks, and not itself", async () => {
    const stage = await stageOf(v1, { killed: 1, tasks: 2 });
    const keys = [...stage.store.contents(stage.store.initial).keys()];
    expect(keys.filter((key) => /\/task_[^/]*\/part-/u.test(key))).toHaveLength(2);
    expect(rowsOf(stage, (await stage.ending(stage.store.initial)).table)).toEqual([]);
    expect(stage.scene.past?.killed).toEqual({
      jobKey: "job-killed",
      rows: ["job-killed.0.0.0", "job-killed.1.0.0"],
    });
  });
});

describe("where the committer cannot write what is to be there before", () => {
  it("nothing is looked at, and the verdict says why", async () => {
    const cells = ["no-lost-rows", "prior-rows-kept"].map((property) =>
      verdictOf({ committer: "cas-slot", store: "s3-legacy", scenario: "overwrite", property }),
    );
    for (const { cell } of await Promise.all(cells)) {
      expect(cell.verdict).toBe("unknown");
      expect(cell.reason).toMatch(
        /^vacuous: the rows that are to be there before cannot be written: where nothing goes wrong, S3Error: .*conditional writes/u,
      );
    }
  });

  it("a mistake of its own is told as its own", async () => {
    const broken: CommitterFactory = () =>
      Object.assign(handed(), { commitJob: () => Promise.resolve("failed" as const) });
    await expect(stageOf(broken, { prior: 1 })).rejects.toThrow(
      "where nothing goes wrong, Error: the job ends as failed",
    );
  });
});
