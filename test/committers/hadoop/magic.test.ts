import { beforeEach, describe, expect, it } from "vitest";
import { type GivenOptions, magic } from "../../../committers/index.js";
import type { AttemptInfo, CommitterFactory } from "../../../src/job/committer.js";
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
} from "../support.js";

const factory = magic.withOptions({});
const jobDir = "t/__magic_job-j1/job-j1";
const attemptDir = `${jobDir}/00/tasks/attempt_j1_m_000000_0`;
const record = `${jobDir}/00/task_j1_m_000000.pendingset`;
const part = "part-00000-0-j1.parquet";

let store: MemoryStore;

beforeEach(() => {
  store = new MemoryStore();
});

const withOptions = (options: GivenOptions): CommitterFactory => magic.withOptions(options);

/** Keys of uploads that are under way. */
const underWay = (): string[] => [...store.uploads.open.values()].map(({ key }) => key);

describe("magic: the requests of each hook", () => {
  it("by default: those that can change an outcome", async () => {
    const { outcome, phases } = await runJob(factory, store);
    expect(outcome).toBe("landed");
    expect(phases).toEqual({
      setupJob: [`PUT ${jobDir}/`],
      write: [
        `PUT ${attemptDir}/__base/`,
        `INITIATE t/${part}`,
        `PART t/${part}`,
        `PUT ${attemptDir}/__base/${part}.pending`,
      ],
      needsTaskCommit: [],
      commitTask: [
        `LIST ${attemptDir}/`,
        `GET ${attemptDir}/__base/${part}.pending`,
        // the task's commit point
        `PUT ${record}`,
        `LIST ${attemptDir}/ delimiter max=2`,
        `LIST ${attemptDir}/`,
        `DELETE ${attemptDir}/__base/`,
        `DELETE ${attemptDir}/__base/${part}.pending`,
      ],
      commitJob: [
        `LIST ${jobDir}/00/ delimiter`,
        `GET ${record}`,
        `COMPLETE t/${part}`,
        "PUT t/_SUCCESS",
        "LIST-UPLOADS t/",
        "LIST t/__magic_job-j1/ delimiter max=2",
        "LIST t/__magic_job-j1/",
        `DELETE ${jobDir}/`,
        `DELETE ${record}`,
      ],
    });
    expect(store.keys()).toEqual(["t/_SUCCESS", `t/${part}`]);
    expect(await rowsOf(factory(), store)).toEqual(["j1/0.0/0"]);
  });

  it("requests=all: also the marker file, what only warns, and a neighbour's _temporary", async () => {
    const { phases } = await runJob(withOptions({ requests: "all" }), store);
    expect(phases.setupJob?.slice(-2)).toEqual(["LIST-UPLOADS t/", `PUT ${jobDir}/`]);
    expect(phases.write?.slice(-2)).toEqual([
      `PUT ${attemptDir}/__base/${part}`,
      `PUT ${attemptDir}/__base/${part}.pending`,
    ]);
    expect(phases.commitJob?.slice(-2)).toEqual(["HEAD t/_temporary", "LIST t/_temporary/ delimiter max=2"]);
  });

  it("leaves nothing at final keys before the job commits, and nothing at all when it is aborted", async () => {
    const driver = factory();
    await driver.setupJob(jobOf(), contextOf(store));
    await runAttempt(factory, attemptOf(jobOf()), contextOf(store, 1));
    expect(await rowsOf(factory(), store)).toEqual([]);
    expect(underWay()).toEqual([`t/${part}`]);
    await driver.abortJob(jobOf(), contextOf(store));
    expect(underWay()).toEqual([]);
    expect(store.keys()).toEqual([]);
  });
});

describe("magic: a task's commit", () => {
  it("is its last pendingset: a later attempt replaces an earlier one, whose uploads stay", async () => {
    await runAttempt(factory, attemptOf(jobOf(), 0, 0), contextOf(store, 1));
    await runAttempt(factory, attemptOf(jobOf(), 0, 1), contextOf(store, 2));
    await withOptions({ "abort-uploads": "none" })().commitJob(jobOf(), [null], contextOf(store));
    expect(await rowsOf(factory(), store)).toEqual(["j1/0.1/0"]);
    expect(underWay()).toEqual([`t/${part}`]);
  });

  it("task-commit-overwrite=no refuses the second attempt, and aborts its uploads (HADOOP-17258)", async () => {
    const strict = withOptions({ "task-commit-overwrite": "no" });
    await runAttempt(strict, attemptOf(jobOf(), 0, 0), contextOf(store, 1));
    await expect(runAttempt(strict, attemptOf(jobOf(), 0, 1), contextOf(store, 2))).rejects.toThrow(
      /FileAlreadyExists/u,
    );
    expect(underWay()).toHaveLength(1);
  });

  it("drops a record that LIST misses, in silence", async () => {
    store.script(new RegExp(`^LIST ${attemptDir}/$`, "u"), hiding(/part-00000-1/u));
    const { outcome } = await runJob(factory, store, { files: 2 });
    expect(outcome).toBe("landed");
    expect(await rowsOf(factory(), store)).toEqual(["j1/0.0/0"]);
  });

  it("track=memory and commits=messages ask no LIST for anything that counts", async () => {
    store.otherwise = (request, apply) =>
      request.op === "list" ? hiding(/./u)(request, apply, store) : apply();
    const sure = withOptions({ track: "memory", commits: "messages" });
    const { outcome, phases } = await runJob(sure, store, { tasks: 2, files: 2 });
    store.otherwise = (_request, apply) => apply();
    expect(outcome).toBe("landed");
    expect(phases.commitTask).toEqual([]);
    expect(await rowsOf(sure(), store)).toHaveLength(4);
  });

  it("fails where a record cannot be read, and aborts the others", async () => {
    store.script(/^GET .*part-00000-1.*\.pending$/u, lost("NoSuchKey"));
    const job = jobOf();
    await expect(runAttempt(factory, attemptOf(job), contextOf(store, 1), 2)).rejects.toThrow(/NoSuchKey/u);
    expect(underWay()).toEqual(["t/part-00000-1-j1.parquet"]);
  });

  it("whose PUT comes late names uploads that were aborted: the job's commit fails, and says so", async () => {
    const job = jobOf();
    await factory().setupJob(job, contextOf(store));
    store.script(new RegExp(`^PUT ${record}$`, "u"), late());
    await expect(runAttempt(factory, attemptOf(job, 0, 0), contextOf(store, 1))).rejects.toThrow();
    await runAttempt(factory, attemptOf(job, 0, 1), contextOf(store, 2));
    store.deliver();
    await expect(factory().commitJob(job, [null], contextOf(store))).rejects.toMatchObject({
      code: "NoSuchUpload",
    });
    expect(await rowsOf(factory(), store)).toEqual([]);
  });

  it("complete=task publishes when the task commits, and takes files back if one fails", async () => {
    const early = withOptions({ complete: "task" });
    store.script(/^COMPLETE .*part-00000-1/u, lost("InternalError"));
    await expect(runAttempt(early, attemptOf(jobOf(), 0, 0), contextOf(store, 1), 2)).rejects.toThrow();
    expect(await rowsOf(early(), store)).toEqual([]);
    await runAttempt(early, attemptOf(jobOf(), 0, 1), contextOf(store, 2), 2);
    expect(await rowsOf(early(), store)).toEqual(["j1/0.1/0", "j1/0.1/1"]);
    await early().abortJob(jobOf(), contextOf(store));
    // As with algorithm 2: a job that fails leaves them.
    expect(await rowsOf(early(), store)).toHaveLength(2);
  });
});

describe("magic: abortTask", () => {
  const write = async (
    made: CommitterFactory,
    attempt: AttemptInfo,
  ): Promise<ReturnType<CommitterFactory>> => {
    const committer = made();
    await committer.setupTask(attempt, contextOf(store, 1));
    await committer.write(attempt, partOf(attempt), contextOf(store, 1));
    return committer;
  };

  it("aborts the uploads that have a record; those that have none stay", async () => {
    const attempt = attemptOf(jobOf());
    const committer = await write(factory, attempt);
    store.script(/^PUT .*part-00000-1.*\.pending$/u, lost("InternalError"));
    await expect(committer.write(attempt, partOf(attempt, 1), contextOf(store, 1))).rejects.toThrow();
    await committer.abortTask(attempt, contextOf(store, 1));
    expect(underWay()).toEqual(["t/part-00000-1-j1.parquet"]);
    expect(store.keys()).toEqual([]);
  });

  it("of another process finds nothing with track=memory", async () => {
    const attempt = attemptOf(jobOf());
    await write(withOptions({ track: "memory" }), attempt);
    await withOptions({ track: "memory" })().abortTask(attempt, contextOf(store, 2));
    expect(underWay()).toHaveLength(1);
  });
});

describe("magic: a job's commit that fails", () => {
  async function commitTwoTasks(made: CommitterFactory): Promise<void> {
    const job = jobOf({ tasks: 2 });
    await made().setupJob(job, contextOf(store));
    for (const task of [0, 1]) await runAttempt(made, attemptOf(job, task), contextOf(store, 1 + task));
  }

  it("takes back what it has completed, and aborts the rest", async () => {
    await commitTwoTasks(factory);
    store.script(/^COMPLETE .*part-00001/u, lost("InternalError"));
    const driver = factory();
    await expect(driver.commitJob(jobOf({ tasks: 2 }), [null, null], contextOf(store))).rejects.toThrow();
    expect(await rowsOf(factory(), store)).toEqual([]);
    expect(store.log).toContain(`DELETE t/${part}`);
    await driver.abortJob(jobOf({ tasks: 2 }), contextOf(store));
    expect(underWay()).toEqual([]);
  });

  it("does not take back what was completed by a request whose reply was lost", async () => {
    await commitTwoTasks(factory);
    store.script(/^COMPLETE .*part-00001/u, replyLost("InternalError"));
    const driver = factory();
    await expect(driver.commitJob(jobOf({ tasks: 2 }), [null, null], contextOf(store))).rejects.toThrow();
    await driver.abortJob(jobOf({ tasks: 2 }), contextOf(store));
    expect(await rowsOf(factory(), store)).toEqual(["j1/1.0/0"]);
  });

  it("refuses a record of another job", async () => {
    const shared = withOptions({ directory: "app-attempt" });
    const other = jobOf({ id: "j2" });
    await runAttempt(shared, attemptOf(other), contextOf(store, 1));
    await expect(shared().commitJob(jobOf(), [null], contextOf(store))).rejects.toThrow(/is the job j2's/u);
  });

  it("is loud where LIST shows nothing at all, and silent where it shows something", async () => {
    await commitTwoTasks(factory);
    const pattern = new RegExp(`^LIST ${jobDir}/00/ delimiter$`, "u");
    store.script(pattern, hiding(/./u));
    await expect(factory().commitJob(jobOf({ tasks: 2 }), [null, null], contextOf(store))).rejects.toThrow(
      /FileNotFound/u,
    );
    store.script(pattern, hiding(/000001/u));
    await factory().commitJob(jobOf({ tasks: 2 }), [null, null], contextOf(store));
    expect(await rowsOf(factory(), store)).toEqual(["j1/0.0/0"]);
  });

  it("verify=yes finds a file that is not what was completed", async () => {
    const looking = withOptions({ verify: "yes" });
    await commitTwoTasks(looking);
    store.script(new RegExp(`^HEAD t/${part}$`, "u"), (_request, _apply, { objects }) => {
      objects.delete(`t/${part}`);
      return failure("NoSuchKey", `t/${part}`);
    });
    await expect(looking().commitJob(jobOf({ tasks: 2 }), [null, null], contextOf(store))).rejects.toThrow();
  });
});

describe("magic: jobs side by side", () => {
  const other = jobOf({ id: "j2" });

  async function finishBeside(made: CommitterFactory): Promise<void> {
    await made().setupJob(other, contextOf(store));
    await runAttempt(made, attemptOf(other), contextOf(store, 5));
    await runJob(made, store);
  }

  it("abort-uploads=all kills the other's uploads, loudly", async () => {
    await finishBeside(factory);
    await expect(factory().commitJob(other, [null], contextOf(store))).rejects.toMatchObject({
      code: "NoSuchUpload",
    });
  });

  it("abort-uploads=none leaves them", async () => {
    const polite = withOptions({ "abort-uploads": "none" });
    await finishBeside(polite);
    await polite().commitJob(other, [null], contextOf(store));
    expect(await rowsOf(polite(), store)).toEqual(["j1/0.0/0", "j2/0.0/0"]);
  });

  it("directory=shared: whoever finishes first deletes the other's records (HADOOP-18797)", async () => {
    const shared = withOptions({ directory: "shared", "abort-uploads": "none" });
    await finishBeside(shared);
    await expect(shared().commitJob(other, [null], contextOf(store))).rejects.toThrow(/FileNotFound/u);
  });
});
