/** Incidents: planned as jobs for workers, and put together again. */
import type { RowsRate } from "../check/estimate.js";
import type { IncidentReport, Proof, SetupReport } from "../check/incident.js";
import { sampleRuns, summarise } from "../explore/estimate/estimate.js";
import type { SampledRun } from "../explore/estimate/sample-run.js";
import { firstRun, type Timeline } from "../explore/estimate/timeline.js";
import { type Proven, prove } from "../explore/prove.js";
import type { Watch } from "../explore/watch.js";
import type { Bill, Figure, Incident, Setup } from "../job/incident.js";
import { buildProgramStage } from "../job/program-stage.js";
import type { Bounds } from "../check/verdict.js";
import { findScenario } from "../job/scenario.js";
import { buildStage, type PartSource, type Stage } from "../job/stage.js";
import { count, scopeWords } from "../report/words.js";
import { type Billed, billOf, requestsPerFile } from "./incident-bill.js";
import { piecesOf, rounded } from "./estimate-job.js";
import type { IncidentJob } from "./jobs.js";
import { findIncident, findProperty, findStore, loadCommitter } from "./registry.js";
import { tool } from "./version.js";

/** What one job of an incident came to. */
export type IncidentAnswer =
  | { readonly what: "runs"; readonly runs: readonly SampledRun[] }
  | { readonly what: "proof"; readonly proof: Proven }
  | { readonly what: "timeline"; readonly timeline: Timeline | undefined };

/** States that a search of a small scope may take. */
const statesMost = 500_000;

/** Runs of the small scope in which one that goes wrong is looked for. */
const timelineRuns = 40_000;

const scenario = "one-job";

/** The property that a job comes to an end. */
const canEnd = "every-job-can-end";

function boundsWith(more: Partial<Bounds>): Bounds {
  return { ...findScenario(scenario)!.bounds, ...more };
}

export interface IncidentOptions {
  readonly seed: string;
  /** The small numbers of runs that tests make. */
  readonly quick: boolean;
  /** In place of either. */
  readonly runs?: number;
}

export function planIncident(
  incident: Incident,
  options: IncidentOptions,
  workers: number,
): readonly IncidentJob[] {
  return incident.setups.flatMap((setup, index): IncidentJob[] => {
    const job = { kind: "incident", incident: incident.name, setup: index, seed: options.seed } as const;
    const runs = runsOf(setup, options);
    const pieces = piecesOf(runs, workers).map((piece) => ({ ...job, what: "runs" as const, ...piece }));
    return [
      ...pieces,
      { ...job, what: "proof" },
      ...(index === 0 || setup.told === true ? [{ ...job, what: "timeline" as const }] : []),
    ];
  });
}

function runsOf(setup: Setup, { quick, runs }: IncidentOptions): number {
  return runs ?? (quick ? setup.quick : setup.runs);
}

/** @throws ProcessFault */
export async function runIncidentJob(
  job: IncidentJob,
  parts: PartSource,
  watch: Watch,
): Promise<IncidentAnswer> {
  const setup = findIncident(job.incident).setups[job.setup]!;
  const property = findProperty(setup.property);
  const { seed } = job;
  const { profile } = setup;
  if (job.what === "runs") {
    const stage = await stageOf(setup, "large", seed, parts);
    return {
      what: "runs",
      runs: await sampleRuns({ stage, profile, properties: [property], seed }, job, watch),
    };
  }
  const stage = await stageOf(setup, job.what === "proof" ? "small" : "told", seed, parts);
  if (job.what === "proof") {
    // A remedy that never ends is none.
    const properties = setup.claim === "fix" ? [property, findProperty(canEnd)] : [property];
    return { what: "proof", proof: await prove(stage, properties, statesMost, watch) };
  }
  const plan = { stage, profile, properties: [property], seed, computed: new Map<string, unknown>() };
  return {
    what: "timeline",
    timeline: await firstRun(job.setup === 0 ? "violated" : "out-of-date", plan, timelineRuns, watch),
  };
}

async function stageOf(
  { run, store }: Setup,
  size: "large" | "small" | "told",
  seed: string,
  parts: PartSource,
): Promise<Stage> {
  const personality = findStore(store);
  if ("committer" in run) {
    const more = size === "large" ? run.bounds : run.small;
    const bounds = boundsWith(more);
    return buildStage({ factory: await loadCommitter(run.committer), personality, bounds, seed, parts });
  }
  const scope = {
    ...(size === "large" ? { ...run.size, anomalies: 0 } : run.small),
    ...(size === "told" && run.toldItems !== undefined ? { items: run.toldItems } : {}),
    faults: 0,
    crashes: 0,
    zombies: 0,
  };
  return buildProgramStage({ program: run.program, personality, scope, seed, parts });
}

/** `answers` as the pool gives them, for the jobs of {@link planIncident}; undefined where something was interrupted. */
export function reportOf(
  incident: Incident,
  options: IncidentOptions,
  jobs: readonly IncidentJob[],
  answers: readonly (IncidentAnswer | undefined)[],
): IncidentReport {
  const { name, title, story, source, delays, see, setups, bill } = incident;
  const answersOf = (index: number): readonly IncidentAnswer[] =>
    answers.filter(
      (answer, at): answer is IncidentAnswer => answer !== undefined && jobs[at]!.setup === index,
    );
  return {
    schema: "lakelitmus/incident@1",
    tool,
    incident: name,
    title,
    story,
    source,
    delays,
    see,
    seed: options.seed,
    setups: setups.map((setup, index) => setupReport(setup, options, answersOf(index))),
    ...billReport(bill, (index) => billed(setups[index]!, answersOf(index))),
  };
}

/** None where an interruption left nothing to count. */
function billReport(bill: Bill | undefined, of: (setup: number) => Billed): Pick<IncidentReport, "bill"> {
  if (bill === undefined) return {};
  const [without, withTable] = [of(bill.without), of(bill.with)];
  if (without.runs.length === 0 || withTable.runs.length === 0) return {};
  const lost = { without: lostIn(without), with: lostIn(withTable) };
  return { bill: billOf(bill, requestsPerFile(without, withTable), lost) };
}

function billed({ run }: Setup, answers: readonly IncidentAnswer[]): Billed {
  const { tasks, files } = boundsWith("committer" in run ? run.bounds : { tasks: 1, files: 1 });
  return { runs: runsIn(answers), files: tasks * files };
}

function lostIn({ runs }: Billed): RowsRate {
  return rounded(summarise(runs, []).rows.lost);
}

function runsIn(answers: readonly IncidentAnswer[]): readonly SampledRun[] {
  return answers.flatMap((answer) => (answer.what === "runs" ? answer.runs : []));
}

function setupReport(
  setup: Setup,
  options: IncidentOptions,
  answers: readonly IncidentAnswer[],
): SetupReport {
  const { label, claim, run, store, profile, property, figure } = setup;
  const runs = runsIn(answers);
  const summary = rounded(summarise(runs, [{ name: property }]));
  const rows = summary.rows.lost;
  const { violated } = summary.properties[0]!;
  const left = leftOf(setup, runs);
  return {
    label,
    claim,
    subject: "committer" in run ? run.committer : run.program.name,
    store,
    profile: profile.name,
    about: profile.about,
    property,
    size: sizeWords(setup),
    asked: runsOf(setup, options),
    runs: runs.length,
    rows,
    violated,
    ...(left === undefined ? {} : { left }),
    ...(figure === undefined
      ? {}
      : { figure: { words: figure.words, contained: isContained(figure, { rows, violated, left }) } }),
    proof: proofOf(setup, answers),
  };
}

/** The range of items that are left of a run, leaving out 2.5 % of the runs at either end. */
function leftOf({ run, figure }: Setup, runs: readonly SampledRun[]): SetupReport["left"] {
  if ("committer" in run || runs.length === 0 || figure?.of !== "items") return undefined;
  const left = runs.map(({ readable }) => readable / run.size.rows).toSorted((a, b) => a - b);
  const cut = Math.floor(0.025 * left.length);
  return { of: run.size.items, low: left[cut]!, high: left[left.length - 1 - cut]! };
}

function isContained(
  figure: Figure,
  { rows, violated, left }: Pick<SetupReport, "rows" | "violated"> & { readonly left: SetupReport["left"] },
): boolean {
  if (figure.of === "items") return left !== undefined && left.low <= figure.left && figure.left <= left.high;
  const { low, high } = figure.of === "rows" ? rows : violated;
  return low <= figure.rate && figure.rate <= high;
}

function sizeWords({ run }: Setup): string {
  if ("committer" in run) return scopeWords(boundsWith(run.bounds));
  return `${count(run.size.items, "item")} x ${count(run.size.rows, "row")}`;
}

function proofOf({ run }: Setup, answers: readonly IncidentAnswer[]): Proof {
  const found = answers.find((answer) => answer.what === "proof");
  const told = answers.find((answer) => answer.what === "timeline");
  const timeline = told?.what === "timeline" ? told.timeline : undefined;
  const [size, anomalies] =
    "committer" in run
      ? [scopeWords(boundsWith(run.small)), run.small.anomalies ?? 0]
      : [`${count(run.small.items, "item")} x ${count(run.small.rows, "row")}`, run.small.anomalies];
  const proven: Proven =
    found?.what === "proof" ? found.proof : { verdict: "unknown", states: 0, reason: "interrupted" };
  return {
    ...proven,
    scope: `every execution of ${size} with at most ${count(anomalies, "wrong answer")}`,
    ...(timeline === undefined ? {} : { timeline }),
  };
}
