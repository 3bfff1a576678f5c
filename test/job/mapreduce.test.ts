/** MapReduce's driver: what guards the job's commit, and what its successor does. */
import { describe, expect, it } from "vitest";
import { committers, fileOutputV1, fileOutputV2, magic } from "../../committers/index.js";
import { properties } from "../../properties/index.js";
import { kindNumber } from "../../src/check/bounds.js";
import { exhaust, type SearchResult } from "../../src/explore/exhaust.js";
import { execute, replayChooser } from "../../src/explore/execute.js";
import { Stepper } from "../../src/explore/steps.js";
import { traceOf } from "../../src/explore/trace.js";
import type { CommitterFactory } from "../../src/job/committer.js";
import { committerOf, job } from "../explore/jobs.js";

const engine = kindNumber("engine", "mapreduce");
const crash = { engine, crashes: 1, reruns: 1, zombies: 1, coordinator: 1 };

async function search(factory: CommitterFactory, bounds: Parameters<typeof job>[2]): Promise<SearchResult> {
  const { arena } = await job(factory, "strong", bounds, properties);
  return exhaust(new Stepper(arena, properties), { states: 400_000 });
}

function violated({ found }: SearchResult): Readonly<Record<string, number>> {
  return Object.fromEntries(found.map(({ property, cost }) => [properties[property]!.name, cost]));
}

const atomic = fileOutputV1.withOptions({ fs: "atomic-rename" });

describe("a driver that dies", () => {
  it("is followed by one that takes over what had committed, and the job's commit is made once", async () => {
    const result = await search(atomic, { ...crash, tasks: 2 });
    expect(result.complete).toBe(true);
    expect(result.witnesses.has("recovered")).toBe(true);
    // A commit that may have been begun is not made again: the job is reported as failed, with what it had moved there.
    expect(violated(result)).toEqual({ "no-phantom-rows": 1, "all-or-nothing": 1 });
  });

  it("in a commit that can be repeated is followed by one that repeats it; attempts of the first one run on", async () => {
    const result = await search(fileOutputV2.withOptions({ fs: "atomic-rename" }), crash);
    expect(result.complete).toBe(true);
    // An attempt that was committing under the first driver deletes what another has published under the second.
    expect(violated(result)).toEqual({ "no-phantom-rows": 1, "no-lost-rows": 1 });
  });

  it("under a committer that recovers nothing has all its tasks run again", async () => {
    const result = await search(magic.withOptions({ "abort-uploads": "none" }), crash);
    expect(result.complete).toBe(true);
    expect(result.witnesses.has("recovered")).toBe(false);
    expect(result.witnesses.has("rerun")).toBe(true);
    expect(violated(result)).toEqual({ "no-phantom-rows": 1 });
  });
});

describe("a driver that is taken for dead", () => {
  it("runs on beside its successor, which its user listens to from then on", async () => {
    const result = await search(atomic, { engine, reruns: 1, losses: 1, attempts: 2, coordinator: 1 });
    expect(result.complete).toBe(true);
    for (const seen of ["driver-lost", "executor-lost", "unheard", "rerun"]) {
      expect(result.witnesses.has(seen), seen).toBe(true);
    }
    expect(result.wedge).toBeUndefined();
  });
});

describe("the guards of a commit", () => {
  it("are files, which the next driver reads", async () => {
    const { arena } = await job(atomic, "strong", { engine, coordinator: 1 }, []);
    const stepper = new Stepper(arena, []);
    const { path } = await execute(stepper, replayChooser([]));
    const steps = (await traceOf(stepper, path)).filter(({ process }) => process === "w1.driver");
    const guards = steps.map(({ request }) => request).filter((request) => /COMMIT_|master/u.test(request));
    const folder = "hdfs:/tmp/hadoop-yarn/staging/user/.staging/job-w1";
    expect(guards).toEqual([
      `CREATE ${folder}/COMMIT_STARTED (0 bytes)`,
      "waits to hear that it is still the job's master",
      `CREATE ${folder}/COMMIT_SUCCESS (0 bytes)`,
    ]);
  });

  it("give a committer no messages, and its attempts numbers of their own in each driver", async () => {
    const seen = new Set<string>();
    const factory: CommitterFactory = () =>
      committerOf({
        needsTaskCommit: () => Promise.resolve(true),
        commitTask: ({ attemptId, job: { appAttempt } }) => {
          seen.add(`${attemptId} of ${appAttempt}`);
          return Promise.resolve(null);
        },
        commitJob: (_job, commits) => {
          seen.add(JSON.stringify(commits));
          return Promise.resolve("landed");
        },
      });
    await search(factory, crash);
    expect([...seen].toSorted()).toEqual(["[null]", "attempt_000000_0 of 0", "attempt_000000_1000 of 1"]);
  });

  it("refuse a committer that says that it stands on messages, and fail one that does not say so", async () => {
    const refused = await search(
      committers.find(({ description }) => description.name === "iceberg-cas")!.withOptions({}),
      crash,
    );
    expect([refused.witnesses.has("refusal"), refused.witnesses.has("ack"), violated(refused)]).toEqual([
      true,
      false,
      {},
    ]);
    const silent: CommitterFactory = () =>
      committerOf({
        needsTaskCommit: () => Promise.resolve(true),
        commitTask: () => Promise.resolve("message"),
      });
    const failed = await search(silent, crash);
    expect([failed.witnesses.has("job-failed"), failed.witnesses.has("ack")]).toEqual([true, false]);
  });
});
