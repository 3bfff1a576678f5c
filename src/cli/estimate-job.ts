/** Estimates: planned as runs of runs, made on workers, added up. */
import type { Estimate, ToldRun } from "../check/estimate.js";
import type { Bounds } from "../check/verdict.js";
import type { DelayProfile } from "../check/profile.js";
import { endingOf, sampleRuns, summarise } from "../explore/estimate/estimate.js";
import type { SampledRun } from "../explore/estimate/sample-run.js";
import { tellRun } from "../explore/estimate/timeline.js";
import { sample } from "../explore/sample.js";
import { Stepper } from "../explore/steps.js";
import type { Watch } from "../explore/watch.js";
import type { Scenario } from "../job/scenario.js";
import { buildStage, type PartSource, type Stage } from "../job/stage.js";
import type { EstimateJob, ToldRunAnswer, ToldRunJob } from "./jobs.js";
import { findStore, loadCommitter, properties } from "./registry.js";
import { tool } from "./version.js";

/** What is estimated. */
export interface EstimatePlan {
  readonly committer: string;
  readonly store: string;
  readonly scenario: Scenario;
  readonly profile: DelayProfile;
  readonly seed: string;
  readonly runs: number;
}

/** Runs of one job: so many that a worker is not idle for long at the end, and not so few that stages are built all the time. */
const runsPerJob = 250;

/** The numbers of `runs` runs in pieces, each for one job: those from `from` on, up to but not `to`. */
export function piecesOf(
  runs: number,
  workers: number,
): readonly { readonly from: number; readonly to: number }[] {
  const size = Math.max(1, Math.min(runsPerJob, Math.ceil(runs / workers)));
  return Array.from({ length: Math.ceil(runs / size) }, (_, index) => ({
    from: index * size,
    to: Math.min(runs, (index + 1) * size),
  }));
}

export function planEstimate(plan: EstimatePlan, workers: number): readonly EstimateJob[] {
  const { runs, ...rest } = plan;
  return piecesOf(runs, workers).map((piece) => ({ kind: "estimate", ...rest, ...piece }));
}

/** @throws ProcessFault */
export async function runEstimate(
  job: EstimateJob,
  parts: PartSource,
  watch: Watch,
): Promise<readonly SampledRun[]> {
  const { profile, seed } = job;
  if (job.from === 0) await refuseSharedMemory(job, parts);
  return sampleRuns({ stage: await stageOf(job, parts), profile, properties, seed }, job, watch);
}

/** Executions of a small scope that show whether processes share memory. */
const checkedExecutions = 4;

/**
 * An estimate runs each process once, and would not notice that one depends on what another did beside the store. So some
 * executions of a small scope come first, in which every process is run again alone.
 *
 * @throws ProcessFault
 */
async function refuseSharedMemory(job: EstimateJob, parts: PartSource): Promise<void> {
  const { tasks, files } = job.scenario.bounds;
  const bounds = { ...job.scenario.bounds, tasks: Math.min(tasks, 2), files: Math.min(files, 1) };
  const factory = await loadCommitter(job.committer);
  const personality = findStore(job.store);
  const stage = await buildStage({ factory, personality, bounds, seed: job.seed, parts, check: true });
  await sample(new Stepper(stage, properties), { executions: checkedExecutions, seed: job.seed });
}

/** @throws ProcessFault */
export async function runTold(job: ToldRunJob, parts: PartSource): Promise<ToldRunAnswer> {
  const { profile, seed } = job;
  const plan = { stage: await stageOf(job, parts), profile, properties: [], seed, computed: new Map() };
  const { sampled, steps } = await tellRun(plan, job.run);
  const { acked, readable, lost, surplus } = sampled;
  return { ending: endingOf(sampled), rows: { acked, readable, lost, surplus }, steps };
}

async function stageOf(job: EstimateJob | ToldRunJob, parts: PartSource): Promise<Stage> {
  const { committer, store, scenario, profile, seed } = job;
  const factory = await loadCommitter(committer);
  const bounds = { ...scenario.bounds, ...faultsOf(profile) };
  return buildStage({ factory, personality: findStore(store), bounds, seed, parts });
}

/** Faults that a store has only where they are asked for. */
function faultsOf({ faults }: DelayProfile): Pick<Bounds, "throttling" | "resumes"> {
  const { throttled = 0, resumed = 0 } = faults?.chance ?? {};
  return { ...(throttled > 0 ? { throttling: 1 } : {}), ...(resumed > 0 ? { resumes: 1 } : {}) };
}

/** `answers` as the pool gives them to `jobs`; where one is missing, the run was interrupted. */
export function estimateOf(
  plan: EstimatePlan,
  command: string,
  jobs: readonly EstimateJob[],
  answers: readonly (readonly SampledRun[] | undefined)[],
): Estimate {
  const { committer, store, scenario, profile, seed, runs: asked } = plan;
  const runs = answers.flatMap((answer) => answer ?? []);
  const { bounds } = scenario;
  return {
    schema: "lakelitmus/estimate@1",
    tool,
    command,
    committer,
    store,
    scenario: scenario.name,
    bounds,
    profile,
    seed,
    asked,
    ...firstLost(jobs, answers),
    ...rounded(summarise(runs, properties)),
  };
}

function firstLost(
  jobs: readonly EstimateJob[],
  answers: readonly (readonly SampledRun[] | undefined)[],
): Pick<Estimate, "firstLost"> {
  for (const [index, job] of jobs.entries()) {
    const at = answers[index]?.findIndex(({ lost }) => lost > 0) ?? -1;
    if (at >= 0) return { firstLost: job.from + at };
  }
  return {};
}

/** One run, as it is told. */
export function toldRunOf(plan: EstimatePlan, command: string, run: number, answer: ToldRunAnswer): ToldRun {
  const { committer, store, scenario, profile, seed } = plan;
  const { name, bounds } = scenario;
  const head = { schema: "lakelitmus/estimate-run@1", tool, command } as const;
  return { ...head, committer, store, scenario: name, bounds, profile, seed, run, ...answer };
}

/** Six significant digits: what a rate of so many runs can say, and the same on every machine. */
export function rounded<T>(value: T): T {
  if (typeof value === "number") return Number(value.toPrecision(6)) as T;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(rounded) as T;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, rounded(one)])) as T;
}
