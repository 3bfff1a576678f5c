/**
 * What both algorithms of Hadoop's FileOutputCommitter have in common: where things lie, and every hook but the commits.
 *
 * Source: Hadoop 3.4 `org.apache.hadoop.mapreduce.lib.output.FileOutputCommitter`.
 *
 *     $out/_temporary/<app attempt>/                             the job attempt; 0 in every Spark job
 *     $out/_temporary/<app attempt>/_temporary/<task attempt>/   being written
 *     $out/_temporary/<app attempt>/<task>/                      committed tasks (algorithm 1)
 *     $out/_SUCCESS
 *
 * Race left open: `_temporary` is every job's. Whoever finishes or aborts first deletes it with all that is below.
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
  SideService,
} from "../../src/job/committer.js";
import type { ValuesOf } from "../../src/options.js";
import { Body } from "../../src/store/body.js";
import { ClusterFs, visibleFiles } from "./cluster-fs.js";
import {
  call,
  type FileStatus,
  type HadoopFileSystem,
  mustDelete,
  mustRename,
  nameOf,
} from "./hadoop-file-system.js";
import { HadoopFs, type PathKind } from "./hadoop-fs.js";
import { hadoopId } from "./hadoop-ids.js";
import { isS3Error } from "../../src/store/object-store.js";
import { isFileSystemError } from "../../src/store/file-system.js";
import { listVisibleFiles } from "./visible-files.js";

/** Options of both. */
export const outputOptions = [
  {
    name: "fs",
    values: ["s3a", "atomic-rename", "hdfs"],
    default: "s3a",
    meaning:
      "What the output directory lies on. s3a: the object store; a rename is copies and deletes. atomic-rename, a control: a cluster's file system whose rename takes effect at once and refuses a destination that exists. hdfs: the same, but a rename onto a directory moves into it, as HDFS's does.",
  },
  {
    name: "markers",
    values: ["keep", "none"],
    default: "keep",
    meaning:
      "keep: mkdirs writes a zero-byte marker, as S3A does. none: it writes nothing; a job attempt directory in which LIST shows no task is then missing (loud), not empty (silent).",
  },
  {
    name: "requests",
    values: ["needed", "all"],
    default: "needed",
    meaning:
      "all: every request that S3A makes. needed: without those that can change no outcome (HEAD of a key that is only ever a directory, LIST below a file, markers of emptied parents).",
  },
  {
    name: "cleanup",
    values: ["delete", "skipped"],
    default: "delete",
    meaning:
      "What commitJob does with _temporary (mapreduce.fileoutputcommitter.cleanup.skipped). skipped: it stays, and the next job in the same directory finds it.",
  },
  {
    name: "cleanup-failures",
    values: ["fail", "ignored"],
    default: "fail",
    meaning:
      "What comes of a commitJob that has published everything and cannot delete _temporary (mapreduce.fileoutputcommitter.cleanup-failures.ignored).",
  },
  {
    name: "success",
    values: ["mark", "none"],
    default: "mark",
    meaning: "Whether _SUCCESS is written (mapreduce.fileoutputcommitter.marksuccessfuljobs).",
  },
] as const;

export type OutputOptions = ValuesOf<typeof outputOptions>;

/** `FileOutputCommitter.PENDING_DIR_NAME` */
export const pending = "_temporary";
/** `FileOutputCommitter.SUCCEEDED_FILE_NAME` */
const succeeded = "_SUCCESS";

export abstract class FileOutput implements Committer {
  protected readonly fs: HadoopFileSystem;
  readonly uses?: readonly SideService[];
  readonly #options: OutputOptions;

  constructor(options: OutputOptions) {
    this.#options = options;
    this.fs = fileSystemOf(options);
    if (this.#onCluster) this.uses = ["files"];
  }

  async setupJob(job: JobInfo, ctx: Context): Promise<void> {
    await this.fs.mkdirs(jobAttemptDir(job), ctx);
  }

  /** Nothing: directories come to be with their first file. */
  async setupTask(): Promise<void> {}

  /** Parquet writers create their file with overwrite=false, so S3A probes it first: no read-after-probe from here on. */
  async write(attempt: AttemptInfo, part: Part, ctx: Context): Promise<void> {
    await this.fs.create(`${attemptDir(attempt)}/${part.name}`, part.body, { overwrite: false }, ctx);
  }

  /** list-after-put: if the attempt's files are not listed yet, engines report success without a commit. Silent loss. */
  async needsTaskCommit(attempt: AttemptInfo, ctx: Context): Promise<boolean> {
    return this.fs.exists(attemptDir(attempt), ctx);
  }

  abstract commitTask(attempt: AttemptInfo, ctx: Context): Promise<TaskCommit>;

  async abortTask(attempt: AttemptInfo, ctx: Context): Promise<void> {
    // list-after-put: what LIST misses stays behind until the job deletes _temporary.
    await this.clear(attemptDir(attempt), ctx);
  }

  abstract commitJob(job: JobInfo, commits: readonly TaskCommit[], ctx: Context): Promise<CommitOutcome>;

  /** Deletes `_temporary` whole, all jobs' in it; what has been moved out of it stays in the table. */
  async abortJob(job: JobInfo, ctx: Context): Promise<void> {
    await this.clear(pendingDir(job), ctx);
  }

  /** Spark: `fs.exists(outputPath)`. */
  async outputExists(job: JobInfo, ctx: Context): Promise<boolean> {
    return this.fs.exists(outputDir(job), ctx);
  }

  /** Spark: `deleteWithJob`. list-after-put: old files that LIST misses survive. All are gone before a new one is there. */
  async clearOutput(job: JobInfo, ctx: Context): Promise<void> {
    await this.fs.delete(outputDir(job), { recursive: true }, ctx);
  }

  /** Where the attempt writes, and what its task's commit makes of it. */
  privateTo(attempt: AttemptInfo): readonly string[] {
    return this.#onCluster ? [] : [`${attemptDir(attempt)}/`, `${committedDir(attempt)}/`];
  }

  async read(table: string, ctx: Context): Promise<readonly PartRef[]> {
    if (!this.#onCluster) return listVisibleFiles(table, ctx);
    const paths = await visibleFiles(withoutSlash(table), ctx);
    return paths.map((key) => ({ key, on: "files" as const }));
  }

  /** The end of a job's commit, when everything is published. */
  protected async finish(job: JobInfo, ctx: Context): Promise<void> {
    // Everything below _temporary, so all other jobs' work as well.
    if (this.#options.cleanup === "delete") await this.#cleanUp(job, ctx);
    // Written last: by then nothing is left that could be committed again.
    if (this.#options.success === "none") return;
    await this.fs.create(`${outputDir(job)}/${succeeded}`, Body.empty, { overwrite: true }, ctx);
  }

  async #cleanUp(job: JobInfo, ctx: Context): Promise<void> {
    try {
      await this.clear(pendingDir(job), ctx);
    } catch (error) {
      if (this.#options["cleanup-failures"] === "fail") throw error;
      if (!isS3Error(error) && !isFileSystemError(error)) throw error;
    }
  }

  /**
   * Moves what is at `from` to `to`; a file that is there is replaced, a directory joined.
   *
   * @param whole a directory that is not at `to` yet is renamed as a whole. Algorithm 2 makes it and merges into it, because
   * two tasks may be at that at once (MAPREDUCE-6275).
   */
  protected mergePaths(from: FileStatus, to: string, whole: boolean, ctx: Context): Promise<void> {
    return call(ctx, async (ctx) => {
      const there = await call(ctx, async (ctx) => (await this.fs.getFileStatus(to, ctx))?.kind);
      if (from.kind === "directory" && there === "directory") {
        return this.#mergeChildren(from.path, to, whole, ctx);
      }
      // read-after-probe: this asks for the final name just before it is written, so readers may be told 404 later.
      if (there !== undefined) await mustDelete(this.fs, to, ctx);
      if (from.kind === "file" || whole) return mustRename(this.fs, from.path, to, ctx);
      await this.fs.mkdirs(to, ctx);
      return this.#mergeChildren(from.path, to, whole, ctx);
    });
  }

  /** Merges child by child. What is still to be merged is all that it remembers. */
  async #mergeChildren(from: string, to: string, whole: boolean, ctx: Context): Promise<void> {
    await ctx.loop<readonly FileStatus[] | null, null>(null, async (left, ctx) => {
      // list-after-put: a file of the task that this LIST misses is lost.
      if (left === null) return { again: await this.fs.listStatus(from, ctx) };
      const [child, ...rest] = left;
      if (child === undefined) return { done: null };
      await this.mergePaths(child, `${to}/${nameOf(child.path)}`, whole, ctx);
      return { again: rest };
    });
  }

  /** Deletes a directory, if it is there. */
  protected clear(path: string, ctx: Context): Promise<void> {
    return call(ctx, async (ctx) => {
      await this.fs.delete(path, { recursive: true }, ctx);
    });
  }

  get #onCluster(): boolean {
    return this.#options.fs !== "s3a";
  }
}

function fileSystemOf({ fs, markers, requests }: OutputOptions): HadoopFileSystem {
  if (fs !== "s3a") return new ClusterFs({ below: fs === "hdfs" });
  const all = requests === "all";
  return new HadoopFs({
    markers: markers === "keep",
    parentMarkers: all,
    kindOf: all ? () => "either" : kindOf,
  });
}

export function outputDir({ table }: JobInfo): string {
  return withoutSlash(table);
}

function withoutSlash(table: string): string {
  return table.replace(/\/$/u, "");
}

/** `getPendingJobAttemptsPath`: all jobs', and all their attempts'. */
function pendingDir(job: JobInfo): string {
  return `${outputDir(job)}/${pending}`;
}

/** mapreduce.job.application.attempt.id: Spark leaves it at 0 for every job. */
export function jobAttemptDir(job: JobInfo, appAttempt = job.appAttempt): string {
  return `${pendingDir(job)}/${appAttempt}`;
}

export function attemptDir({ job, attemptId }: AttemptInfo): string {
  return `${jobAttemptDir(job)}/${pending}/${hadoopId(job, attemptId)}`;
}

/** Named after the task, not after the attempt: that is what makes attempts replace each other. */
export function committedDir({ job, taskId }: AttemptInfo, appAttempt = job.appAttempt): string {
  return `${jobAttemptDir(job, appAttempt)}/${hadoopId(job, taskId)}`;
}

/**
 * What can be at a path. Engines name their files `part-...` (others have an ending at least), and no directory is
 * called that or `_SUCCESS`; at the table, at a partition and at all that the protocol makes below `_temporary` nobody
 * ever puts an object.
 *
 * The markers of emptied parents may be left out beside this, because nothing is decided by them: the parents are
 * below `_temporary`, where an empty task directory merges to nothing and an empty committed one is deleted before the
 * rename, or they are the table itself, where the merge finds `_temporary`.
 */
function kindOf(path: string): PathKind {
  const name = nameOf(path);
  if (name.startsWith("part-") || name === succeeded) return "file";
  return name.includes(".") ? "either" : "directory";
}
