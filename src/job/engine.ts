/**
 * The processes of a job, calling a committer as Spark does.
 *
 * Source of the order: Spark `FileFormatWriter`, `HadoopMapReduceCommitProtocol`, `SparkHadoopMapRedUtil.commitTask`:
 * the driver sets the job up; each attempt sets up, writes, asks whether it needs to commit, asks the driver whether it
 * may, commits or aborts; the driver commits the job when every task has succeeded, and aborts it when one cannot.
 */
import { errorText } from "./error-text.js";
import type { KernelContext } from "../sim/context.js";
import type { BoardAnswer, BoardRequest } from "./board.js";
import { boardService } from "./board.js";
import {
  type AttemptInfo,
  type Committer,
  type CommitterFactory,
  type CommitOutcome,
  type Context,
  type JobInfo,
  type Part,
  StoreRefused,
  type TaskCommit,
} from "./committer.js";
import { kernelContext } from "./context.js";
import { outcomeOf } from "./hook-answers.js";

function ask(kernel: KernelContext, request: BoardRequest): Promise<BoardAnswer> {
  return kernel.call(boardService, request) as Promise<BoardAnswer>;
}

/** What the driver of one run is to do. */
export interface DriverPlan {
  readonly run: number;
  readonly job: JobInfo;
  /** It begins only when the driver before it has died. */
  readonly rerun: boolean;
}

export function driverMain(
  plan: DriverPlan,
  factory: CommitterFactory,
): (kernel: KernelContext) => Promise<void> {
  return async (kernel) => {
    const { run } = plan;
    if (plan.rerun) await ask(kernel, { op: "begin", run });
    const committer = factory();
    const ctx = kernelContext(kernel);
    if (!(await meetOutput(kernel, plan, committer, ctx))) return;
    if (!(await setUpJob(kernel, plan, committer, ctx))) return;
    await ask(kernel, { op: "launch", run });
    const tasks = await ask(kernel, { op: "await-tasks", run });
    if (!("tasks" in tasks)) throw new Error("the board answered a driver with something else than tasks");
    if (tasks.tasks === "failed") return fail(kernel, plan, committer, tasks.reason);
    return conclude(kernel, plan, committer, tasks.commits);
  };
}

/**
 * A second driver of the same run, in the belief that the first one is dead: it commits what the first one commits. The
 * committer is a new one, and was not called before.
 */
export function secondDriverMain(
  plan: DriverPlan,
  factory: CommitterFactory,
): (kernel: KernelContext) => Promise<void> {
  return async (kernel) => {
    const tasks = await ask(kernel, { op: "take-over", run: plan.run });
    if (!("commits" in tasks)) throw new Error("the board answered a driver with something else than tasks");
    return conclude(kernel, plan, factory(), tasks.commits);
  };
}

/** Takes executors for lost: so many at most, any of them, at any time or never. */
export function clusterMain(plan: {
  readonly run: number;
  readonly losses: number;
}): (kernel: KernelContext) => Promise<void> {
  return async (kernel) => {
    for (let lost = 0; lost < plan.losses; lost++) await ask(kernel, { op: "lose", run: plan.run });
  };
}

/** Tidies the table up once, at any time. That it fails is logged, and nobody's concern. */
export function cleanerMain(
  plan: { readonly table: string },
  factory: CommitterFactory,
): (kernel: KernelContext) => Promise<void> {
  return async (kernel) => {
    const committer = factory();
    await quietly(async () => committer.maintain?.(plan.table, kernelContext(kernel)));
    await ask(kernel, { op: "maintained" });
  };
}

/** False: what was there before has ended the job. Spark has begun nothing yet, and aborts nothing. */
export async function meetOutput(
  kernel: KernelContext,
  { run, job }: DriverPlan,
  committer: Committer,
  ctx: Context,
): Promise<boolean> {
  try {
    await lookAtOutput(committer, job, ctx);
    return true;
  } catch (error) {
    await end(kernel, run, error instanceof StoreRefused ? "refused" : "failed", errorText(error));
    return false;
  }
}

/** False: the job has ended with it. */
export async function setUpJob(
  kernel: KernelContext,
  plan: DriverPlan,
  committer: Committer,
  ctx: Context,
): Promise<boolean> {
  try {
    await committer.setupJob(plan.job, ctx);
    return true;
  } catch (error) {
    if (error instanceof StoreRefused) await end(kernel, plan.run, "refused", error.message);
    else await fail(kernel, plan, committer, `setupJob: ${errorText(error)}`);
    return false;
  }
}

/**
 * What Spark does before a job, by its mode, where the protocol does not do it itself (InsertIntoHadoopFsRelationCommand):
 * it looks whether something is there, or deletes it, at once.
 */
async function lookAtOutput(committer: Committer, job: JobInfo, ctx: Context): Promise<void> {
  const { mode } = job;
  if (mode === "append" || committer.modes?.includes(mode) === true) return;
  if (mode === "fail" && committer.outputExists !== undefined) {
    if (await committer.outputExists(job, ctx)) throw new Error(`${job.table} exists already`);
  } else if (mode === "overwrite" && committer.clearOutput !== undefined) {
    await committer.clearOutput(job, ctx);
  } else {
    throw new StoreRefused(`this committer has no mode ${mode}`);
  }
}

/** Commits the job, and tells its user. */
async function conclude(
  kernel: KernelContext,
  plan: DriverPlan,
  committer: Committer,
  commits: readonly TaskCommit[],
): Promise<void> {
  const { outcome, reason } = await commitJob(committer, plan.job, commits, kernel);
  if (outcome === "failed") return fail(kernel, plan, committer, reason);
  // After "unknown" the engine neither reports success nor cleans up: the commit may have landed, or still will.
  return end(kernel, plan.run, outcome, reason);
}

export async function fail(
  kernel: KernelContext,
  { run, job }: DriverPlan,
  committer: Committer,
  reason: string,
): Promise<void> {
  await quietly(() => committer.abortJob(job, kernelContext(kernel)));
  return end(kernel, run, "failed", reason);
}

export async function end(
  kernel: KernelContext,
  run: number,
  outcome: CommitOutcome | "refused",
  reason: string,
): Promise<void> {
  await ask(kernel, { op: "finish", run, outcome, reason });
}

async function commitJob(
  committer: Committer,
  job: JobInfo,
  commits: readonly TaskCommit[],
  kernel: KernelContext,
): Promise<{ readonly outcome: CommitOutcome; readonly reason: string }> {
  let returned: CommitOutcome;
  try {
    returned = await committer.commitJob(job, commits, kernelContext(kernel));
  } catch (error) {
    return { outcome: "failed", reason: `commitJob: ${errorText(error)}` };
  }
  const outcome = outcomeOf(returned);
  return { outcome, reason: outcome === "failed" ? "commitJob: failed" : "" };
}

/** What one attempt is to do. */
export interface AttemptPlan {
  readonly run: number;
  readonly attempt: AttemptInfo;
  readonly parts: readonly Part[];
  /** Ask the driver before the commit (Spark: spark.hadoop.outputCommitCoordination.enabled). */
  readonly coordinated: boolean;
  /** Whether the driver is handed what the commit returns. */
  readonly messages: boolean;
}

export function attemptMain(
  plan: AttemptPlan,
  factory: CommitterFactory,
): (kernel: KernelContext) => Promise<void> {
  const { run, attempt: info } = plan;
  const { task, attempt } = info;
  return async (kernel) => {
    await ask(kernel, { op: "await-launch", run, task, attempt });
    const committer = factory();
    const ctx = kernelContext(kernel);
    let commit: TaskCommit;
    try {
      await committer.setupTask(info, ctx);
      for (const part of plan.parts) await committer.write(info, part, ctx);
      commit = null;
      // Spark and MapReduce both report success without a commit where none is needed.
      if (await committer.needsTaskCommit(info, ctx)) {
        const grant = plan.coordinated ? await mayCommit(kernel, plan) : "granted";
        // No answer: the executor exits without an abort (MapReduce: exit code 67).
        if (grant === "unreachable") return;
        if (grant === "denied") return await quietly(() => committer.abortTask(info, ctx));
        commit = await committer.commitTask(info, ctx);
        if (commit !== null && !plan.messages) throw new Error(messageUndelivered);
      }
    } catch (error) {
      await quietly(() => committer.abortTask(info, ctx));
      await ask(kernel, { op: "report", run, task, attempt, failure: errorText(error) });
      return;
    }
    await ask(kernel, { op: "report", run, task, attempt, commit });
  };
}

const messageUndelivered =
  "commitTask returned a message, which MapReduce hands nobody; a committer that stands on messages says so (standsOnMessages)";

async function mayCommit(
  kernel: KernelContext,
  plan: AttemptPlan,
): Promise<"granted" | "denied" | "unreachable"> {
  const { task, attempt } = plan.attempt;
  const answer = await ask(kernel, { op: "may-commit", run: plan.run, task, attempt });
  if (!("grant" in answer)) throw new Error("the board answered an attempt with something else than a grant");
  return answer.grant;
}

/** An abort is best effort: the engine logs its errors and goes on. */
export async function quietly(abort: () => Promise<void>): Promise<void> {
  try {
    await abort();
  } catch {
    // What an abort leaves behind is litter, and judged as such.
  }
}
