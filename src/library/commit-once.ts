/** One job, committed once on a real store: what an engine does where nothing fails and nothing runs twice. */
import {
  type AttemptInfo,
  type CommitterFactory,
  type CommitOutcome,
  type Context,
  type JobInfo,
  type Part,
  StoreRefused,
  type TaskCommit,
} from "../job/committer.js";

/** What a job writes: the files of each task, in the tasks' order. */
export interface OnceJob {
  /** Unique to this run. Parts' names should hold it, as Spark's do: `part-00000-0-<id>.parquet`. */
  readonly id: string;
  /** Prefix of the table, with the trailing slash. */
  readonly table: string;
  readonly tasks: readonly (readonly Part[])[];
}

export interface OnceEnd {
  readonly outcome: CommitOutcome | "refused";
  /** Why, where it is not `landed`. */
  readonly reason?: string;
}

/**
 * Calls the hooks of a committer in the order in which Spark calls them: one attempt for each task, all at once, and each process with an
 * instance of its own. A task that fails, fails the job. It is for trying a protocol on a real bucket; what happens where processes
 * die, run twice or meet, `checkCommitter` explores.
 *
 * @param ctx of the store, as `bucketContext` makes it.
 */
export async function commitOnce(factory: CommitterFactory, ctx: Context, once: OnceJob): Promise<OnceEnd> {
  const job: JobInfo = {
    id: once.id,
    key: once.id,
    table: once.table,
    tasks: once.tasks.length,
    mode: "append",
    appAttempt: 0,
  };
  const driver = factory();
  const failed = async (error: unknown): Promise<OnceEnd> => {
    await quietly(() => driver.abortJob(job, ctx));
    return { outcome: "failed", reason: textOf(error) };
  };
  try {
    await driver.setupJob(job, ctx);
    const commits = await ctx.parallel(once.tasks, (parts, inner, task) =>
      runTask(factory, attemptOf(job, task), parts, inner),
    );
    const outcome = await driver.commitJob(job, commits, ctx);
    if (outcome === "failed") return await failed("commitJob: failed");
    return outcome === "landed" ? { outcome } : { outcome, reason: "The committer does not know." };
  } catch (error) {
    if (error instanceof StoreRefused) return { outcome: "refused", reason: error.message };
    return failed(error);
  }
}

async function runTask(
  factory: CommitterFactory,
  attempt: AttemptInfo,
  parts: readonly Part[],
  ctx: Context,
): Promise<TaskCommit> {
  const committer = factory();
  try {
    await committer.setupTask(attempt, ctx);
    for (const part of parts) await committer.write(attempt, part, ctx);
    return (await committer.needsTaskCommit(attempt, ctx)) ? await committer.commitTask(attempt, ctx) : null;
  } catch (error) {
    await quietly(() => committer.abortTask(attempt, ctx));
    throw error;
  }
}

function attemptOf(job: JobInfo, task: number): AttemptInfo {
  const number = String(task).padStart(6, "0");
  return { job, task, attempt: 0, taskId: `task_${number}`, attemptId: `attempt_${number}_0` };
}

/** What an abort leaves behind is litter. */
async function quietly(abort: () => Promise<void>): Promise<void> {
  try {
    await abort();
  } catch {
    // The first error is what counts.
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
