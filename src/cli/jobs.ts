/** What is done on a worker: plain data there and back. Whatever runs a committer's code is such a job. */
import type { CommitterCost } from "../check/cost.js";
import type { ToldRun } from "../check/estimate.js";
import type { DelayProfile } from "../check/profile.js";
import type { CounterexampleFile, VerdictCell } from "../check/verdict.js";
import type { SampledRun } from "../explore/estimate/sample-run.js";
import type { Scenario } from "../job/scenario.js";
import type { IncidentAnswer } from "./incident-job.js";
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
  /** One size of a job, or all that are drawn. */
  readonly sizes: "one" | "all";
  readonly kind: "cost";
  readonly committer: string;
  readonly store: string;
  readonly seed: string;
}

/** Some of the runs of an estimate: from number `from` to before `to`. */
export interface EstimateJob {
  readonly kind: "estimate";
  readonly committer: string;
  readonly store: string;
  readonly scenario: Scenario;
  readonly profile: DelayProfile;
  readonly seed: string;
  readonly from: number;
  readonly to: number;
}

/** One run of an estimate, told step by step. */
export interface ToldRunJob extends Omit<EstimateJob, "kind" | "from" | "to"> {
  readonly kind: "estimate-run";
  readonly run: number;
}

/** A piece of an incident: some of the runs of a setup, a search of its small scope, or one run told by its times. */
export type IncidentJob = {
  readonly kind: "incident";
  readonly incident: string;
  /** Its position. */
  readonly setup: number;
  readonly seed: string;
} & (
  | { readonly what: "runs"; readonly from: number; readonly to: number }
  | { readonly what: "proof" | "timeline" }
);

export type Job = CellJob | ReplayJob | RunJob | CostJob | EstimateJob | ToldRunJob | IncidentJob;

/** What the worker hands back for each kind of job. */
export interface Answers {
  readonly cell: CellAnswer;
  readonly replay: ReplayAnswer;
  readonly run: RunAnswer;
  readonly cost: CommitterCost;
  readonly estimate: readonly SampledRun[];
  readonly "estimate-run": ToldRunAnswer;
  readonly incident: IncidentAnswer;
}

export type ToldRunAnswer = Pick<ToldRun, "ending" | "rows" | "steps">;

export type AnswerTo<J extends Job> = Answers[J["kind"]];

/** What a job is about, for errors: "the committer x on the store y in the scenario z". */
export function subjectOf(job: Job): string {
  if (job.kind === "incident") return `the incident ${job.incident}`;
  const where = `the committer ${job.committer} on the store ${job.store}`;
  return "scenario" in job ? `${where} in the scenario ${job.scenario.name}` : where;
}
