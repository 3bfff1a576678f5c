/**
 * Hadoop's FileOutputCommitter, algorithm 2: a task's commit moves its files straight into the table.
 *
 * Source: Hadoop 3.4 `org.apache.hadoop.mapreduce.lib.output.FileOutputCommitter`
 * (mapreduce.fileoutputcommitter.algorithm.version=2, MAPREDUCE-4815; Hadoop 3's default, MAPREDUCE-6336), over S3A.
 *
 *     $out/_temporary/0/_temporary/<task attempt>/part-...       being written
 *     $out/part-...                                              as soon as the task commits
 *     $out/_SUCCESS
 *
 * Race closed: none. What it buys is that the job's commit has nothing to move, and can be repeated: a driver that dies
 * in it leaves nothing undone.
 *
 * Races left open, on any file system:
 * - A task has no commit point: every file is final as soon as it is moved. An attempt that dies half-way has published
 *   half, and what its successor writes under other names comes beside it (MAPREDUCE-7282).
 * - A job that fails has published the tasks that committed: abortJob deletes `_temporary` and nothing else.
 * - A file that is there is deleted before the next one takes its place. An attempt that its driver has given up, and that
 *   dies in between, takes rows with it that another attempt had published, even after `_SUCCESS`.
 * And over an object store, as with algorithm 1: what a LIST misses is not committed, and nobody is told.
 */
import type { AttemptInfo, CommitOutcome, Context, JobInfo, TaskCommit } from "../../src/job/committer.js";
import { isFileSystemError } from "../../src/store/file-system.js";
import { isS3Error } from "../../src/store/object-store.js";
import { type CommitterEntry, type OptionValues, readOptions } from "../shared/options.js";
import { attemptDir, committedDir, FileOutput, outputDir, outputOptions } from "../shared/file-output.js";

const description = {
  name: "file-output-v2",
  title:
    "Hadoop's FileOutputCommitter, algorithm 2, over S3A: a task's commit moves its files into the table",
  source:
    "Apache Hadoop 3.4, org.apache.hadoop.mapreduce.lib.output.FileOutputCommitter, algorithm.version=2 (MAPREDUCE-4815); S3AFileSystem",
  options: [
    ...outputOptions,
    {
      name: "task-cleanup",
      values: ["none", "delete"],
      default: "none",
      meaning:
        "Whether a task that has committed deletes its directory (mapreduce.fileoutputcommitter.task.cleanup.enabled).",
    },
    {
      name: "attempts",
      values: { from: 1, to: 10 },
      default: "1",
      meaning:
        "How often commitJob is tried in one driver (mapreduce.fileoutputcommitter.failures.attempts).",
    },
    {
      name: "directories",
      values: ["merge", "rename"],
      default: "merge",
      meaning:
        "How a task's directory goes into the table that is not there yet. merge: it is made, and its files are moved. rename: it is renamed as a whole, as before MAPREDUCE-6275, where two tasks with files for one directory meet.",
    },
  ],
} as const;

type Options = OptionValues<typeof description>;

class FileOutputCommitterV2 extends FileOutput {
  readonly commitJobRepeatable = true;
  readonly #options: Options;

  constructor(options: Options) {
    super(options);
    this.#options = options;
  }

  async commitTask(attempt: AttemptInfo, ctx: Context): Promise<TaskCommit> {
    const source = attemptDir(attempt);
    // list-after-put: absent is taken for "no output", with a warning in the log, and the commit succeeds.
    const found = await this.fs.getFileStatus(source, ctx);
    if (found === undefined) return null;
    // list-after-put, list-after-delete, read-after-probe: see mergePaths. Readers see each file as it comes.
    await this.mergePaths(found, outputDir(attempt.job), this.#options.directories === "rename", ctx);
    if (this.#options["task-cleanup"] === "delete") await this.clear(source, ctx);
    return null;
  }

  /** Nothing is left to publish. */
  async commitJob(job: JobInfo, _commits: readonly TaskCommit[], ctx: Context): Promise<CommitOutcome> {
    return ctx.loop<number, CommitOutcome>(1, async (attempt, ctx) => {
      try {
        await this.finish(job, ctx);
        return { done: "landed" };
      } catch (error) {
        if (attempt >= this.#options.attempts || !(isS3Error(error) || isFileSystemError(error))) throw error;
        return { again: attempt + 1 };
      }
    });
  }

  /** What a task has committed is in the table. Only what algorithm 1 has left, before an upgrade, is still to be moved. */
  async recoverTask(attempt: AttemptInfo, ctx: Context): Promise<void> {
    const { job } = attempt;
    const before = await this.fs.getFileStatus(committedDir(attempt, job.appAttempt - 1), ctx);
    if (before !== undefined) await this.mergePaths(before, outputDir(job), false, ctx);
  }
}

export const fileOutputV2: CommitterEntry = {
  description,
  withOptions: (given) => {
    const options = readOptions(description, given);
    return () => new FileOutputCommitterV2(options);
  },
};
