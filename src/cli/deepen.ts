/**
 * `check --budget`: larger and larger bounds, as far as the time goes. What is reported are the largest that closed, so a
 * slower machine says the same of smaller bounds. This is the only place where a verdict depends on the clock.
 */
import type { Bounds, Circumstances } from "../check/verdict.js";
import { withBounds } from "../job/scenario.js";
import { UsageError } from "./errors.js";
import type { CellAnswer } from "./jobs.js";
import type { CellJob } from "./plan.js";
import { type PoolOptions, runJobs } from "./pool.js";

/** A search of more states than this is given up, whatever time is left: memory is what it would take. */
const statesMost = 3_000_000;

/** Bounds that grow, in turn; those that do not begin at 0 or 1 grow only if the user's own are larger. */
const growing: readonly {
  readonly bound: Exclude<keyof Bounds, keyof Circumstances>;
  readonly from: number;
}[] = [
  { bound: "anomalies", from: 1 },
  { bound: "faults", from: 1 },
  { bound: "crashes", from: 1 },
  { bound: "tasks", from: 1 },
  { bound: "files", from: 1 },
  { bound: "zombies", from: 1 },
  { bound: "polls", from: 1 },
  { bound: "writers", from: 2 },
];

/** Bounds after a number of steps: one bound is one larger with each step, all that grow in turn. */
export function grown(bounds: Bounds, steps: number): Bounds {
  const free = growing.filter(({ bound, from }) => bounds[bound] >= from);
  let larger = bounds;
  for (let step = 0; step < steps; step++) {
    const { bound } = free[step % free.length]!;
    larger = { ...larger, [bound]: larger[bound] + 1 };
  }
  return larger;
}

/** `60s`, `5m`, `1h` in milliseconds. @throws UsageError */
export function readBudget(text: string): number {
  const [, number, unit = ""] = /^(\d{1,6})(s|m|h)$/u.exec(text) ?? [];
  const seconds = { s: 1, m: 60, h: 3600 }[unit];
  if (number === undefined || seconds === undefined || Number(number) === 0) {
    throw new UsageError(`--budget must be a time such as 60s, 5m or 1h, and is "${text}".`);
  }
  return Number(number) * seconds * 1000;
}

/** A search that is to be made larger. */
interface Ladder {
  readonly base: CellJob;
  /** The largest search that closed, or the smallest one, where none did. */
  job: CellJob;
  answer: CellAnswer | undefined;
  open: boolean;
}

export interface Deepened {
  /** The jobs with the bounds that are reported. */
  readonly jobs: readonly CellJob[];
  readonly answers: readonly (CellAnswer | undefined)[];
}

/** Searches each job's scope, then larger ones. `budget`: milliseconds for all together. */
export async function deepen(
  jobs: readonly CellJob[],
  options: PoolOptions,
  budget: number,
): Promise<Deepened> {
  const stop = AbortSignal.any([options.stop, AbortSignal.timeout(budget)]);
  const ladders = jobs.map((base): Ladder => ({ base, job: base, answer: undefined, open: true }));
  for (let steps = 0; !stop.aborted; steps++) {
    const open = ladders.filter((ladder) => ladder.open);
    if (open.length === 0) break;
    const larger = open.map(({ base }) => searchOf(base, steps));
    const answers = await runJobs(larger, { ...options, stop });
    for (const [index, ladder] of open.entries()) climb(ladder, larger[index]!, answers[index]);
  }
  return { jobs: ladders.map(({ job }) => job), answers: ladders.map(({ answer }) => answer) };
}

function searchOf(base: CellJob, steps: number): CellJob {
  const scenario = withBounds(base.scenario, grown(base.scenario.bounds, steps));
  return { ...base, scenario, effort: { ...base.effort, states: statesMost, executions: 0 } };
}

function climb(ladder: Ladder, job: CellJob, answer: CellAnswer | undefined): void {
  const cells = answer?.cells ?? [];
  const closed =
    cells.length > 0 && cells.every(({ reason = "" }) => !/^(?:limit|interrupted)/u.test(reason));
  if (closed || ladder.answer === undefined) {
    ladder.job = job;
    ladder.answer = answer;
  }
  // Where everything is violated, or the committer declines the store, a larger scope has nothing to add.
  ladder.open = closed && cells.some(({ verdict }) => verdict === "holds" || verdict === "unknown");
}
