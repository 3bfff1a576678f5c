/**
 * Hadoop's FileOutputCommitter, algorithm 1, over an object store: rename at task commit, rename again at job commit.
 *
 * Source: Hadoop 3.4 `org.apache.hadoop.mapreduce.lib.output.FileOutputCommitter`
 * (mapreduce.fileoutputcommitter.algorithm.version=1, Spark's default since SPARK-33019), over S3A.
 *
 *     $out/_temporary/0/                                         the job attempt; 0 in every Spark job
 *     $out/_temporary/0/_temporary/<task attempt>/part-...       being written
 *     $out/_temporary/0/<task>/part-...                          committed tasks
 *     $out/part-...                                              the committed job
 *     $out/_SUCCESS
 *
 * Race closed: on a file system whose rename is atomic and exclusive, a task has one committed attempt.
 *
 * Races left open, over an object store:
 * - Every step finds its input by LIST. What LIST has missed is not committed, and nobody is told (no list-after-put:
 *   silent loss, at needsTaskCommit, at the rename of the task, at the job's listing, at the merge).
 * - A rename is copies and deletes, so two attempts of a task that commit at once mix, and one that dies half-way
 *   leaves half. Only a commit coordinator keeps attempts apart.
 * - The job has no commit point: files appear one by one, and a driver that dies in between leaves them there.
 * - `_temporary/0` is every job's. A job publishes the tasks that a dead job has left (SPARK-29037), and the first of two
 *   jobs to finish deletes the other's work (SPARK-24238, SPARK-53019).
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
} from "../../src/job/committer.js";
import { Body } from "../../src/store/body.js";
import {
  call,
  type FileStatus,
  FileSystemError,
  HadoopFs,
  nameOf,
  type PathKind,
} from "../shared/hadoop-fs.js";
import { type CommitterEntry, readOptions } from "../shared/options.js";
import { listVisibleFiles } from "../shared/visible-files.js";

const description = {
  name: "file-output-v1",
  title: "Hadoop's FileOutputCommitter, algorithm 1, over S3A: rename at task commit and at job commit",
  source:
    "Apache Hadoop 3.4, org.apache.hadoop.mapreduce.lib.output.FileOutputCommitter, algorithm.version=1; S3AFileSystem",
  options: [
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
  ],
} as const;

/** What the options decide. */
interface Settings {
  readonly markers: boolean;
  readonly allRequests: boolean;
}

class FileOutputCommitterV1 implements Committer {
  readonly #fs: HadoopFs;

  constructor({ markers, allRequests }: Settings) {
    this.#fs = new HadoopFs({
      markers,
      parentMarkers: allRequests,
      kindOf: allRequests ? () => "either" : kindOf,
    });
  }

  async setupJob(job: JobInfo, ctx: Context): Promise<void> {
    await this.#fs.mkdirs(jobAttemptDir(job.table), ctx);
  }

  /** Nothing: directories come to be with their first file. */
  async setupTask(): Promise<void> {}

  /** Parquet writers create their file with overwrite=false, so S3A probes it first: no read-after-probe from here on. */
  async write(attempt: AttemptInfo, part: Part, ctx: Context): Promise<void> {
    const path = `${this.#attemptDir(attempt)}/${part.name}`;
    await this.#fs.create(path, part.body, { overwrite: false }, ctx);
  }

  /** list-after-put: if the attempt's files are not listed yet, engines report success without a commit. Silent loss. */
  async needsTaskCommit(attempt: AttemptInfo, ctx: Context): Promise<boolean> {
    return this.#fs.exists(this.#attemptDir(attempt), ctx);
  }

  async commitTask(attempt: AttemptInfo, ctx: Context): Promise<TaskCommit> {
    const source = this.#attemptDir(attempt);
    const committed = this.#committedDir(attempt);
    // list-after-put: absent is taken for "no output", with a warning in the log, and the commit succeeds.
    if (!(await this.#fs.exists(source, ctx))) return null;
    // list-after-put and list-after-delete: an earlier attempt's output has to go first, or the rename is refused.
    await call(ctx, async (ctx) => {
      // From here until the rename has ended, a crash loses an attempt that was committed.
      if (await this.#fs.exists(committed, ctx)) await this.#clear(committed, ctx);
    });
    // The task's commit point where rename is atomic. Here it is a LIST, copies, and deletes.
    await this.#mustRename(source, committed, ctx);
    return null;
  }

  async abortTask(attempt: AttemptInfo, ctx: Context): Promise<void> {
    // list-after-put: what LIST misses stays behind until the job deletes _temporary.
    await this.#clear(this.#attemptDir(attempt), ctx);
  }

  /**
   * The engine's messages are not used, nor is the number of tasks: the job's committer finds the tasks by LIST, as
   * MapReduce has it. An error fails the job, whatever has been moved by then.
   */
  async commitJob(job: JobInfo, _commits: readonly TaskCommit[], ctx: Context): Promise<CommitOutcome> {
    const output = outputDir(job.table);
    await ctx.loop<readonly FileStatus[] | null, null>(null, async (left, ctx) => {
      // list-after-put: a committed task that this LIST misses is lost. list-after-delete: a ghost makes the merge fail.
      if (left === null) return { again: await this.#committedTasks(job, ctx) };
      const [task, ...rest] = left;
      if (task === undefined) return { done: null };
      await this.#mergePaths(task, output, ctx);
      return { again: rest };
    });
    // Everything below _temporary, so all other jobs' work as well.
    await this.#clear(`${output}/${pending}`, ctx);
    // Written last: by then nothing is left that could be committed again.
    await this.#fs.create(`${output}/${succeeded}`, Body.empty, { overwrite: true }, ctx);
    return "landed";
  }

  /** Deletes `_temporary` whole, all jobs' in it; what commitJob has already moved stays in the table. */
  async abortJob(job: JobInfo, ctx: Context): Promise<void> {
    await this.#clear(`${outputDir(job.table)}/${pending}`, ctx);
  }

  /** Spark: `fs.exists(outputPath)`. */
  async outputExists(job: JobInfo, ctx: Context): Promise<boolean> {
    return this.#fs.exists(outputDir(job.table), ctx);
  }

  /** Spark: `deleteWithJob`. list-after-put: old files that LIST misses survive. All are gone before a new one is there. */
  async clearOutput(job: JobInfo, ctx: Context): Promise<void> {
    await this.#fs.delete(outputDir(job.table), { recursive: true }, ctx);
  }

  /** Where the attempt writes, and what its task's commit makes of it. */
  privateTo(attempt: AttemptInfo): readonly string[] {
    return [`${this.#attemptDir(attempt)}/`, `${this.#committedDir(attempt)}/`];
  }

  async read(table: string, ctx: Context): Promise<readonly PartRef[]> {
    return listVisibleFiles(table, ctx);
  }

  async #committedTasks(job: JobInfo, ctx: Context): Promise<readonly FileStatus[]> {
    const children = await this.#fs.listStatus(jobAttemptDir(job.table), ctx);
    return children.filter(({ path }) => nameOf(path) !== pending);
  }

  /** Moves what is at `from` to `to`; what is there already is replaced (a file) or joined (a directory). */
  #mergePaths(from: FileStatus, to: string, ctx: Context): Promise<void> {
    return call(ctx, async (ctx) => {
      const there = await call(ctx, async (ctx) => (await this.#fs.getFileStatus(to, ctx))?.kind);
      if (from.kind === "directory" && there === "directory") return this.#mergeChildren(from.path, to, ctx);
      // read-after-probe: this asks for the final name just before it is written, so readers may be told 404 later.
      if (there !== undefined) await this.#mustDelete(to, ctx);
      await this.#mustRename(from.path, to, ctx);
    });
  }

  /** Merges child by child. What is still to be merged is all that it remembers. */
  async #mergeChildren(from: string, to: string, ctx: Context): Promise<void> {
    await ctx.loop<readonly FileStatus[] | null, null>(null, async (left, ctx) => {
      // list-after-put: a file of the task that this LIST misses is lost.
      if (left === null) return { again: await this.#fs.listStatus(from, ctx) };
      const [child, ...rest] = left;
      if (child === undefined) return { done: null };
      await this.#mergePaths(child, `${to}/${nameOf(child.path)}`, ctx);
      return { again: rest };
    });
  }

  /** Deletes a directory, if it is there. */
  #clear(path: string, ctx: Context): Promise<void> {
    return call(ctx, async (ctx) => {
      await this.#fs.delete(path, { recursive: true }, ctx);
    });
  }

  async #mustDelete(path: string, ctx: Context): Promise<void> {
    if (await this.#fs.delete(path, { recursive: true }, ctx)) return;
    throw new FileSystemError("FileNotFound", path, `could not delete ${path}: it has gone`);
  }

  async #mustRename(source: string, destination: string, ctx: Context): Promise<void> {
    if (await this.#fs.rename(source, destination, ctx)) return;
    throw new FileSystemError(
      "NotEmpty",
      destination,
      `could not rename ${source} to ${destination}: somebody has put files there`,
    );
  }

  #attemptDir({ job, attemptId }: AttemptInfo): string {
    return `${jobAttemptDir(job.table)}/${pending}/${hadoopId(job, attemptId)}`;
  }

  /** Named after the task, not after the attempt: that is what makes attempts replace each other. */
  #committedDir({ job, taskId }: AttemptInfo): string {
    return `${jobAttemptDir(job.table)}/${hadoopId(job, taskId)}`;
  }
}

/** `FileOutputCommitter.PENDING_DIR_NAME` */
const pending = "_temporary";
/** `FileOutputCommitter.SUCCEEDED_FILE_NAME` */
const succeeded = "_SUCCESS";

function outputDir(table: string): string {
  return table.replace(/\/$/u, "");
}

/** mapreduce.job.application.attempt.id: Spark leaves it at 0 for every job. */
function jobAttemptDir(table: string): string {
  return `${outputDir(table)}/${pending}/0`;
}

/** Hadoop's ids carry the job's: `task_000000` becomes `task_<job id>_m_000000`. */
function hadoopId(job: JobInfo, id: string): string {
  const [kind = "", ...rest] = id.split("_");
  return `${kind}_${job.id}_m_${rest.join("_")}`;
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

export const fileOutputV1: CommitterEntry = {
  description,
  withOptions: (given) => {
    const options = readOptions(description, given);
    const settings: Settings = {
      markers: options.markers === "keep",
      allRequests: options.requests === "all",
    };
    return () => new FileOutputCommitterV1(settings);
  },
};
