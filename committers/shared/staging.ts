/**
 * What both of S3A's staging committers have in common: tasks write to their local disk, upload when they commit, and tell the
 * job's driver of their uploads through a cluster's file system.
 *
 * Source: Hadoop 3.4 `org.apache.hadoop.fs.s3a.commit.staging.StagingCommitter`, `Paths`, `AbstractS3ACommitter`; origin:
 * Netflix's s3committer (rdblue/s3committer).
 *
 *     $out/part-...-<job>.parquet                                                  upload under way; the file, once completed
 *     hdfs:/tmp/staging/user/<job>/staging-uploads/_temporary/0/_temporary/<attempt>   a task's uploads, being committed
 *     hdfs:/tmp/staging/user/<job>/staging-uploads/_temporary/0/<task>                 committed
 *     $out/_SUCCESS
 *
 * The records lie where FileOutputCommitter, algorithm 1, has a task's directory, and are committed by it: by a rename in
 * the cluster's file system, which is atomic.
 *
 * Races closed:
 * - No LIST of the object store decides what is committed, so a store whose LIST lags loses nothing by it.
 * - A task's commit point is one rename. An attempt that commits later replaces the earlier one's record.
 *
 * Races left open:
 * - The job has no commit point: files appear one by one, see `s3a-commits.ts`.
 * - A record is deleted before the next one of the task takes its place: an attempt that dies in between leaves none, and
 *   what it had uploaded is lost. Uploads of a record that is replaced stay under way.
 * - abortJob deletes the file at a key whose upload nobody knows: it may be one that another driver has completed.
 */
import type {
  AttemptInfo,
  Committer,
  CommitOutcome,
  Context,
  JobInfo,
  Part,
  PartRef,
  TaskCommit,
  WriteMode,
} from "../../src/job/committer.js";
import type { ValuesOf } from "../../src/options.js";
import { isS3Error } from "../../src/store/object-store.js";
import { ClusterFs } from "./cluster-fs.js";
import {
  FileSystemError,
  type FileStatus,
  mustDelete,
  mustRename,
  nameOf,
  parentOf,
} from "./hadoop-file-system.js";
import { HadoopFs } from "./hadoop-fs.js";
import { hadoopId } from "./hadoop-ids.js";
import {
  type PendingSet,
  printRecord,
  readPendingSet,
  type SinglePendingCommit,
  successData,
  uploadOf,
} from "./pending-commits.js";
import {
  abortUploads,
  abortUploadsBelow,
  beginUpload,
  completeSets,
  forSets,
  quietly,
  s3aCall,
} from "./s3a-commits.js";
import { listVisibleFiles } from "./visible-files.js";

/** Options of both. */
export const stagingOptions = [
  {
    name: "conflict-mode",
    values: ["job", "fail", "append", "replace"],
    default: "job",
    meaning:
      "What becomes of files that are there already (fs.s3a.committer.staging.conflict-mode; append by default there). job: what the job's write mode says. The others: this, whatever the job's mode says of partitions.",
  },
  {
    name: "unique-filenames",
    values: ["yes", "no"],
    default: "yes",
    meaning:
      "Whether the job's id goes into the names of files that do not carry it (fs.s3a.committer.staging.unique-filenames).",
  },
  {
    name: "abort-uploads",
    values: ["none", "all"],
    default: "all",
    meaning:
      "What becomes of uploads under way below the output directory when a job ends (fs.s3a.committer.abort.pending.uploads). all: they are aborted, whoever began them.",
  },
  {
    name: "requests",
    values: ["needed", "all"],
    default: "needed",
    meaning:
      "all: every request that S3A makes. needed: without those that can change no outcome (the old _SUCCESS, the output directory's marker, the LIST of uploads that only warns).",
  },
] as const;

export type StagingOptions = ValuesOf<typeof stagingOptions>;

export type ConflictMode = "fail" | "append" | "replace";

export abstract class Staging implements Committer {
  readonly uses = ["files"] as const;
  /** Those that are the committer's to keep to: whether it does is up to its conflict mode. */
  readonly modes: readonly WriteMode[];
  protected readonly options: StagingOptions;
  protected readonly fs = new HadoopFs({ markers: true, parentMarkers: false, kindOf: () => "either" });
  readonly #cluster = new ClusterFs({ below: false });
  readonly #name: string;
  /** Of this process's attempt: its local disk, which dies with it. */
  #written: readonly Part[] = [];

  constructor(name: string, options: StagingOptions, modes: readonly WriteMode[]) {
    this.#name = name;
    this.options = options;
    // What Spark does itself, it does whatever the conflict mode; partitions it leaves to the committer.
    const bySetting = modes.filter((mode) => mode === "overwrite-partitions");
    this.modes = options["conflict-mode"] === "job" ? modes : bySetting;
  }

  /** What the job does to files that are there. */
  protected conflictMode({ mode }: JobInfo): ConflictMode {
    const given = this.options["conflict-mode"];
    if (given !== "job") return given;
    if (!this.modes.includes(mode)) return "append";
    return mode === "fail" ? "fail" : "replace";
  }

  async setupJob(job: JobInfo, ctx: Context): Promise<void> {
    if (this.options.requests === "all") {
      await this.fs.delete(`${job.table}_SUCCESS`, { recursive: false }, ctx);
      await this.fs.mkdirs(withoutSlash(job.table), ctx);
      await ctx.store.listMultipartUploads({ prefix: job.table });
    }
    await this.#cluster.mkdirs(jobAttemptDir(job), ctx);
  }

  /** A directory of its own on the local disk. */
  async setupTask(): Promise<void> {
    this.#written = [];
  }

  /** To the local disk. */
  async write(_attempt: AttemptInfo, part: Part): Promise<void> {
    this.#written = [...this.#written, part];
  }

  async needsTaskCommit(): Promise<boolean> {
    return this.#written.length > 0;
  }

  async commitTask(attempt: AttemptInfo, ctx: Context): Promise<TaskCommit> {
    const { job } = attempt;
    const files = this.#written
      .filter(({ name }) => !/^[_.]/u.test(nameOf(name)))
      .map((part) => ({ part, key: this.#finalKey(job, part) }));
    await this.beforeUploads(
      job,
      files.map(({ key }) => key),
      ctx,
    );
    const commits = await this.#uploadAll(attempt, files, ctx);
    await this.#saveRecord(attempt, commits, ctx);
    return null;
  }

  /** Partitioned staging looks for conflicts here. */
  protected async beforeUploads(_job: JobInfo, _keys: readonly string[], _ctx: Context): Promise<void> {}

  /** All at once. If one fails, those that were begun are aborted. */
  async #uploadAll(
    attempt: AttemptInfo,
    files: readonly { readonly part: Part; readonly key: string }[],
    ctx: Context,
  ): Promise<readonly SinglePendingCommit[]> {
    const { job, taskId } = attempt;
    return s3aCall(ctx, async (ctx) => {
      const ends = await ctx.parallel(files, async ({ part, key }, inner): Promise<Uploaded> => {
        try {
          const { uploadId, etags } = await beginUpload(key, part.body, inner);
          const names = {
            filename: part.name,
            destinationKey: key,
            jobId: job.id,
            taskId: hadoopId(job, taskId),
          };
          return { commit: { version: 2, ...names, uploadId, length: part.body.length, etags } };
        } catch (error) {
          if (!isS3Error(error)) throw error;
          return { failed: error.message };
        }
      });
      const commits = ends.flatMap((end) => ("commit" in end ? [end.commit] : []));
      const failed = ends.find((end) => "failed" in end);
      if (failed === undefined || !("failed" in failed)) return commits;
      await abortUploads(commits, ctx);
      throw new FileSystemError(
        "RemoteFileChanged",
        job.table,
        `a file could not be uploaded: ${failed.failed}`,
      );
    });
  }

  /** The wrapped committer's part. A process that dies here leaves uploads that nothing refers to. */
  async #saveRecord(
    attempt: AttemptInfo,
    commits: readonly SinglePendingCommit[],
    ctx: Context,
  ): Promise<void> {
    const { job, attemptId } = attempt;
    const extraData = { "task.attempt.id": hadoopId(job, attemptId) };
    const record: PendingSet = { version: 3, jobId: "", commits, extraData };
    const written = attemptPath(attempt);
    const committed = committedPath(attempt);
    await this.#cluster.create(written, printRecord(record), { overwrite: true }, ctx);
    // FileOutputCommitter, algorithm 1: the earlier attempt's goes first; from here to the rename the task has none.
    if (await this.#cluster.exists(committed, ctx)) await mustDelete(this.#cluster, committed, ctx);
    // The task's commit point: atomic rename in the cluster's file system.
    await mustRename(this.#cluster, written, committed, ctx);
  }

  /** Before its commit an attempt has nothing but local files; whether it has begun uploads is not asked. */
  async abortTask(attempt: AttemptInfo, ctx: Context): Promise<void> {
    await this.#cluster.delete(attemptPath(attempt), { recursive: true }, ctx);
  }

  async commitJob(job: JobInfo, _commits: readonly TaskCommit[], ctx: Context): Promise<CommitOutcome> {
    const records = await this.#records(job, ctx);
    await this.beforeCommit(job, () => this.#destinations(records, ctx), ctx);
    const published = await s3aCall(ctx, (ctx) => completeSets(records, this.#load, ctx));
    const keys = published.map(({ key }) => key);
    await ctx.store.put({ key: `${job.table}_SUCCESS`, body: successData(this.#name, job, keys) });
    await this.#cleanUp(job, ctx);
    return "landed";
  }

  /** All records are read, and so validated, before anything is done; then what is to be replaced is deleted. */
  protected abstract beforeCommit(
    job: JobInfo,
    destinations: () => Promise<readonly string[]>,
    ctx: Context,
  ): Promise<void>;

  /** The keys that the job will write. @throws PendingCommitError */
  async #destinations(records: readonly string[], ctx: Context): Promise<readonly string[]> {
    return s3aCall(ctx, async (ctx) => {
      const keys: string[] = [];
      for (const record of records) {
        const { commits } = await this.#load(record, ctx);
        keys.push(...commits.map(({ destinationKey }) => destinationKey));
      }
      return keys;
    });
  }

  /** Paths of the tasks' records. */
  async #records(job: JobInfo, ctx: Context): Promise<readonly string[]> {
    return s3aCall(ctx, async (ctx) => {
      const found: readonly FileStatus[] = await this.#cluster.listStatus(jobAttemptDir(job), ctx);
      return found.map(({ path }) => path).filter((path) => !/^[_.]/u.test(nameOf(path)));
    });
  }

  readonly #load = async (path: string, ctx: Context): Promise<PendingSet> => {
    return readPendingSet(await this.#cluster.open(path, ctx), path, "");
  };

  /**
   * Aborts every upload that the tasks have told of. Where nobody knows an upload, its file may be there, and is deleted
   * (AbstractS3ACommitter.abortPendingUploads, deleteRemoteFiles). Then everything is cleaned up.
   */
  async abortJob(job: JobInfo, ctx: Context): Promise<void> {
    await s3aCall(ctx, async (ctx) => {
      await quietly(async () => forSets(await this.#records(job, ctx), this.#load, abortOrDelete, ctx));
    });
    await quietly(() => this.#cleanUp(job, ctx));
  }

  /** Errors fail the job, though all is published and `_SUCCESS` written; the engine aborts it then. */
  async #cleanUp(job: JobInfo, ctx: Context): Promise<void> {
    await s3aCall(ctx, async (ctx) => {
      // wrapped.cleanupJob, then the directory itself (HADOOP-18793).
      await this.#cluster.delete(stagingUploads(job), { recursive: true }, ctx);
      if (this.options["abort-uploads"] === "all") await abortUploadsBelow(job.table, ctx);
    });
    // Of a FileOutputCommitter beside it, if there is one.
    if (this.options.requests === "all") {
      await quietly(() => this.fs.delete(`${job.table}_temporary`, { recursive: true }, ctx));
    }
  }

  async outputExists(job: JobInfo, ctx: Context): Promise<boolean> {
    return this.fs.exists(withoutSlash(job.table), ctx);
  }

  /** list-after-put: old files that LIST misses survive. All are gone before a new one is there. */
  async clearOutput(job: JobInfo, ctx: Context): Promise<void> {
    await this.fs.delete(withoutSlash(job.table), { recursive: true }, ctx);
  }

  async read(table: string, ctx: Context): Promise<readonly PartRef[]> {
    return listVisibleFiles(table, ctx);
  }

  /** `Paths.addUUID`: before the first dot of the name, unless the name has it. */
  #finalKey({ id, table }: JobInfo, { name }: Part): string {
    if (this.options["unique-filenames"] === "no" || name.includes(id)) return `${table}${name}`;
    const file = nameOf(name);
    const dot = file.includes(".") ? file.indexOf(".") : file.length;
    return `${table}${name.slice(0, name.length - file.length)}${file.slice(0, dot)}-${id}${file.slice(dot)}`;
  }
}

type Uploaded = { readonly commit: SinglePendingCommit } | { readonly failed: string };

async function abortOrDelete(commits: readonly SinglePendingCommit[], ctx: Context): Promise<void> {
  for (const commit of commits) {
    try {
      await ctx.store.abortMultipartUpload(uploadOf(commit));
    } catch (error) {
      if (!isS3Error(error)) throw error;
      if (error.code === "NoSuchUpload")
        await quietly(() => ctx.store.delete({ key: commit.destinationKey }));
    }
  }
}

/** Directories of keys: what partitioned staging takes for partitions. */
export function directoriesOf(keys: readonly string[]): readonly string[] {
  return [...new Set(keys.map(parentOf))];
}

/** `fs.s3a.committer.staging.tmp.path`, the user, the job. */
function stagingUploads({ id }: JobInfo): string {
  return `tmp/staging/user/${id}/staging-uploads`;
}

function jobAttemptDir(job: JobInfo): string {
  return `${stagingUploads(job)}/_temporary/${job.appAttempt}`;
}

function attemptPath({ job, attemptId }: AttemptInfo): string {
  return `${jobAttemptDir(job)}/_temporary/${hadoopId(job, attemptId)}`;
}

function committedPath({ job, taskId }: AttemptInfo): string {
  return `${jobAttemptDir(job)}/${hadoopId(job, taskId)}`;
}

export function withoutSlash(table: string): string {
  return table.replace(/\/$/u, "");
}
