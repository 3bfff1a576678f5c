import { describe, expect, it } from "vitest";
import {
  type AttemptInfo,
  Body,
  type Context,
  defineCommitter,
  defineTable,
  directContext,
  type JobInfo,
  type PartRef,
  type RowsFile,
  S3Error,
  StoreRefused,
} from "../../src/index.js";
import { personalityNamed } from "../../src/store/personalities/index.js";
import { storeFacade } from "../../src/store/facade.js";
import { SimulatedStore, type StoreState } from "../../src/store/simulated-store.js";

const job: JobInfo = { id: "job-1", key: "job", table: "t/", tasks: 1, mode: "append", appAttempt: 0 };
const attempt: AttemptInfo = {
  job,
  task: 0,
  attempt: 0,
  taskId: "task_000000",
  attemptId: "attempt_000000_0",
};
const part = { name: "part-0.parquet", body: Body.text("rows"), rows: 3 };

/** A well-behaved store, and what it holds. */
function bucket(personality = "strong"): { ctx: Context; keys: () => readonly string[] } {
  const store = new SimulatedStore(personalityNamed(personality), { faults: [] });
  let state: StoreState = store.initial;
  let ids = 0;
  const facade = storeFacade((request) => {
    const [outcome] = store.outcomes(state, request, { conflicted: false }, { anomalies: 0, faults: 0 });
    state = outcome!.next;
    return Promise.resolve(outcome!.answer);
  });
  return {
    ctx: directContext(facade, { uuid: () => `id-${++ids}`, now: () => 0 }),
    keys: () => [...store.contents(state).keys()],
  };
}

describe("a committer of no hooks", () => {
  it("writes each part to its final key, and a reader finds it", async () => {
    const { ctx, keys } = bucket();
    const committer = defineCommitter({})();
    await committer.setupJob(job, ctx);
    await committer.setupTask(attempt, ctx);
    await committer.write(attempt, part, ctx);
    expect(await committer.needsTaskCommit(attempt, ctx)).toBe(true);
    expect(await committer.commitTask(attempt, ctx)).toBeNull();
    expect(await committer.commitJob(job, [null], ctx)).toBe("landed");
    await committer.abortTask(attempt, ctx);
    await committer.abortJob(job, ctx);
    expect(keys()).toEqual(["t/part-0.parquet"]);
    expect(await committer.read("t/", ctx)).toEqual([{ key: "t/part-0.parquet" }]);
  });

  it("does not read what is hidden, nor what is no object, and reads every page", async () => {
    const { ctx } = bucket();
    const body = Body.empty;
    for (const key of ["t/_x/a", "t/a/.b/c", "t/dir/", "t/a/_b", "u/a"]) await ctx.store.put({ key, body });
    const shown = Array.from({ length: 1500 }, (_, number) => `t/p${String(number).padStart(4, "0")}`);
    for (const key of shown) await ctx.store.put({ key, body });
    const found = await defineCommitter({})().read("t/", ctx);
    expect(found.map(({ key }) => key)).toEqual(shown);
  });
});

describe("hooks", () => {
  it("take the place of their defaults", async () => {
    const { ctx } = bucket();
    const committer = defineCommitter({
      needsTaskCommit: async () => false,
      commitTask: async () => ({ files: ["x"] }),
      commitJob: async () => "unknown",
      read: async () => [{ key: "x" }],
    })();
    expect(await committer.needsTaskCommit(attempt, ctx)).toBe(false);
    expect(await committer.commitTask(attempt, ctx)).toEqual({ files: ["x"] });
    expect(await committer.commitJob(job, [], ctx)).toBe("unknown");
    expect(await committer.read("t/", ctx)).toEqual([{ key: "x" }]);
  });

  it("that a function makes have memory of their own in each process", async () => {
    const { ctx } = bucket();
    const factory = defineCommitter(() => {
      let written = 0;
      return { write: async () => void (written += 1), commitTask: async () => written };
    });
    const [first, second] = [factory(), factory()];
    await first.write(attempt, part, ctx);
    await first.write(attempt, part, ctx);
    expect(await first.commitTask(attempt, ctx)).toBe(2);
    expect(await second.commitTask(attempt, ctx)).toBe(0);
  });

  it("that are given directly keep their memory in `this`, one for each process", async () => {
    const { ctx } = bucket();
    const factory = defineCommitter({
      async write(this: { count?: number }) {
        this.count = (this.count ?? 0) + 1;
      },
      async commitTask(this: { count?: number }) {
        return this.count ?? 0;
      },
    });
    const [first, second] = [factory(), factory()];
    await first.write(attempt, part, ctx);
    expect(await first.commitTask(attempt, ctx)).toBe(1);
    expect(await second.commitTask(attempt, ctx)).toBe(0);
  });

  it("may be a class's methods", async () => {
    class Mine {
      readonly #answer = "failed" as const;
      async commitJob(): Promise<"failed"> {
        return this.#answer;
      }
    }
    expect(await defineCommitter(() => new Mine())().commitJob(job, [], bucket().ctx)).toBe("failed");
  });
});

describe("a table format", () => {
  it("is handed the files of the attempts that count, and says which there are", async () => {
    const { ctx, keys } = bucket();
    let committed: readonly RowsFile[] = [];
    const factory = defineTable({
      commit: async (files) => {
        committed = files;
        return "landed";
      },
      snapshot: async (_ctx, table) =>
        committed.map(({ key }): PartRef => ({ key: key.replace("t/", table) })),
    });
    const [task, driver] = [factory(), factory()];
    await task.write(attempt, part, ctx);
    await task.write(attempt, { ...part, name: "part-1.parquet" }, ctx);
    const message = await task.commitTask(attempt, ctx);
    expect(await driver.commitJob(job, [message, null], ctx)).toBe("landed");
    expect(committed).toEqual([
      { key: "t/data/id-1-part-0.parquet", etag: part.body.md5, size: 4, rows: 3 },
      { key: "t/data/id-2-part-1.parquet", etag: part.body.md5, size: 4, rows: 3 },
    ]);
    expect(keys()).toEqual(committed.map(({ key }) => key));
    expect(await driver.read("t/", ctx)).toEqual(committed.map(({ key }) => ({ key })));
  });

  const format = { commit: async () => "failed" as const, snapshot: async () => [] };

  it("deletes what an attempt has begun to write, and nothing that the driver was told of", async () => {
    const { ctx, keys } = bucket();
    const committer = defineTable(format)();
    await committer.write(attempt, part, ctx);
    await committer.abortJob(job, ctx);
    expect(keys()).toHaveLength(1);
    await committer.abortTask(attempt, ctx);
    expect(keys()).toEqual([]);
  });

  it("declines a store that answers its setup with 501, and passes other errors on", async () => {
    const setup = async (ctx: Context): Promise<void> => {
      await ctx.store.put({ key: "t/x", body: Body.empty, ifNoneMatch: "*" });
    };
    const committer = defineTable({ ...format, setup })();
    await expect(committer.setupJob(job, bucket("no-conditional-writes").ctx)).rejects.toThrow(StoreRefused);
    const { ctx } = bucket();
    await committer.setupJob(job, ctx);
    await expect(committer.setupJob(job, ctx)).rejects.toThrow(S3Error);
  });
});
