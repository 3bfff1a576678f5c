/**
 * A job's driver as MapReduce has it: an application master, which another one follows if it dies or is taken for dead. The
 * next one is told what tasks its predecessor knew as committed, and goes on from there where the committer can.
 *
 * Source: Hadoop 3.4 `MRAppMaster` (serviceInit, processRecovery), `CommitterEventHandler.handleJobCommit`,
 * `TaskAttemptImpl.recover`, `JobImpl`.
 *
 * What guards the job's commit is three files in the cluster's file system. COMMIT_STARTED is created before it, and may be
 * created once, unless the committer's commit can be repeated; COMMIT_SUCCESS or COMMIT_FAIL after it. Between
 * COMMIT_STARTED and the commit the master waits until it hears that it is still the one.
 *
 * Races left open, as the source has them: a master that is taken for dead after it has heard that goes on. One that finds
 * COMMIT_STARTED there already writes COMMIT_FAIL, though the other may be committing.
 */
import type { KernelContext } from "../sim/context.js";
import { ProcessFault } from "../sim/errors.js";
import { Body } from "../store/body.js";
import { isFileSystemError } from "../store/file-system.js";
import type { BoardAnswer, BoardRequest } from "./board.js";
import { boardService } from "./board.js";
import { type AttemptInfo, type Committer, type CommitterFactory, type Context } from "./committer.js";
import { kernelContext } from "./context.js";
import { type DriverPlan, end, fail, meetOutput, quietly, setUpJob } from "./engine.js";
import { errorText } from "./error-text.js";
import { outcomeOf } from "./hook-answers.js";

export interface MasterPlan extends DriverPlan {
  /** The attempts of the master before this one, by task and attempt, as attempts of this run's job. */
  readonly previous: readonly (readonly AttemptInfo[])[];
}

function ask(kernel: KernelContext, request: BoardRequest): Promise<BoardAnswer> {
  return kernel.call(boardService, request) as Promise<BoardAnswer>;
}

export function masterMain(
  plan: MasterPlan,
  factory: CommitterFactory,
): (kernel: KernelContext) => Promise<void> {
  return async (kernel) => {
    const { run, job } = plan;
    const begun = plan.rerun ? await ask(kernel, { op: "begin", run }) : undefined;
    const committer = factory();
    if (committer.standsOnMessages === true) {
      const reason = "This committer stands on its tasks' messages, and MapReduce hands its driver none.";
      return end(kernel, run, "refused", reason);
    }
    const ctx = kernelContext(kernel);
    const flags = new CommitFlags(job.key);
    if (begun !== undefined) {
      const told = await flags.before(committer, ctx);
      if (told !== undefined) return end(kernel, run, told.outcome, told.reason);
    }
    if (begun === undefined && !(await meetOutput(kernel, plan, committer, ctx))) return;
    if (!(await setUpJob(kernel, plan, committer, ctx))) return;
    if (begun !== undefined && "committed" in begun) await recover(kernel, plan, committer, begun.committed);
    await ask(kernel, { op: "launch", run });
    const tasks = await ask(kernel, { op: "await-tasks", run });
    if (!("tasks" in tasks)) throw new Error("the board answered a driver with something else than tasks");
    if (tasks.tasks === "failed") return fail(kernel, plan, committer, tasks.reason);
    return commit(kernel, plan, committer, flags);
  };
}

/** Takes over each task that the master before knew as committed; one that cannot be is run again. */
async function recover(
  kernel: KernelContext,
  { run, previous }: MasterPlan,
  committer: Committer,
  committed: readonly number[],
): Promise<void> {
  if (committer.recoverTask === undefined) return;
  for (const [task, attempt] of committed.entries()) {
    if (attempt < 0) continue;
    try {
      await committer.recoverTask(previous[task]![attempt]!, kernelContext(kernel));
    } catch {
      continue;
    }
    await ask(kernel, { op: "recovered", run, task, attempt });
  }
}

async function commit(
  kernel: KernelContext,
  plan: MasterPlan,
  committer: Committer,
  flags: CommitFlags,
): Promise<void> {
  const { run, job } = plan;
  const ctx = kernelContext(kernel);
  const repeatable = committer.commitJobRepeatable === true;
  try {
    await flags.write("COMMIT_STARTED", repeatable, ctx);
    // waitForValidCommitWindow: who is not the master any more waits for ever.
    await ask(kernel, { op: "heartbeat", run });
    // MapReduce hands its committer no messages.
    const messages = Array.from({ length: job.tasks }, () => null);
    const outcome = outcomeOf(await committer.commitJob(job, messages, ctx));
    if (outcome === "unknown") return await end(kernel, run, "unknown", "");
    if (outcome === "failed") throw new Error("the committer says that it has failed");
    await flags.write("COMMIT_SUCCESS", repeatable, ctx);
  } catch (error) {
    if (error instanceof ProcessFault) throw error;
    await quietly(() => flags.write("COMMIT_FAIL", repeatable, ctx));
    return fail(kernel, plan, committer, `commitJob: ${errorText(error)}`);
  }
  return end(kernel, run, "landed", "");
}

/** Takes executors, and masters that have a successor, for lost; and aborts the attempts of executors itself. */
export function nodeManagerMain(
  plan: {
    readonly run: number;
    readonly losses: number;
    readonly attempts: readonly (readonly AttemptInfo[])[];
  },
  factory: CommitterFactory,
): (kernel: KernelContext) => Promise<void> {
  return async (kernel) => {
    for (let lost = 0; lost < plan.losses; lost++) {
      const answer = await ask(kernel, { op: "lose", run: plan.run });
      if (!("lost" in answer) || answer.lost === "driver") continue;
      const attempt = plan.attempts[answer.lost.task]![answer.lost.attempt]!;
      // The attempt may be at work still.
      await quietly(() => factory().abortTask(attempt, kernelContext(kernel)));
    }
  };
}

type Flag = "COMMIT_STARTED" | "COMMIT_SUCCESS" | "COMMIT_FAIL";

/** The files that tell the next master how far a commit has come. */
class CommitFlags {
  readonly #folder: string;

  constructor(jobKey: string) {
    this.#folder = `tmp/hadoop-yarn/staging/user/.staging/${jobKey}`;
  }

  /** What an earlier master has left decides: undefined, if this one may go on. A file system that fails ends the job. */
  async before(
    committer: Committer,
    ctx: Context,
  ): Promise<{ readonly outcome: "landed" | "failed"; readonly reason: string } | undefined> {
    try {
      const [started, succeeded, failed] = [
        await this.#has("COMMIT_STARTED", ctx),
        await this.#has("COMMIT_SUCCESS", ctx),
        await this.#has("COMMIT_FAIL", ctx),
      ];
      if (succeeded) return { outcome: "landed", reason: "" };
      if (failed) return { outcome: "failed", reason: "an earlier master has failed to commit the job" };
      if (!started) return undefined;
      if (committer.commitJobRepeatable !== true) {
        return {
          outcome: "failed",
          reason: "an earlier master may be committing the job, which is done once",
        };
      }
      await ctx.files.delete({ path: this.#path("COMMIT_STARTED") });
      return undefined;
    } catch (error) {
      if (isFileSystemError(error)) return { outcome: "failed", reason: errorText(error) };
      throw error;
    }
  }

  /** @throws FileSystemError FileAlreadyExists where it is there, and must not be. */
  async write(flag: Flag, overwrite: boolean, ctx: Context): Promise<void> {
    const how = overwrite ? { overwrite: true as const } : {};
    await ctx.files.create({ path: this.#path(flag), body: Body.empty, ...how });
  }

  async #has(flag: Flag, ctx: Context): Promise<boolean> {
    return (await ctx.files.status({ path: this.#path(flag) })) !== undefined;
  }

  #path(flag: Flag): string {
    return `${this.#folder}/${flag}`;
  }
}
