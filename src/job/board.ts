/**
 * The engine's own memory: which attempts were launched, who may commit, what was reported. It is a service, so that
 * every message between driver and attempts is a step that others can come before or after.
 *
 * Source of the rules: Spark `TaskSetManager` (retries, speculation), `OutputCommitCoordinator` (the first asker of a
 * task is authorised; the lock is cleared when the authorised attempt is reported failed or lost).
 */
import type { coordinations } from "../check/bounds.js";
import type { Event, TableSeen } from "../check/events.js";
import { canonical } from "../sim/canonical.js";
import type { Outcome, Service } from "../sim/service.js";
import type { JobInfo, TaskCommit } from "./committer.js";

/** The name of the board among a scenario's services. */
export const boardService = "engine";

/** `lost`: the engine has given it up, and it may run on. */
type AttemptPhase = "idle" | "launched" | "granted" | "lost" | "over";

export interface TaskState {
  readonly attempts: readonly AttemptPhase[];
  /** How many attempts have failed. */
  readonly failures: number;
  /** The attempt that may commit; -1: nobody has asked. */
  readonly granted: number;
  /** The attempt whose success the driver has heard of first; -1: none. */
  readonly winner: number;
  readonly commit: TaskCommit;
}

interface RunState {
  /** `waiting`: a rerun whose predecessor lives. `dead`: its driver has crashed. */
  readonly phase: "waiting" | "running" | "committing" | "over" | "dead";
  readonly tasks: readonly TaskState[];
  /** Its driver was taken for dead, and may run on: nobody hears it any more. */
  readonly orphaned?: true;
}

export type BoardState = readonly RunState[];

/** One run of a job, as the board must know it. */
export interface RunPlan {
  readonly job: JobInfo;
  /** What events call the run's attempts: unlike any other's. */
  readonly id: string;
  /** What events call the run: a driver's successor goes on with the same one. */
  readonly told: string;
  readonly driver: string;
  /** Process names of the attempts, by task and attempt. */
  readonly attempts: readonly (readonly string[])[];
  /** How many attempts of each task are launched at the start. */
  readonly launched: readonly number[];
  /** Failures of one task that fail the job. */
  readonly failuresMax: number;
  /** The rules by which attempts may commit: see `coordinations` in src/check/bounds.ts. Left out: the full ones. */
  readonly coordination?: (typeof coordinations)[number];
  /** The driver gives a job up while attempts still run (Spark); else it waits for them (MapReduce: FAIL_WAIT). */
  readonly lingering: boolean;
  /** Index of the run whose driver's crash starts this one. */
  readonly after?: number;
  /** The engine is MapReduce: a driver may be taken for dead if another run follows it, which is told of its tasks. */
  readonly succession?: { readonly next: boolean };
}

export type BoardRequest =
  | { readonly op: "begin"; readonly run: number }
  | { readonly op: "launch"; readonly run: number }
  | { readonly op: "await-tasks"; readonly run: number }
  /** A second driver of the job, which commits what the first one commits. */
  | { readonly op: "take-over"; readonly run: number }
  /** A task that an earlier driver knew as committed counts as such. */
  | { readonly op: "recovered"; readonly run: number; readonly task: number; readonly attempt: number }
  /** Is this driver still the job's? Who is not, waits for ever. */
  | { readonly op: "heartbeat"; readonly run: number }
  /** The engine takes an executor for lost, or a driver for dead; which one, is the answer. */
  | { readonly op: "lose"; readonly run: number }
  | {
      readonly op: "finish";
      readonly run: number;
      readonly outcome: "landed" | "failed" | "unknown" | "refused";
      readonly reason: string;
    }
  | { readonly op: "await-launch"; readonly run: number; readonly task: number; readonly attempt: number }
  | { readonly op: "may-commit"; readonly run: number; readonly task: number; readonly attempt: number }
  | {
      readonly op: "report";
      readonly run: number;
      readonly task: number;
      readonly attempt: number;
      readonly commit?: TaskCommit;
      readonly failure?: string;
    }
  /** A cleaner has come to its end. */
  | { readonly op: "maintained" }
  | { readonly op: "observed"; readonly reader: string; readonly poll: number; readonly table: TableSeen };

export type BoardAnswer =
  | { readonly ok: true }
  | {
      readonly tasks: "committed";
      readonly commits: readonly TaskCommit[];
      readonly attempts: readonly number[];
    }
  | { readonly tasks: "failed"; readonly reason: string }
  | { readonly lost: { readonly task: number; readonly attempt: number } | "driver" }
  /** By task: the attempt that the driver before knew as committed; -1: none. */
  | { readonly committed: readonly number[] }
  | { readonly grant: "granted" | "denied" | "unreachable" };

type BoardOutcome = Outcome<BoardState, BoardRequest, BoardAnswer>;

const ok: BoardAnswer = Object.freeze({ ok: true });

export class JobBoard implements Service<BoardState, BoardRequest, BoardAnswer> {
  readonly name = boardService;
  readonly initial: BoardState;
  readonly #runs: readonly RunPlan[];

  constructor(runs: readonly RunPlan[]) {
    this.#runs = runs;
    this.initial = runs.map((run) => ({
      phase: run.after === undefined ? "running" : "waiting",
      tasks: run.attempts.map((attempts) => ({
        attempts: attempts.map(() => "idle" as const),
        failures: 0,
        granted: -1,
        winner: -1,
        commit: null,
      })),
    }));
  }

  outcomes(state: BoardState, request: BoardRequest): readonly BoardOutcome[] {
    switch (request.op) {
      case "begin":
        return this.#begin(state, request.run);
      case "launch":
        return this.#launch(state, request.run);
      case "await-tasks":
        return this.#awaitTasks(state, request.run);
      case "take-over":
        return this.#takeOver(state, request.run);
      case "lose":
        return this.#lose(state, request.run);
      case "recovered":
        return this.#recovered(state, request);
      case "heartbeat":
        return state[request.run]!.orphaned === true ? [] : [outcome(state, ok)];
      case "finish":
        return this.#finish(state, request);
      case "await-launch":
        return state[request.run]!.tasks[request.task]!.attempts[request.attempt] === "launched"
          ? [outcome(state, ok)]
          : [];
      case "may-commit":
        return this.#mayCommit(state, request);
      case "report":
        return this.#report(state, request);
      case "maintained":
        return [outcome(state, ok, [], ["maintained"])];
      case "observed": {
        const { reader, poll, table } = request;
        const during = state.some((run) => run.phase === "committing");
        return [
          outcome(state, ok, [{ type: "read", reader, poll, table }], during ? ["read-during-commit"] : []),
        ];
      }
    }
  }

  crashed(
    state: BoardState,
    process: string,
  ): { readonly next: BoardState; readonly events: readonly Event[] } {
    for (const [index, plan] of this.#runs.entries()) {
      const run = state[index]!;
      if (plan.driver === process) {
        return {
          next: run.phase === "over" ? state : state.with(index, { ...run, phase: "dead" }),
          events: [],
        };
      }
      for (const [task, names] of plan.attempts.entries()) {
        const attempt = names.indexOf(process);
        if (attempt < 0) continue;
        // It was lost already: its death is news to nobody.
        if (run.tasks[task]!.attempts[attempt] === "lost") return { next: state, events: [] };
        const events: Event[] = [{ type: "discarded", why: "lost", job: plan.id, task, attempt }];
        return { next: this.#failed(state, index, task, attempt), events };
      }
    }
    return { next: state, events: [] };
  }

  mutates(): boolean {
    // A message that its sender did not live to see sent was not sent.
    return false;
  }

  idles(request: BoardRequest): boolean {
    const { op } = request;
    return ["await-launch", "begin", "take-over", "lose", "heartbeat"].includes(op);
  }

  encode(state: BoardState): string {
    return canonical(state);
  }

  #begin(state: BoardState, index: number): readonly BoardOutcome[] {
    const before = this.#runs[index]!.after;
    const predecessor = before === undefined ? undefined : state[before]!;
    if (predecessor !== undefined && predecessor.phase !== "dead" && predecessor.orphaned !== true) return [];
    const next = state.with(index, { ...state[index]!, phase: "running" });
    if (this.#runs[index]!.succession === undefined) return [outcome(next, ok, [], ["rerun"])];
    const committed = predecessor?.tasks.map(({ winner }) => winner) ?? [];
    return [outcome(next, { committed }, [], ["rerun"])];
  }

  #launch(state: BoardState, index: number): readonly BoardOutcome[] {
    const plan = this.#runs[index]!;
    const run = state[index]!;
    const tasks = run.tasks.map((task, number) => ({
      ...task,
      attempts: task.attempts.map((phase, attempt) =>
        task.winner < 0 && attempt < plan.launched[number]! ? "launched" : phase,
      ),
    }));
    const events: Event[] = [{ type: "started", job: plan.told, jobKey: plan.job.key }];
    const speculative = plan.launched.some((count) => count > 1);
    return [outcome(state.with(index, { ...run, tasks }), ok, events, speculative ? ["speculation"] : [])];
  }

  #awaitTasks(state: BoardState, index: number): readonly BoardOutcome[] {
    const { failuresMax, lingering } = this.#runs[index]!;
    const run = state[index]!;
    const lost = run.tasks.findIndex((task) => task.winner < 0 && task.failures >= failuresMax);
    if (lost >= 0) {
      if (!lingering && run.tasks.some((task) => liveAttempts(task) > 0)) return [];
      const reason = `task ${lost} failed ${failuresMax} ${failuresMax === 1 ? "time" : "times"}`;
      return [outcome(state, { tasks: "failed", reason })];
    }
    if (run.tasks.some((task) => task.winner < 0)) return [];
    return [outcome(state.with(index, { ...run, phase: "committing" }), committed(run))];
  }

  /** As soon as the first driver commits, and at any time after it: it may have been taken for dead. */
  #takeOver(state: BoardState, index: number): readonly BoardOutcome[] {
    const run = state[index]!;
    if (run.phase === "running" || run.tasks.some((task) => task.winner < 0)) return [];
    return [outcome(state, committed(run), [], ["second-driver"])];
  }

  /**
   * Any executor may be taken for lost while its attempt runs: its heartbeats did not come (Spark: ExecutorLostFailure;
   * MapReduce: mapreduce.task.timeout). Its attempt counts as failed. Whether it is committing nobody asks.
   */
  #lose(state: BoardState, index: number): readonly BoardOutcome[] {
    const { attempts: names, id: job } = this.#runs[index]!;
    const run = state[index]!;
    const outcomes: BoardOutcome[] = this.#loseDriver(state, index);
    if (run.phase !== "running") return outcomes;
    for (const [number, task] of run.tasks.entries()) {
      for (const [attempt, phase] of task.attempts.entries()) {
        if (task.winner >= 0 || (phase !== "launched" && phase !== "granted")) continue;
        const event: Event = { type: "discarded", why: "lost", job, task: number, attempt };
        const next = this.#failed(state, index, number, attempt, "lost");
        const label = `the engine takes ${names[number]![attempt]!} for lost, and it runs on`;
        const lost = outcome(next, { lost: { task: number, attempt } }, [event], ["executor-lost"]);
        outcomes.push({ ...lost, label });
      }
    }
    return outcomes;
  }

  /** Its successor begins, and hears no more of it (YARN: the resource manager starts another application attempt). */
  #loseDriver(state: BoardState, index: number): BoardOutcome[] {
    const { succession, driver } = this.#runs[index]!;
    const run = state[index]!;
    const works = run.phase === "running" || run.phase === "committing";
    if (succession?.next !== true || !works || run.orphaned === true) return [];
    const lost = outcome(
      state.with(index, { ...run, orphaned: true }),
      { lost: "driver" },
      [],
      ["driver-lost"],
    );
    return [{ ...lost, label: `the engine takes ${driver} for dead, and it runs on` }];
  }

  #recovered(
    state: BoardState,
    { run, task, attempt }: BoardRequest & { readonly op: "recovered" },
  ): readonly BoardOutcome[] {
    const before = state[run]!.tasks[task]!;
    return [outcome(this.#with(state, run, task, { ...before, winner: attempt }), ok, [], ["recovered"])];
  }

  #finish(state: BoardState, request: BoardRequest & { readonly op: "finish" }): readonly BoardOutcome[] {
    const { told: job, job: info } = this.#runs[request.run]!;
    const jobKey = info.key;
    const run = state[request.run]!;
    // The user listens to its successor.
    if (run.orphaned === true) {
      return [outcome(state.with(request.run, { ...run, phase: "over" }), ok, [], ["unheard"])];
    }
    const { reason } = request;
    const events: Record<typeof request.outcome, Event> = {
      landed: { type: "acked", job, jobKey, attempts: run.tasks.map((task) => task.winner) },
      failed: { type: "failed", job, jobKey, reason },
      unknown: { type: "unknown", job, jobKey },
      refused: { type: "refused", job, jobKey, reason },
    };
    const witness = { landed: "ack", failed: "job-failed", unknown: "job-unknown", refused: "refusal" }[
      request.outcome
    ];
    return [
      outcome(state.with(request.run, { ...run, phase: "over" }), ok, [events[request.outcome]], [witness]),
    ];
  }

  #mayCommit(
    state: BoardState,
    request: BoardRequest & { readonly op: "may-commit" },
  ): readonly BoardOutcome[] {
    const run = state[request.run]!;
    // A driver that is gone answers nobody; one that is past its tasks refuses (Spark: the stage has ended).
    if (run.phase === "dead") return [outcome(state, { grant: "unreachable" }, [], ["driver-unreachable"])];
    const task = run.tasks[request.task]!;
    // One that counts as failed is refused (SPARK-19631), whoever holds the lock now.
    const { coordination } = this.#runs[request.run]!;
    const lost = coordination !== "grants-to-failed" && task.attempts[request.attempt] === "lost";
    if (!lost && run.phase === "running" && (task.granted < 0 || task.granted === request.attempt)) {
      const failed = task.attempts[request.attempt] === "lost";
      const attempts = failed ? task.attempts : task.attempts.with(request.attempt, "granted");
      const next = this.#with(state, request.run, request.task, {
        ...task,
        attempts,
        granted: request.attempt,
      });
      return [outcome(next, { grant: "granted" })];
    }
    const attempts = task.attempts.with(request.attempt, "over");
    const next = this.#with(state, request.run, request.task, { ...task, attempts });
    const job = this.#runs[request.run]!.id;
    const events: Event[] = [
      { type: "discarded", why: "denied", job, task: request.task, attempt: request.attempt },
    ];
    return [outcome(next, { grant: "denied" }, events, ["commit-denied"])];
  }

  #report(state: BoardState, request: BoardRequest & { readonly op: "report" }): readonly BoardOutcome[] {
    const { run: index, task: number, attempt, failure } = request;
    const before = state[index]!.tasks[number]!;
    if (before.attempts[attempt] === "lost") {
      // Nobody listens to it any more (Spark: TaskSchedulerImpl ignores updates of tasks that it has given up).
      const attempts = before.attempts.with(attempt, "over");
      const witness = failure === undefined ? ["success-ignored"] : [];
      return [outcome(this.#with(state, index, number, { ...before, attempts }), ok, [], witness)];
    }
    if (failure !== undefined) {
      const job = this.#runs[index]!.id;
      const events: Event[] = [{ type: "discarded", why: "failed", job, task: number, attempt }];
      return [outcome(this.#failed(state, index, number, attempt), ok, events, ["attempt-failed"])];
    }
    const task = before;
    const attempts = task.attempts.with(attempt, "over");
    const won = task.winner < 0 ? { winner: attempt, commit: request.commit ?? null } : {};
    const witnesses = task.winner < 0 ? [] : ["second-success"];
    return [outcome(this.#with(state, index, number, { ...task, ...won, attempts }), ok, [], witnesses)];
  }

  /** An attempt has failed or was lost: its lock is cleared, and the next attempt launched while the job may go on. */
  #failed(
    state: BoardState,
    index: number,
    number: number,
    attempt: number,
    phase: "over" | "lost" = "over",
  ): BoardState {
    const run = state[index]!;
    const task = run.tasks[number]!;
    const failures = task.failures + 1;
    let attempts = task.attempts.with(attempt, phase);
    const idle = attempts.indexOf("idle");
    const live = run.phase === "running" && task.winner < 0 && failures < this.#runs[index]!.failuresMax;
    if (live && idle >= 0) attempts = attempts.with(idle, "launched");
    // SPARK-6614: only of the attempt that has the lock.
    const clears = task.granted === attempt || this.#runs[index]!.coordination === "clears-on-any-failure";
    const granted = clears ? -1 : task.granted;
    return this.#with(state, index, number, { ...task, attempts, failures, granted });
  }

  #with(state: BoardState, index: number, number: number, task: TaskState): BoardState {
    const run = state[index]!;
    return state.with(index, { ...run, tasks: run.tasks.with(number, task) });
  }
}

/** How many attempts of a task are under way. */
export function liveAttempts(task: TaskState): number {
  return task.attempts.filter((phase) => phase === "launched" || phase === "granted").length;
}

function committed(run: RunState): BoardAnswer {
  const { tasks } = run;
  const commits = tasks.map((task) => task.commit);
  return { tasks: "committed", commits, attempts: tasks.map((task) => task.winner) };
}

function outcome(
  next: BoardState,
  answer: BoardAnswer,
  events: readonly Event[] = [],
  witnesses: readonly string[] = [],
): BoardOutcome {
  return { answer, next, anomalies: 0, faults: 0, effects: [], events, witnesses };
}
