/** What is done on a worker: plain data there and back. Whatever runs a committer's code is such a job. */
import type { CommitterCost } from "../check/cost.js";
import type { CounterexampleFile, VerdictCell } from "../check/verdict.js";
import type { CellJob } from "./plan.js";
import type { ReplayAnswer, ReplayJob } from "./replay.js";
import type { RunAnswer, RunJob } from "./run-job.js";

export interface CellAnswer {
  /** One per property, in the job's order. */
  readonly cells: readonly VerdictCell[];
  /** By property. */
  readonly counterexamples: readonly (readonly [property: string, file: CounterexampleFile])[];
  readonly interrupted: boolean;
}

/** What a committer's commits cost where nothing goes wrong. */
export interface CostJob {
  readonly kind: "cost";
  readonly committer: string;
  readonly store: string;
  readonly seed: string;
}

export type Job = CellJob | ReplayJob | RunJob | CostJob;

/** What the worker hands back for each kind of job. */
export interface Answers {
  readonly cell: CellAnswer;
  readonly replay: ReplayAnswer;
  readonly run: RunAnswer;
  readonly cost: CommitterCost;
}

export type AnswerTo<J extends Job> = Answers[J["kind"]];

/** What a job is about, for errors: "the committer x on the store y in the scenario z". */
export function subjectOf(job: Job): string {
  const where = `the committer ${job.committer} on the store ${job.store}`;
  return "scenario" in job ? `${where} in the scenario ${job.scenario.name}` : where;
}
