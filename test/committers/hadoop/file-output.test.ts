import { beforeEach, describe, expect, it } from "vitest";
import { direct, fileOutputV1, fileOutputV2 } from "../../../committers/index.js";
import { Body } from "../../../src/store/body.js";
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

const factory = fileOutputV1.withOptions({});
const attemptDir = "t/_temporary/0/_temporary/attempt_j1_m_000000_0";
const committedDir = "t/_temporary/0/task_j1_m_000000";
const part = "part-00000-0-j1.parquet";

let store: MemoryStore;

beforeEach(() => {
  store = new MemoryStore();
});

describe("file-output-v1: the requests of each hook", () => {
  it("by default: those that can change an outcome", async () => {
    const { outcome, phases } = await runJob(factory, store);
    expect(outcome).toBe("landed");
    expect(phases).toEqual({
      setupJob: ["LIST t/_temporary/0/ delimiter max=2", "PUT t/_temporary/0/"],
      write: [`HEAD ${attemptDir}/${part}`, `PUT ${attemptDir}/${part}`],
      needsTaskCommit: [`LIST ${attemptDir}/ delimiter max=2`],
      commitTask: [
        // absent: success without a commit
        `LIST ${attemptDir}/ delimiter max=2`,
        // exists(committed)
        `LIST ${committedDir}/ delimiter max=2`,
        // rename: status of both ends, one flat LIST, HEAD and COPY each, deletes
        `LIST ${attemptDir}/ delimiter max=2`,
        `LIST ${committedDir}/ delimiter max=2`,
        `LIST ${attemptDir}/`,
        `HEAD ${attemptDir}/${part}`,
        `COPY ${attemptDir}/${part} -> ${committedDir}/${part}`,
        `DELETE ${attemptDir}/${part}`,
      ],
      commitJob: [
        "LIST t/_temporary/0/ delimiter",
        // mergePaths of the task
        "LIST t/ delimiter max=2",
        `LIST ${committedDir}/ delimiter`,
        // mergePaths of the file, and its rename
        `HEAD t/${part}`,
        `HEAD ${committedDir}/${part}`,
        `HEAD t/${part}`,
        `HEAD ${committedDir}/${part}`,
        `COPY ${committedDir}/${part} -> t/${part}`,
        `DELETE ${committedDir}/${part}`,
        // cleanup, then _SUCCESS
        "LIST t/_temporary/ delimiter max=2",
        "LIST t/_temporary/",
        "DELETE t/_temporary/0/",
        "PUT t/_SUCCESS",
      ],
    });
    expect(store.keys()).toEqual(["t/_SUCCESS", `t/${part}`]);
    expect(await rowsOf(factory(), store)).toEqual(["j1/0.0/0"]);
  });

  it("requests=all: every request that S3A makes", async () => {
    const { outcome, phases } = await runJob(fileOutputV1.withOptions({ requests: "all" }), store);
    expect(outcome).toBe("landed");
    expect(phases.setupJob).toEqual([
      "LIST t/_temporary/0/ delimiter max=2",
      "HEAD t/_temporary/0",
      "LIST t/_temporary/ delimiter max=2",
      "HEAD t/_temporary",
      "LIST t/ delimiter max=2",
      "HEAD t",
      "PUT t/_temporary/0/",
    ]);
    expect(phases.write).toEqual([
      `HEAD ${attemptDir}/${part}`,
      `LIST ${attemptDir}/${part}/ delimiter max=2`,
      `PUT ${attemptDir}/${part}`,
    ]);
    expect(phases.needsTaskCommit).toEqual([`HEAD ${attemptDir}`, `LIST ${attemptDir}/ delimiter max=2`]);
    expect(phases.commitTask?.slice(-7)).toEqual([
      "HEAD t/_temporary/0",
      `LIST ${attemptDir}/`,
      `HEAD ${attemptDir}/${part}`,
      `COPY ${attemptDir}/${part} -> ${committedDir}/${part}`,
      `DELETE ${attemptDir}/${part}`,
      "LIST t/_temporary/0/_temporary/ delimiter max=2",
      "PUT t/_temporary/0/_temporary/",
    ]);
    expect(store.keys()).toEqual(["t/_SUCCESS", `t/${part}`]);
  });

  it("abortTask and abortJob delete by LIST; abortJob takes all jobs' work with it", async () => {
    const driver = factory();
    const job = jobOf();
    await driver.setupJob(job, contextOf(store));
    await driver.write(attemptOf(job), partOf(attemptOf(job)), contextOf(store));
    const other = attemptOf(jobOf({ id: "j2" }));
    await factory().write(other, partOf(other), contextOf(store));
    store.take();
    await driver.abortTask(attemptOf(job), contextOf(store));
    expect(store.take()).toEqual([
      `LIST ${attemptDir}/ delimiter max=2`,
      `LIST ${attemptDir}/`,
      `DELETE ${attemptDir}/${part}`,
    ]);
    await driver.abortJob(job, contextOf(store));
    expect(store.take().slice(0, 2)).toEqual(["LIST t/_temporary/ delimiter max=2", "LIST t/_temporary/"]);
    expect(store.keys()).toEqual([]);
  });
});

describe("file-output-v1: layout", () => {
  it("merges several tasks and files", async () => {
    await runJob(factory, store, { tasks: 2, files: 2 });
    expect(await rowsOf(factory(), store)).toEqual(["j1/0.0/0", "j1/0.0/1", "j1/1.0/0", "j1/1.0/1"]);
  });

  it("names directories by the job's id and the task's, so that jobs of one id replace each other's tasks", async () => {
    const attempt = attemptOf(jobOf());
    await runAttempt(factory, attempt, contextOf(store));
    expect(store.keys()).toEqual([`${committedDir}/${part}`]);
    // SPARK-33402: the rows of the first job were in the directory that the second one replaces.
    const namesake = attemptOf(jobOf({ id: "j1", key: "another" }));
    await runAttempt(factory, namesake, contextOf(store), 2);
    expect(store.keys()).toEqual([`${committedDir}/${part}`, `${committedDir}/part-00000-1-j1.parquet`]);
    const unstable = { ...attemptOf(jobOf(), 0, 1), taskId: "task_000000-1" };
    await runAttempt(factory, unstable, contextOf(store));
    expect(store.keys("t/_temporary/0/task_j1_m_000000-1/")).toHaveLength(1);
  });

  it("merges directories file by file where the destination has them, else renames them whole", async () => {
    const files = ["p=1/part-0.parquet", "p=2/q=1/part-0.parquet"];
    const commit = async (id: string): Promise<void> => {
      const attempt = attemptOf(jobOf({ id }));
      const committer = factory();
      for (const name of files) {
        const body = Body.text(`${id} ${name}`);
        await committer.write(attempt, { name: name.replace("0", `${id}`), body, rows: 1 }, contextOf(store));
      }
      await committer.commitTask(attempt, contextOf(store));
      await committer.commitJob(attempt.job, [null], contextOf(store));
    };
    await commit("a");
    await commit("b");
    expect(store.keys()).toEqual([
      "t/_SUCCESS",
      "t/p=1/part-a.parquet",
      "t/p=1/part-b.parquet",
      "t/p=2/q=1/part-a.parquet",
      "t/p=2/q=1/part-b.parquet",
    ]);
    expect(await rowsOf(factory(), store)).toHaveLength(4);
  });

  it("replaces a file of the same name at the destination, and a file that stands where a directory must go", async () => {
    const all = fileOutputV1.withOptions({ requests: "all" });
    const put = (key: string): unknown => store.apply({ op: "put", key, body: Body.text("old") });
    put(`t/${part}`);
    put("t/p=1");
    const attempt = attemptOf(jobOf());
    const committer = all();
    await committer.write(attempt, partOf(attempt), contextOf(store));
    await committer.write(
      attempt,
      { ...partOf(attempt), name: "p=1/part-1.parquet", body: Body.text("new") },
      contextOf(store),
    );
    await committer.commitTask(attempt, contextOf(store));
    await committer.commitJob(attempt.job, [null], contextOf(store));
    expect(store.keys()).toEqual(["t/_SUCCESS", "t/p=1/part-1.parquet", `t/${part}`]);
    expect(store.text(`t/${part}`)).toBe("j1/0.0/0");
  });

  it("hides directories and files whose name begins with _ or ., and markers", async () => {
    const keys = ["t/", "t/a/", "t/a/x", "t/_b/x", "t/.c", "t/d/_e/x", "t/d/f/y", "t/g_h.i", "u/x"];
    for (const key of keys) store.apply({ op: "put", key, body: Body.text(key) });
    const found = await factory().read("t/", contextOf(store));
    expect(found.map(({ key }) => key).toSorted()).toEqual(["t/a/x", "t/d/f/y", "t/g_h.i"]);
    // A hidden directory is never looked into.
    expect(store.take()).toEqual([
      "LIST t/ delimiter",
      "LIST t/a/ delimiter",
      "LIST t/d/ delimiter",
      "LIST t/d/f/ delimiter",
    ]);
  });
});

describe("file-output-v1: one LIST that misses something, and rows are lost in silence", () => {
  it.each([
    ["needsTaskCommit", new RegExp(`^LIST ${attemptDir}/ delimiter max=2$`, "u"), 1],
    ["commitTask, status of the attempt", new RegExp(`^LIST ${attemptDir}/ delimiter max=2$`, "u"), 2],
    ["commitTask, rename", new RegExp(`^LIST ${attemptDir}/$`, "u"), 1],
    ["commitJob, tasks", /^LIST t\/_temporary\/0\/ delimiter$/u, 1],
    ["commitJob, files of a task", new RegExp(`^LIST ${committedDir}/ delimiter$`, "u"), 1],
  ])("%s", async (_where, pattern, time) => {
    for (let i = 1; i < time; i++) store.script(pattern, (_request, apply) => apply());
    store.script(pattern, hiding(/part-00000/u));
    const { outcome } = await runJob(factory, store, { tasks: 2 });
    expect(store.unused).toBe(0);
    expect(outcome).toBe("landed");
    expect(await rowsOf(factory(), store)).toEqual(["j1/1.0/0"]);
  });

  it("without markers, a listing that shows no task at all is loud", async () => {
    const hideAll = hiding(/task_/u);
    store.script(/^LIST t\/_temporary\/0\/ delimiter$/u, hideAll);
    expect(await runJob(factory, store)).toMatchObject({ outcome: "landed" });
    expect(await rowsOf(factory(), store)).toEqual([]);

    store = new MemoryStore();
    const bare = fileOutputV1.withOptions({ markers: "none" });
    store.script(/^LIST t\/_temporary\/0\/ delimiter/u, (_request, apply) => apply(), hideAll, hideAll);
    const end = await runJob(bare, store);
    expect(end.outcome).toBe("failed");
    expect(end.error).toMatchObject({ problem: "FileNotFound" });
  });
});

describe("file-output-v1: attempts and jobs", () => {
  it("the second attempt of a task to commit replaces the first", async () => {
    const job = jobOf();
    await runAttempt(factory, attemptOf(job, 0, 0), contextOf(store, 2));
    await runAttempt(factory, attemptOf(job, 0, 1), contextOf(store, 3));
    await factory().commitJob(job, [null], contextOf(store));
    expect(await rowsOf(factory(), store)).toEqual(["j1/0.1/0"]);
  });

  it("an attempt that dies between delete and rename has destroyed one that was committed", async () => {
    const job = jobOf();
    await runAttempt(factory, attemptOf(job, 0, 0), contextOf(store, 2));
    store.script(/^COPY/u, () => failure("InternalError"));
    await expect(runAttempt(factory, attemptOf(job, 0, 1), contextOf(store, 3))).rejects.toThrow();
    await factory().commitJob(job, [null], contextOf(store));
    expect(await rowsOf(factory(), store)).toEqual([]);
  });

  it("two attempts that commit at once leave a mixture or nothing, and are told success", async () => {
    // The rival commits in full between this one's checks and its LIST.
    const job = jobOf();
    const slow = factory();
    const ctx = contextOf(store, 2);
    await slow.write(attemptOf(job, 0, 0), partOf(attemptOf(job, 0, 0), 0), ctx);
    store.script(new RegExp(`^LIST ${attemptDir}/$`, "u"), async (_request, apply) => {
      await runAttempt(factory, attemptOf(job, 0, 1), contextOf(store, 3), 2);
      return apply();
    });
    await slow.commitTask(attemptOf(job, 0, 0), ctx);
    await factory().commitJob(job, [null], contextOf(store));
    expect(await rowsOf(factory(), store)).toEqual(["j1/0.0/0", "j1/0.1/1"]);
  });

  it("publishes what a dead job has left (SPARK-29037)", async () => {
    const dead = jobOf({ id: "j0" });
    await factory().setupJob(dead, contextOf(store));
    await runAttempt(factory, attemptOf(dead), contextOf(store, 2));
    await runJob(factory, store);
    expect(await rowsOf(factory(), store)).toEqual(["j0/0.0/0", "j1/0.0/0"]);
  });

  it("loses the work of a job that runs beside one that finishes (SPARK-24238)", async () => {
    const beside = jobOf({ id: "j0" });
    const driver = factory();
    await driver.setupJob(beside, contextOf(store));
    const attempt = factory();
    await attempt.write(attemptOf(beside), partOf(attemptOf(beside)), contextOf(store, 2));
    await runJob(factory, store);
    expect(await attempt.needsTaskCommit(attemptOf(beside), contextOf(store, 2))).toBe(false);
    await expect(driver.commitJob(beside, [null], contextOf(store))).rejects.toThrow(/FileNotFound/u);
  });

  it("a job that fails half-way keeps what it has moved, and destroys the rest", async () => {
    store.script(/^COPY t\/_temporary\/0\/task_.*part-00001/u, replyLost("InternalError"));
    const { outcome } = await runJob(factory, store, { tasks: 3 });
    expect(outcome).toBe("failed");
    expect(await rowsOf(factory(), store)).toEqual(["j1/0.0/0", "j1/1.0/0"]);
    expect(store.keys("t/_temporary")).toEqual([]);
  });

  it("a write that comes late lands where the next job finds it", async () => {
    store.script(/^COPY .*_temporary\/attempt/u, late());
    await expect(runAttempt(factory, attemptOf(jobOf()), contextOf(store))).rejects.toThrow();
    store.deliver();
    expect(store.keys("t/_temporary/0/task")).toHaveLength(1);
  });
});

describe("file-output-v1: recovery by the next application attempt", () => {
  const before = jobOf({ tasks: 2 });
  const after = jobOf({ tasks: 2, appAttempt: 1 });

  it("moves what a task had committed to where the job looks now", async () => {
    await runAttempt(factory, attemptOf(before), contextOf(store, 2));
    const driver = factory();
    await driver.setupJob(after, contextOf(store));
    await driver.recoverTask?.(attemptOf(after), contextOf(store));
    expect(store.keys("t/_temporary/1/task")).toEqual([`t/_temporary/1/task_j1_m_000000/${part}`]);
    await runAttempt(factory, attemptOf(after, 1), contextOf(store, 3));
    await driver.commitJob(after, [null, null], contextOf(store));
    expect(await rowsOf(factory(), store)).toEqual(["j1/0.0/0", "j1/1.0/0"]);
  });

  it("takes what is not listed yet for no output: lost in silence", async () => {
    await runAttempt(factory, attemptOf(before), contextOf(store, 2));
    const driver = factory();
    await driver.setupJob(after, contextOf(store));
    store.script(/^LIST t\/_temporary\/0\/task/u, hiding(/part-00000/u));
    await driver.recoverTask?.(attemptOf(after), contextOf(store));
    expect(await driver.commitJob(after, [null], contextOf(store))).toBe("landed");
    expect(await rowsOf(factory(), store)).toEqual([]);
  });
});

describe("file-output-v1: clean-up options", () => {
  it("cleanup=skipped leaves _temporary, in which the next job finds nothing that was merged", async () => {
    const skipping = fileOutputV1.withOptions({ cleanup: "skipped" });
    await runJob(skipping, store);
    expect(store.keys("t/_temporary")).not.toEqual([]);
    await runJob(skipping, store, { id: "j2", process: 5 });
    expect(await rowsOf(factory(), store)).toEqual(["j1/0.0/0", "j2/0.0/0"]);
  });

  it.each([
    ["fail", "failed"],
    ["ignored", "landed"],
  ])(
    "cleanup-failures=%s: a job whose clean-up fails is %s, and its rows are there",
    async (option, outcome) => {
      store.script(/^DELETE t\/_temporary\/0\/$/u, lost("InternalError"));
      const end = await runJob(fileOutputV1.withOptions({ "cleanup-failures": option }), store);
      expect(end.outcome).toBe(outcome);
      expect(await rowsOf(factory(), store)).toEqual(["j1/0.0/0"]);
    },
  );

  it("success=none writes no _SUCCESS", async () => {
    await runJob(fileOutputV1.withOptions({ success: "none" }), store);
    expect(store.keys()).toEqual([`t/${part}`]);
  });
});

describe("file-output-v1 on a cluster's file system", () => {
  const atomic = fileOutputV1.withOptions({ fs: "atomic-rename" });
  const hdfs = fileOutputV1.withOptions({ fs: "hdfs" });

  it("commits a task in one call, and asks the store for nothing", async () => {
    const { outcome, phases } = await runJob(atomic, store);
    expect(outcome).toBe("landed");
    expect(phases.commitTask).toEqual([
      `STATUS hdfs:/${attemptDir}`,
      `STATUS hdfs:/${committedDir}`,
      `RENAME hdfs:/${attemptDir} -> hdfs:/${committedDir}`,
    ]);
    expect(store.keys()).toEqual([]);
    expect(store.files.paths()).toEqual(["t/_SUCCESS", `t/${part}`]);
    expect(await rowsOf(atomic(), store)).toEqual(["j1/0.0/0"]);
  });

  async function commitAtOnce(made: ReturnType<typeof fileOutputV1.withOptions>): Promise<void> {
    const job = jobOf();
    await made().setupJob(job, contextOf(store));
    const slow = made();
    await slow.write(attemptOf(job), partOf(attemptOf(job)), contextOf(store, 2));
    // The rival commits between this one's look and its rename.
    await runAttempt(made, attemptOf(job, 0, 1), contextOf(store, 3));
    store.files.script(new RegExp(`^STATUS hdfs:/${committedDir}$`, "u"), () => ({ ok: true, value: null }));
    await slow.commitTask(attemptOf(job), contextOf(store, 2));
  }

  it("refuses the second of two attempts that commit at once", async () => {
    await expect(commitAtOnce(atomic)).rejects.toThrow(/could not rename/u);
    await atomic().commitJob(jobOf(), [null], contextOf(store));
    expect(await rowsOf(atomic(), store)).toEqual(["j1/0.1/0"]);
  });

  it("fs=hdfs moves it into the first one: both are published", async () => {
    await commitAtOnce(hdfs);
    await hdfs().commitJob(jobOf(), [null], contextOf(store));
    expect(await rowsOf(hdfs(), store)).toEqual(["j1/0.0/0", "j1/0.1/0"]);
    expect(store.files.paths("t/attempt")).toHaveLength(1);
  });
});

describe("file-output-v2", () => {
  const v2 = fileOutputV2.withOptions({});

  it("publishes when a task commits; the job's commit has nothing to move", async () => {
    const { outcome, phases } = await runJob(v2, store);
    expect(outcome).toBe("landed");
    expect(phases.commitTask).toEqual([
      `LIST ${attemptDir}/ delimiter max=2`,
      // the table is not there: it is made, and the file moved
      "LIST t/ delimiter max=2",
      `LIST ${attemptDir}/ delimiter`,
      `HEAD t/${part}`,
      `HEAD ${attemptDir}/${part}`,
      `HEAD t/${part}`,
      `HEAD ${attemptDir}/${part}`,
      `COPY ${attemptDir}/${part} -> t/${part}`,
      `DELETE ${attemptDir}/${part}`,
    ]);
    expect(phases.commitJob).toEqual([
      "LIST t/_temporary/ delimiter max=2",
      "LIST t/_temporary/",
      "DELETE t/_temporary/0/",
      "PUT t/_SUCCESS",
    ]);
    expect(await rowsOf(v2(), store)).toEqual(["j1/0.0/0"]);
  });

  it("can be committed again, and says so", async () => {
    await runJob(v2, store);
    expect(v2().commitJobRepeatable).toBe(true);
    expect(await v2().commitJob(jobOf(), [null], contextOf(store, 7))).toBe("landed");
    expect(await rowsOf(v2(), store)).toEqual(["j1/0.0/0"]);
  });

  it("attempts=2 tries the job's commit again in one driver", async () => {
    store.script(/^PUT t\/_SUCCESS/u, lost("InternalError"));
    const { outcome } = await runJob(fileOutputV2.withOptions({ attempts: "2" }), store);
    expect(outcome).toBe("landed");
  });

  it("leaves what its tasks have committed when the job is aborted", async () => {
    await runAttempt(v2, attemptOf(jobOf()), contextOf(store, 2));
    await v2().abortJob(jobOf(), contextOf(store));
    expect(await rowsOf(v2(), store)).toEqual(["j1/0.0/0"]);
  });

  it("has deleted a published file before it copies the next one to its place", async () => {
    await runAttempt(v2, attemptOf(jobOf()), contextOf(store, 2));
    store.script(/^COPY/u, lost("InternalError"));
    await expect(runAttempt(v2, attemptOf(jobOf(), 0, 1), contextOf(store, 3))).rejects.toThrow();
    expect(await rowsOf(v2(), store)).toEqual([]);
  });

  it("directories=merge makes a directory and merges into it, where rename would move it whole (MAPREDUCE-6275)", async () => {
    const commit = async (made: typeof v2, task: number): Promise<string[]> => {
      const attempt = attemptOf(jobOf({ tasks: 2 }), task);
      await made().write(
        attempt,
        { ...partOf(attempt), name: `p=0/part-${task}.parquet` },
        contextOf(store, task),
      );
      store.take();
      await made().commitTask(attempt, contextOf(store, task));
      return store.take().filter((line) => /^(?:COPY|PUT)/u.test(line));
    };
    const temporary = "t/_temporary/0/_temporary/attempt_j1_m_000000_0/p=0/part-0.parquet";
    expect(await commit(v2, 0)).toEqual(["PUT t/p=0/", `COPY ${temporary} -> t/p=0/part-0.parquet`]);
    store = new MemoryStore();
    expect(await commit(fileOutputV2.withOptions({ directories: "rename" }), 0)).toEqual([
      `COPY ${temporary} -> t/p=0/part-0.parquet`,
    ]);
  });

  it("recovers what algorithm 1 had left before an upgrade, and nothing else", async () => {
    await runAttempt(factory, attemptOf(jobOf()), contextOf(store, 2));
    const after = jobOf({ appAttempt: 1 });
    await v2().recoverTask?.(attemptOf(after), contextOf(store));
    expect(await rowsOf(v2(), store)).toEqual(["j1/0.0/0"]);
    await v2().recoverTask?.(attemptOf(after), contextOf(store));
  });
});

describe("direct", () => {
  const made = direct.withOptions({});

  it("writes where readers look, and takes nothing back", async () => {
    const { phases } = await runJob(made, store);
    expect(phases).toMatchObject({ write: [`PUT t/${part}`], commitJob: ["PUT t/_SUCCESS"] });
    const attempt = attemptOf(jobOf({ id: "j2" }));
    const committer = made();
    await committer.write(attempt, partOf(attempt), contextOf(store));
    await committer.abortTask(attempt, contextOf(store));
    await committer.abortJob(attempt.job, contextOf(store));
    expect(await rowsOf(made(), store)).toEqual(["j1/0.0/0", "j2/0.0/0"]);
  });
});
