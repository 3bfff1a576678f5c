/** A violation as a file: what was run, the choices, the trace, what the store held at the end. */
import type { Event } from "../check/events.js";
import type { Property, RowCounts, Violation } from "../check/property.js";
import type { Bounds, CounterexampleFile, VerdictCell } from "../check/verdict.js";
import type { Option } from "../sim/world.js";
import type { CellPlan } from "./cell.js";
import { contextSwitches } from "./choices.js";
import type { Stage } from "../job/stage.js";
import type { Stepper } from "./steps.js";
import { tellStory } from "./story.js";
import { traceOf } from "./trace.js";

export async function counterexampleOf(
  plan: CellPlan,
  bounds: Bounds,
  property: Property,
  stepper: Stepper<Stage>,
  path: readonly Option[],
  choices: readonly number[],
  violation: Violation,
): Promise<CounterexampleFile> {
  const { committer, committerDigest, personality, scenario, seed, tool } = plan;
  const report = await reportOn(stepper, path, violation);
  const silent = violation.told !== true && report !== "failure";
  const cost = costOf(path);
  const rows = violation.rows === undefined ? undefined : rowTexts(violation.rows);
  const { trace, ending, story } = await tellStory(plan, bounds, property, choices, path.length);
  return {
    schema: "lakelitmus/counterexample@1",
    tool,
    committer,
    committerDigest,
    store: personality.name,
    scenario: scenario.name,
    property: property.name,
    bounds: { ...bounds },
    seed,
    choices,
    cost,
    silent,
    sentence: await sentenceOf(stepper, path, violation, report),
    anomaly: property.anomaly,
    trace,
    ending,
    ...(rows === undefined ? {} : { rows }),
    story,
  };
}

export function costOf(path: readonly Option[]): CounterexampleFile["cost"] {
  const sum = (of: (option: Option) => number): number =>
    path.reduce((total, option) => total + of(option), 0);
  return {
    anomalies: sum((option) => option.anomalies),
    faults: sum((option) => option.faults),
    crashes: sum((option) => option.crashes),
  };
}

export function rowTexts(rows: RowCounts): NonNullable<VerdictCell["rows"]> {
  return {
    in: String(rows.in),
    acked: String(rows.acked),
    readable: String(rows.readable),
    lost: String(rows.lost),
    surplus: String(rows.surplus),
  };
}

/** What the jobs that a violation is about have reported by then. */
type Report = "success" | "failure" | "nothing";

/**
 * By the last report of each job that the violation is about: a job of which another run succeeded after a failure has succeeded.
 * That some other job failed tells nothing to the one that lost its rows.
 */
async function reportOn(
  stepper: Stepper<Stage>,
  path: readonly Option[],
  { jobs }: Violation,
): Promise<Report> {
  const last = new Map<string, string>();
  for (const event of await eventsOn(stepper, path)) {
    switch (event.type) {
      case "acked":
      case "failed":
      case "unknown":
      case "refused":
        last.set(event.jobKey, event.type);
        break;
      default:
    }
  }
  const reports = [...last].filter(([key]) => jobs?.includes(key) ?? true).map(([, report]) => report);
  if (reports.some((report) => report !== "acked")) return "failure";
  return reports.length > 0 ? "success" : "nothing";
}

async function eventsOn(stepper: Stepper<Stage>, path: readonly Option[]): Promise<readonly Event[]> {
  const { world } = stepper;
  let row = await stepper.initial();
  const events: Event[] = [];
  for (const option of path) {
    for (const id of world.eventsOf(stepper.worldOf(row), option)) {
      events.push(...world.words.events.get(id));
    }
    const next = new Int32Array(stepper.width);
    await stepper.step(row, option, next);
    row = next;
  }
  return events;
}

/** What happened, in one sentence: each misfortune, then the violation. */
async function sentenceOf(
  stepper: Stepper<Stage>,
  path: readonly Option[],
  violation: Violation,
  report: Report,
): Promise<string> {
  const steps = await traceOf(stepper, path);
  const mishaps = steps.flatMap((step) =>
    step.anomaly === undefined ? [] : [`${step.anomaly} (${step.process}, step ${step.step})`],
  );
  const cause =
    path.length === 0
      ? "Whatever happens"
      : mishaps.length === 0
        ? `Without any anomaly or fault, by the order of ${path.length} steps alone (${contextSwitches(path)} context switches)`
        : `After ${path.length} steps in which ${mishaps.join(", and ")}`;
  // An error's message that the violation quotes may end as a sentence does.
  const message = violation.message.replace(/\.$/u, "");
  return `${cause}: ${message}${report === "success" ? ", though the job reported success" : ""}.`;
}
