import { beforeEach, describe, expect, it } from "vitest";
import { manifestCommitter } from "../../../committers/index.js";
import { Body } from "../../../src/store/body.js";
import { fileLost } from "../memory-files.js";
import {
  attemptOf,
  contextOf,
  hiding,
  jobOf,
  MemoryStore,
  partOf,
  rowsOf,
  runAttempt,
  runJob,
} from "../support.js";

const atomic = manifestCommitter.withOptions({});
const copying = manifestCommitter.withOptions({ fs: "s3a" });
const jobDir = "t/_temporary/j1/00";
const attemptDir = `${jobDir}/tasks/attempt_j1_m_000000_0`;
const manifest = `${jobDir}/manifests/task_j1_m_000000-manifest.json`;
const temporary = `${jobDir}/manifests/attempt_j1_m_000000_0-manifest.json.tmp`;
const part = "part-00000-0-j1.parquet";

let store: MemoryStore;

beforeEach(() => {
  store = new MemoryStore();
});

describe("manifest-committer: the calls of each hook", () => {
  it("a task commits a list, the job renames each file", async () => {
    const { outcome, phases } = await runJob(atomic, store);
    expect(outcome).toBe("landed");
    expect(phases.commitTask).toEqual([
      `LIST hdfs:/${attemptDir}`,
      `DELETE hdfs:/${temporary} recursive`,
      expect.stringMatching(`^CREATE hdfs:/${temporary} `),
      `STATUS hdfs:/${temporary}`,
      `DELETE hdfs:/${manifest} recursive`,
      // the task's commit point
      `RENAME hdfs:/${temporary} -> hdfs:/${manifest}`,
    ]);
    expect(phases.commitJob).toEqual([
      `LIST hdfs:/${jobDir}/manifests`,
      `OPEN hdfs:/${manifest}`,
      `RENAME hdfs:/${attemptDir}/${part} -> hdfs:/t/${part}`,
      `DELETE hdfs:/${jobDir}/_SUCCESS.tmp recursive`,
      expect.stringMatching(`^CREATE hdfs:/${jobDir}/_SUCCESS.tmp `),
      `STATUS hdfs:/${jobDir}/_SUCCESS.tmp`,
      "DELETE hdfs:/t/_SUCCESS recursive",
      `RENAME hdfs:/${jobDir}/_SUCCESS.tmp -> hdfs:/t/_SUCCESS`,
      "DELETE hdfs:/t/_temporary recursive",
    ]);
    expect(store.files.paths()).toEqual(["t/_SUCCESS", `t/${part}`]);
    expect(await rowsOf(atomic(), store)).toEqual(["j1/0.0/0"]);
  });

  it("fs=s3a: the same over copies and deletes", async () => {
    const { outcome } = await runJob(copying, store, { tasks: 2, files: 2 });
    expect(outcome).toBe("landed");
    expect(store.keys()).toHaveLength(5);
    expect(await rowsOf(copying(), store)).toHaveLength(4);
  });

  it("makes the directories of partitions, and deletes a file that is in the way of one", async () => {
    await contextOf(store).files.create({ path: "t/p=0", body: Body.empty });
    const attempt = attemptOf(jobOf());
    const committer = atomic();
    await committer.setupJob(attempt.job, contextOf(store));
    await committer.setupTask(attempt, contextOf(store));
    await committer.write(attempt, { ...partOf(attempt), name: "p=0/q=1/part-0" }, contextOf(store));
    await committer.commitTask(attempt, contextOf(store));
    await committer.commitJob(attempt.job, [null], contextOf(store));
    expect(store.files.paths()).toEqual(["t/_SUCCESS", "t/p=0/q=1/part-0"]);
  });
});

describe("manifest-committer: what goes wrong", () => {
  it("a job's directory that is there fails the job: ids must differ", async () => {
    await atomic().setupJob(jobOf(), contextOf(store));
    await expect(atomic().setupJob(jobOf(), contextOf(store))).rejects.toThrow(/FileAlreadyExists/u);
  });

  it("saving the manifest is tried again; in between there is none", async () => {
    await atomic().setupJob(jobOf(), contextOf(store));
    await runAttempt(atomic, attemptOf(jobOf(), 0, 0), contextOf(store, 1));
    let between: string[] = [];
    store.files.script(/^RENAME/u, (request) => {
      between = store.files.paths(`${jobDir}/manifests`);
      return fileLost(request, () => ({ ok: true, value: null }));
    });
    await runAttempt(atomic, attemptOf(jobOf(), 0, 1), contextOf(store, 2));
    expect(between.filter((path) => path.endsWith(".json"))).toEqual([]);
    expect(store.files.text(manifest)).toContain("attempt_j1_m_000000_1");
  });

  it("a manifest that LIST misses is lost in silence, on s3a", async () => {
    store.script(/^LIST .*\/manifests\/ delimiter$/u, hiding(/000001/u));
    const { outcome } = await runJob(copying, store, { tasks: 2 });
    expect(outcome).toBe("landed");
    expect(await rowsOf(copying(), store)).toEqual(["j1/0.0/0"]);
  });

  it("a job that fails half-way keeps what it has renamed, and deletes the rest", async () => {
    store.files.script(/^RENAME .*part-00001.* -> hdfs:\/t\/part/u, fileLost);
    const { outcome } = await runJob(atomic, store, { tasks: 2 });
    expect(outcome).toBe("failed");
    expect(await rowsOf(atomic(), store)).toEqual(["j1/0.0/0"]);
  });

  it("a file that is there already fails the job, unless it may be deleted first", async () => {
    const occupy = (): Promise<void> =>
      contextOf(store).files.create({ path: `t/${part}`, body: Body.text("old") });
    await occupy();
    expect((await runJob(atomic, store)).outcome).toBe("failed");
    expect(await rowsOf(atomic(), store)).toEqual(["old"]);
    const { outcome } = await runJob(manifestCommitter.withOptions({ "delete-target-files": "yes" }), store);
    expect(outcome).toBe("landed");
    expect(await rowsOf(atomic(), store)).toEqual(["j1/0.0/0"]);
  });

  it("validate=yes looks for each file", async () => {
    const { phases } = await runJob(manifestCommitter.withOptions({ validate: "yes" }), store);
    expect(phases.commitJob).toContain(`STATUS hdfs:/t/${part}`);
  });

  it("whoever finishes first deletes the others' work, unless cleanup=skipped", async () => {
    const other = jobOf({ id: "j2" });
    const begin = async (): Promise<void> => {
      await atomic().setupJob(other, contextOf(store));
      await runAttempt(atomic, attemptOf(other), contextOf(store, 5));
    };
    await begin();
    await runJob(manifestCommitter.withOptions({ cleanup: "skipped" }), store);
    await atomic().commitJob(other, [null], contextOf(store));
    expect(await rowsOf(atomic(), store)).toEqual(["j1/0.0/0", "j2/0.0/0"]);
    store = new MemoryStore();
    await begin();
    await runJob(atomic, store);
    await expect(atomic().commitJob(other, [null], contextOf(store))).rejects.toThrow(/FileNotFound/u);
  });
});
