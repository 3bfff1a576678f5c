import { beforeEach, describe, expect, it } from "vitest";
import { stagingDirectory, stagingPartitioned } from "../../../committers/index.js";
import type { CommitterFactory } from "../../../src/job/committer.js";
import { Body } from "../../../src/store/body.js";
import { fileLost } from "../memory-files.js";
import {
  attemptOf,
  contextOf,
  hiding,
  jobOf,
  lost,
  MemoryStore,
  partOf,
  rowsOf,
  runAttempt,
  runJob,
} from "../support.js";

const directory = stagingDirectory.withOptions({});
const partitioned = stagingPartitioned.withOptions({});
const staging = "tmp/staging/user/j1/staging-uploads";
const attemptPath = `${staging}/_temporary/0/_temporary/attempt_j1_m_000000_0`;
const committed = `${staging}/_temporary/0/task_j1_m_000000`;
const part = "part-00000-0-j1.parquet";

let store: MemoryStore;

beforeEach(() => {
  store = new MemoryStore();
});

const put = (key: string): unknown => store.apply({ op: "put", key, body: Body.text(`old ${key}`) });
const underWay = (): string[] => [...store.uploads.open.values()].map(({ key }) => key);

describe("staging: the requests of each hook", () => {
  it("the task's record goes through the cluster's file system; the store gets the bytes", async () => {
    const { outcome, phases } = await runJob(directory, store);
    expect(outcome).toBe("landed");
    expect(phases).toEqual({
      setupJob: [`MKDIRS hdfs:/${staging}/_temporary/0`],
      write: [],
      needsTaskCommit: [],
      commitTask: [
        `INITIATE t/${part}`,
        `PART t/${part}`,
        expect.stringMatching(`^CREATE hdfs:/${attemptPath} `),
        `STATUS hdfs:/${committed}`,
        // the task's commit point
        `RENAME hdfs:/${attemptPath} -> hdfs:/${committed}`,
      ],
      commitJob: [
        `LIST hdfs:/${staging}/_temporary/0`,
        // read to be validated, and again to be committed
        `OPEN hdfs:/${committed}`,
        `OPEN hdfs:/${committed}`,
        `COMPLETE t/${part}`,
        "PUT t/_SUCCESS",
        `DELETE hdfs:/${staging} recursive`,
        "LIST-UPLOADS t/",
      ],
    });
    expect(await rowsOf(directory(), store)).toEqual(["j1/0.0/0"]);
    expect(store.files.paths()).toEqual([]);
  });

  it("an attempt without files needs no commit, and hidden ones are not uploaded", async () => {
    expect((await runJob(directory, store, { files: 0 })).phases.commitTask).toBeUndefined();
    const attempt = attemptOf(jobOf());
    const committer = directory();
    await committer.write(attempt, { ...partOf(attempt), name: "_metadata" }, contextOf(store));
    await committer.commitTask(attempt, contextOf(store));
    expect(underWay()).toEqual([]);
  });

  it("puts the job's id into names that lack it, before the first dot", async () => {
    const attempt = attemptOf(jobOf());
    const write = async (made: CommitterFactory): Promise<void> => {
      const committer = made();
      await committer.write(attempt, { ...partOf(attempt), name: "p=0/part-0.c0.parquet" }, contextOf(store));
      await committer.commitTask(attempt, contextOf(store));
    };
    await write(directory);
    await write(stagingDirectory.withOptions({ "unique-filenames": "no" }));
    expect(underWay()).toEqual(["t/p=0/part-0-j1.c0.parquet", "t/p=0/part-0.c0.parquet"]);
  });
});

describe("staging: a task's commit", () => {
  it("replaces the record of an earlier attempt, whose uploads stay", async () => {
    await runAttempt(directory, attemptOf(jobOf(), 0, 0), contextOf(store, 1));
    await runAttempt(directory, attemptOf(jobOf(), 0, 1), contextOf(store, 2));
    expect(store.files.text(committed)).toContain("attempt_j1_m_000000_1");
    expect(underWay()).toHaveLength(2);
  });

  it("has no record between the delete of the old one and the rename: a crash there loses the task", async () => {
    await directory().setupJob(jobOf(), contextOf(store));
    await runAttempt(directory, attemptOf(jobOf(), 0, 0), contextOf(store, 1));
    store.files.script(/^RENAME/u, fileLost);
    await expect(runAttempt(directory, attemptOf(jobOf(), 0, 1), contextOf(store, 2))).rejects.toThrow();
    expect(await directory().commitJob(jobOf(), [null], contextOf(store))).toBe("landed");
    expect(await rowsOf(directory(), store)).toEqual([]);
  });

  it("aborts what it has begun where a file cannot be uploaded", async () => {
    store.script(/^PART .*part-00000-1/u, lost("InternalError"));
    await expect(runAttempt(directory, attemptOf(jobOf()), contextOf(store, 1), 2)).rejects.toThrow(
      /uploaded/u,
    );
    expect(underWay()).toEqual([]);
  });
});

describe("staging: a job that fails", () => {
  it("deletes the file of every upload that nobody knows, though another driver has completed it", async () => {
    await directory().setupJob(jobOf(), contextOf(store));
    await runAttempt(directory, attemptOf(jobOf()), contextOf(store, 1));
    const second = directory();
    store.script(/^PUT t\/_SUCCESS$/u, async (_request, apply) => {
      // The first driver has published all, and is about to say so; the second one takes the job for its own.
      await expect(second.commitJob(jobOf(), [null], contextOf(store, 7))).rejects.toMatchObject({
        code: "NoSuchUpload",
      });
      await second.abortJob(jobOf(), contextOf(store, 7));
      return apply();
    });
    expect(await directory().commitJob(jobOf(), [null], contextOf(store))).toBe("landed");
    expect(await rowsOf(directory(), store)).toEqual([]);
  });

  it("only in its clean-up has published all, deletes it again, and leaves _SUCCESS", async () => {
    const driver = directory();
    await driver.setupJob(jobOf(), contextOf(store));
    await runAttempt(directory, attemptOf(jobOf()), contextOf(store, 1));
    store.files.script(/^DELETE/u, fileLost);
    await expect(driver.commitJob(jobOf(), [null], contextOf(store))).rejects.toThrow();
    await driver.abortJob(jobOf(), contextOf(store));
    expect(store.keys()).toEqual(["t/_SUCCESS"]);
  });
});

describe("staging-directory: conflict modes", () => {
  it("fail: a directory that is there fails the job when it is set up; append: it does not", async () => {
    put("t/old");
    await expect(directory().setupJob(jobOf({ mode: "fail" }), contextOf(store))).rejects.toThrow(
      /t exists/u,
    );
    const fixed = stagingDirectory.withOptions({ "conflict-mode": "fail" });
    await expect(fixed().setupJob(jobOf(), contextOf(store))).rejects.toThrow(/t exists/u);
    await directory().setupJob(jobOf(), contextOf(store));
    expect(fixed().modes).toEqual([]);
    expect(directory().modes).toEqual(["overwrite", "fail"]);
  });

  it("replace: all that LIST shows goes, before the first new file is there", async () => {
    put("t/old-1");
    put("t/p=0/old-2");
    store.script(/^LIST t\/$/u, hiding(/old-2/u));
    const { phases } = await runJob(directory, store, { mode: "overwrite" });
    const done = phases.commitJob!;
    expect(done.indexOf("DELETE t/old-1")).toBeLessThan(done.indexOf(`COMPLETE t/${part}`));
    expect(await rowsOf(directory(), store)).toEqual(["j1/0.0/0", "old t/p=0/old-2"]);
  });
});

describe("staging-partitioned: conflict modes", () => {
  async function commitTo(
    made: CommitterFactory,
    name: string,
    mode: "fail" | "overwrite-partitions",
  ): Promise<void> {
    const job = jobOf({ mode });
    const attempt = attemptOf(job);
    const committer = made();
    await committer.setupJob(job, contextOf(store));
    await committer.write(attempt, { ...partOf(attempt), name }, contextOf(store));
    await committer.commitTask(attempt, contextOf(store));
    await committer.commitJob(job, [null], contextOf(store));
  }

  it("replace: only the partitions that receive files", async () => {
    put("t/p=0/old");
    put("t/p=1/old");
    await commitTo(partitioned, "p=0/part-0-j1", "overwrite-partitions");
    expect(store.keys()).toEqual(["t/_SUCCESS", "t/p=0/part-0-j1", "t/p=1/old"]);
  });

  it("replace: a file at the root makes the whole table a partition, and all of it goes", async () => {
    put("t/p=1/old");
    await commitTo(partitioned, "part-0-j1", "overwrite-partitions");
    expect(store.keys()).toEqual(["t/_SUCCESS", "t/part-0-j1"]);
  });

  it("fail: when the task commits, before any upload; a file at the root never conflicts", async () => {
    put("t/p=0/old");
    await expect(commitTo(partitioned, "p=0/part-0-j1", "fail")).rejects.toThrow(/t\/p=0 exists/u);
    expect(underWay()).toEqual([]);
    await commitTo(partitioned, "part-0-j1", "fail");
    expect(store.keys()).toContain("t/part-0-j1");
  });
});
