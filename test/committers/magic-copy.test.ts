import { beforeEach, describe, expect, it } from "vitest";
import { magicCopy } from "../../committers/index.js";
import type { TaskCommit } from "../../src/job/committer.js";
import { Body } from "../../src/store/body.js";
import {
  attemptOf,
  contextOf,
  failure,
  hiding,
  jobOf,
  late,
  lost,
  MemoryStore,
  partOf,
  replyLost,
  rowsOf,
  runAttempt,
  runJob,
} from "./support.js";

const list = magicCopy.withOptions({});
const handed = magicCopy.withOptions({ find: "handed" });
const both = [
  ["list", list],
  ["handed", handed],
] as const;
const staging = "t/__magic_copy-j1/attempt_000000_0";
const part = "part-00000-0-j1.parquet";

let store: MemoryStore;

beforeEach(() => {
  store = new MemoryStore();
});

describe("magic-copy: the requests of each hook", () => {
  it("find=list", async () => {
    const { outcome, phases } = await runJob(list, store);
    expect(outcome).toBe("landed");
    expect(phases).toEqual({
      setupJob: [],
      write: [`PUT ${staging}/${part}`],
      needsTaskCommit: [],
      commitTask: [],
      commitJob: [
        `LIST ${staging}/`,
        `COPY ${staging}/${part} -> t/${part}`,
        "PUT t/_SUCCESS",
        "LIST t/__magic_copy-j1/",
        `DELETE ${staging}/${part}`,
      ],
    });
  });

  it("find=handed: no LIST", async () => {
    const { outcome, phases } = await runJob(handed, store);
    expect(outcome).toBe("landed");
    expect(phases.commitTask).toEqual([]);
    expect(phases.commitJob).toEqual([
      `COPY ${staging}/${part} -> t/${part}`,
      "PUT t/_SUCCESS",
      `DELETE ${staging}/${part}`,
    ]);
  });

  it.each(both)(
    "find=%s publishes all files of all tasks and leaves nothing else",
    async (_find, factory) => {
      const { outcome } = await runJob(factory, store, { tasks: 2, files: 2 });
      expect(outcome).toBe("landed");
      expect(await rowsOf(factory(), store)).toEqual(["j1/0.0/0", "j1/0.0/1", "j1/1.0/0", "j1/1.0/1"]);
      expect(store.keys()).toHaveLength(5);
      expect(JSON.parse(store.text("t/_SUCCESS"))).toMatchObject({ committer: "magic-copy", jobId: "j1" });
    },
  );

  it("never asks for a key before it is written", async () => {
    const { phases } = await runJob(list, store, { tasks: 2 });
    const reads = Object.values(phases)
      .flat()
      .filter((line) => /^(?:HEAD|GET|COPY)/u.test(line));
    expect(reads).toHaveLength(2);
    expect(reads.every((line) => line.startsWith("COPY t/__magic_copy-j1/"))).toBe(true);
  });
});

describe("magic-copy: which attempt counts", () => {
  it.each(both)("find=%s: the one whose message the driver has, alone", async (_find, factory) => {
    const job = jobOf();
    const first = await runAttempt(factory, attemptOf(job, 0, 0), contextOf(store, 2), 2);
    await runAttempt(factory, attemptOf(job, 0, 1), contextOf(store, 3), 3);
    expect(await factory().commitJob(job, [first], contextOf(store))).toBe("landed");
    expect(await rowsOf(factory(), store)).toEqual(["j1/0.0/0", "j1/0.0/1"]);
  });

  it("a message is plain data, and names no more than it must", async () => {
    const messages: TaskCommit[] = [];
    for (const factory of [list, handed])
      messages.push(await runAttempt(factory, attemptOf(jobOf()), contextOf(store)));
    expect(messages).toEqual([
      { attempt: "attempt_000000_0" },
      { attempt: "attempt_000000_0", files: [part] },
    ]);
  });

  it("two jobs do not meet", async () => {
    const one = await runAttempt(list, attemptOf(jobOf()), contextOf(store, 2));
    await runJob(list, store, { id: "j2" });
    expect(await list().commitJob(jobOf(), [one], contextOf(store))).toBe("landed");
    expect(await rowsOf(list(), store)).toEqual(["j1/0.0/0", "j2/0.0/0"]);
  });

  it("tasks that needed no commit have nothing to publish", async () => {
    expect(await list().commitJob(jobOf(), [null], contextOf(store))).toBe("landed");
  });
});

describe("magic-copy: what a store may do to it", () => {
  it("find=list loses in silence what LIST misses", async () => {
    store.script(/^LIST .*attempt_000000_0/u, hiding(/part-00000-0/u));
    expect(await runJob(list, store, { tasks: 2 })).toMatchObject({ outcome: "landed" });
    expect(await rowsOf(list(), store)).toEqual(["j1/1.0/0"]);
  });

  it("find=handed is loud where a staged file is missing, and takes back what it has published", async () => {
    store.script(/^COPY .*part-00001/u, () => failure("NoSuchKey"));
    const { outcome, phases } = await runJob(handed, store, { tasks: 2 });
    expect(outcome).toBe("failed");
    expect(phases.abortJob?.[0]).toBe("LIST t/__magic_copy-j1/");
    expect(phases.abortJob?.slice(-2)).toEqual([
      "DELETE t/part-00000-0-j1.parquet",
      "DELETE t/part-00001-0-j1.parquet",
    ]);
    expect(store.keys()).toEqual([]);
  });

  it("a job that failed before its commit deletes its own staging only", async () => {
    for (const key of ["t/part-x.parquet", "t/__magic_copy-j2/attempt_000000_0/part-x.parquet"]) {
      store.apply({ op: "put", key, body: Body.text(key) });
    }
    store.script(/^PUT .*part-00001/u, lost("InternalError"));
    expect(await runJob(list, store, { tasks: 2 })).toMatchObject({ outcome: "failed" });
    expect(store.keys()).toEqual(["t/__magic_copy-j2/attempt_000000_0/part-x.parquet", "t/part-x.parquet"]);
  });

  it.each([
    ["reply lost", replyLost()],
    ["never applied", lost()],
  ])("a copy with an error (%s) fails the job, and leaves no rows", async (_name, reaction) => {
    store.script(/^COPY .*part-00001/u, reaction);
    expect(await runJob(handed, store, { tasks: 2 })).toMatchObject({ outcome: "failed" });
    expect(store.keys()).toEqual([]);
  });

  it("a copy that comes after the abort finds no source", async () => {
    store.script(/^COPY/u, late());
    expect(await runJob(handed, store)).toMatchObject({ outcome: "failed" });
    store.deliver();
    expect(store.keys()).toEqual([]);
  });

  it("a _SUCCESS that fails takes the job back", async () => {
    store.script(/^PUT t\/_SUCCESS/u, lost("InternalError"));
    expect(await runJob(list, store)).toMatchObject({ outcome: "failed" });
    expect(await rowsOf(list(), store)).toEqual([]);
  });

  it.each(both)(
    "find=%s: an error of the cleanup is litter, and the job has landed",
    async (_find, factory) => {
      store.script(/^DELETE/u, lost("InternalError"));
      expect(await runJob(factory, store)).toMatchObject({ outcome: "landed" });
      expect(await rowsOf(factory(), store)).toEqual(["j1/0.0/0"]);
      expect(store.keys("t/__magic")).toHaveLength(1);
    },
  );

  it("an error of the listing before the cleanup is litter too", async () => {
    store.script(/^LIST t\/__magic_copy-j1\/$/u, lost("SlowDown"));
    expect(await runJob(list, store)).toMatchObject({ outcome: "landed" });
  });

  it("abortJob goes on after an error, takes the published files back all the same, and is loud", async () => {
    const job = jobOf({ tasks: 2 });
    const driver = handed();
    const commits = [
      await runAttempt(handed, attemptOf(job, 0), contextOf(store, 2)),
      await runAttempt(handed, attemptOf(job, 1), contextOf(store, 3)),
    ];
    store.script(/^PUT t\/_SUCCESS/u, lost());
    expect(await driver.commitJob(job, commits, contextOf(store))).toBe("failed");
    store.script(/^LIST/u, lost("SlowDown"));
    await expect(driver.abortJob(job, contextOf(store))).rejects.toMatchObject({ code: "SlowDown" });
    expect(await rowsOf(handed(), store)).toEqual([]);
  });

  it("abortTask deletes what the attempt has begun to write, without a LIST", async () => {
    const attempt = attemptOf(jobOf());
    const committer = list();
    const ctx = contextOf(store);
    await committer.write(attempt, partOf(attempt, 0), ctx);
    store.script(/^PUT/u, replyLost());
    await expect(committer.write(attempt, partOf(attempt, 1), ctx)).rejects.toThrow();
    store.take();
    await committer.abortTask(attempt, ctx);
    expect(store.take()).toEqual([
      `DELETE ${staging}/part-00000-0-j1.parquet`,
      `DELETE ${staging}/part-00000-1-j1.parquet`,
    ]);
    expect(store.keys()).toEqual([]);
  });
});

describe("magic-copy: what it leaves open", () => {
  it("a reader sees half a job", async () => {
    let seen: string[] | undefined;
    store.script(/^COPY .*part-00001/u, async (_request, apply) => {
      seen = await rowsOf(list(), store);
      return apply();
    });
    await runJob(list, store, { tasks: 2 });
    expect(seen).toEqual(["j1/0.0/0"]);
  });
});
