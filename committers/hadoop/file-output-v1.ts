/**
 * Hadoop's FileOutputCommitter, algorithm 1, over an object store: rename at task commit, rename again at job commit.
 *
 * Source: Hadoop 3.4 `org.apache.hadoop.mapreduce.lib.output.FileOutputCommitter`
 * (mapreduce.fileoutputcommitter.algorithm.version=1, Spark's default since SPARK-33019), over S3A.
 *
 *     $out/_temporary/0/_temporary/<task attempt>/part-...       being written
 *     $out/_temporary/0/<task>/part-...                          committed tasks
 *     $out/part-...                                              the committed job
 *     $out/_SUCCESS
 *
 * Race closed: on a file system whose rename is atomic and exclusive (`fs=atomic-rename`), a task has one committed attempt.
 *
 * Races left open, over an object store:
 * - Every step finds its input by LIST. What LIST has missed is not committed, and nobody is told (no list-after-put:
 *   silent loss, at needsTaskCommit, at the rename of the task, at the job's listing, at the merge).
 * - A rename is copies and deletes, so two attempts of a task that commit at once mix, and one that dies half-way
 *   leaves half. Only a commit coordinator keeps attempts apart.
 * - The job has no commit point: files appear one by one, and a driver that dies in between leaves them there.
 * - `_temporary/0` is every job's. A job publishes the tasks that a dead job has left (SPARK-29037), and the first of two
 *   jobs to finish deletes the other's work (SPARK-24238, SPARK-53019).
 *
 * And on any file system: an attempt that was committed is deleted before the next one of the task takes its place.
 */
import type { AttemptInfo, CommitOutcome, Context, JobInfo, TaskCommit } from "../../src/job/committer.js";
import {
  call,
  type FileStatus,
  mustDelete,
  mustRename,
  nameOf,
  parentOf,
} from "../shared/hadoop-file-system.js";
import { type CommitterEntry, readOptions } from "../shared/options.js";
import {
  attemptDir,
  committedDir,
  FileOutput,
  jobAttemptDir,
  outputDir,
  outputOptions,
  pending,
} from "../shared/file-output.js";

const description = {
  name: "file-output-v1",
  title: "Hadoop's FileOutputCommitter, algorithm 1, over S3A: rename at task commit and at job commit",
  source:
    "Apache Hadoop 3.4, org.apache.hadoop.mapreduce.lib.output.FileOutputCommitter, algorithm.version=1; S3AFileSystem",
  options: outputOptions,
} as const;

class FileOutputCommitterV1 extends FileOutput {
  async commitTask(attempt: AttemptInfo, ctx: Context): Promise<TaskCommit> {
    const source = attemptDir(attempt);
    const committed = committedDir(attempt);
    // list-after-put: absent is taken for "no output", with a warning in the log, and the commit succeeds.
    if (!(await this.fs.exists(source, ctx))) return null;
    // list-after-put and list-after-delete: an earlier attempt's output has to go first, or the rename is refused.
    await call(ctx, async (ctx) => {
      // From here until the rename has ended, a crash loses an attempt that was committed.
      if (await this.fs.exists(committed, ctx)) await mustDelete(this.fs, committed, ctx);
    });
    // The task's commit point where rename is atomic. Over S3A it is a LIST, copies, and deletes.
    await mustRename(this.fs, source, committed, ctx);
    return null;
  }

  /**
   * The engine's messages are not used, nor is the number of tasks: the job's committer finds the tasks by LIST, as
   * MapReduce has it. An error fails the job, whatever has been moved by then.
   */
  async commitJob(job: JobInfo, _commits: readonly TaskCommit[], ctx: Context): Promise<CommitOutcome> {
    await ctx.loop<readonly FileStatus[] | null, null>(null, async (left, ctx) => {
      // list-after-put: a committed task that this LIST misses is lost. list-after-delete: a ghost makes the merge fail.
      if (left === null) return { again: await this.#committedTasks(job, ctx) };
      const [task, ...rest] = left;
      if (task === undefined) return { done: null };
      await this.mergePaths(task, outputDir(job), true, ctx);
      return { again: rest };
    });
    await this.finish(job, ctx);
    return "landed";
  }

  /**
   * The successor of a driver takes over what a task has committed under its predecessor. list-after-put: what is not listed
   * counts as "no output", with a warning in the log. Silent loss.
   */
  async recoverTask(attempt: AttemptInfo, ctx: Context): Promise<void> {
    const { job } = attempt;
    const before = committedDir(attempt, job.appAttempt - 1);
    const committed = committedDir(attempt);
    if (!(await this.fs.exists(before, ctx))) return;
    await call(ctx, async (ctx) => {
      if (await this.fs.delete(committed, { recursive: true }, ctx)) return;
      if (await this.fs.exists(committed, ctx)) await mustDelete(this.fs, committed, ctx);
    });
    await this.fs.mkdirs(parentOf(committed), ctx);
    await mustRename(this.fs, before, committed, ctx);
  }

  async #committedTasks(job: JobInfo, ctx: Context): Promise<readonly FileStatus[]> {
    const children = await this.fs.listStatus(jobAttemptDir(job), ctx);
    return children.filter(({ path }) => nameOf(path) !== pending);
  }
}

export const fileOutputV1: CommitterEntry = {
  description,
  withOptions: (given) => {
    const options = readOptions(description, given);
    return () => new FileOutputCommitterV1(options);
  },
};
