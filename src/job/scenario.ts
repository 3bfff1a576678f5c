/** Scenarios: what runs, and what may go wrong in it. Plain data. */
import type { Bounds } from "../check/verdict.js";

export interface Scenario {
  readonly name: string;
  /** What happens in it, in one sentence. */
  readonly about: string;
  readonly bounds: Bounds;
  /** A smaller scope that is looked at first: what breaks in it is easier to read. */
  readonly smaller?: Bounds;
  /** Circumstances that must have been seen for a pass to mean anything; else the verdict is `unknown`, vacuous. */
  readonly requires: readonly string[];
}

/** The scope that every scenario starts from: one job of 2 tasks x 2 files, and nothing goes wrong. */
export const defaultBounds: Bounds = {
  tasks: 2,
  files: 2,
  rows: 2,
  attempts: 1,
  speculative: 0,
  writers: 1,
  reruns: 0,
  readers: 0,
  polls: 0,
  anomalies: 0,
  faults: 0,
  crashes: 0,
  zombies: 0,
  lingering: 1,
  coordinator: 1,
};

/** One task with one file: what the smaller scopes have. */
const smallest: Partial<Bounds> = { tasks: 1, files: 1 };

function scenario(
  name: string,
  about: string,
  bounds: Partial<Bounds>,
  requires: readonly string[],
  smaller: Partial<Bounds> = smallest,
): Scenario {
  const full = { ...defaultBounds, ...bounds };
  return { name, about, bounds: full, smaller: { ...full, ...smaller }, requires };
}

export const scenarios: readonly Scenario[] = [
  scenario("one-job", "One job runs alone; the store may answer wrongly twice.", { anomalies: 2 }, ["ack"]),
  scenario(
    "speculation",
    "One task has two attempts at once; the driver lets the first that asks commit.",
    { speculative: 1, anomalies: 2 },
    ["ack", "speculation"],
  ),
  scenario(
    "speculation-uncoordinated",
    "One task has two attempts at once, and nobody asks the driver before committing.",
    { speculative: 1, anomalies: 1, coordinator: 0 },
    ["ack", "second-success"],
  ),
  scenario(
    "speculation-crash",
    "One task has two attempts at once, and any process may die.",
    { speculative: 1, anomalies: 2, crashes: 1 },
    ["ack", "speculation", "crashed"],
  ),
  scenario(
    "speculation-reader",
    "One task has two attempts at once, and a reader reads the table meanwhile.",
    { speculative: 1, anomalies: 2, readers: 1, polls: 1 },
    ["ack", "speculation", "read"],
  ),
  scenario(
    "driver-crash",
    "The driver dies at any point; another run does the same job again.",
    { crashes: 1, reruns: 1, zombies: 1 },
    ["ack", "crashed", "rerun"],
  ),
  scenario(
    "driver-crash-fault",
    "The driver dies, another run does the same job again, and one request goes wrong in either.",
    { crashes: 1, faults: 1, reruns: 1, zombies: 1 },
    ["ack", "crashed", "rerun", "reply-lost"],
  ),
  scenario("two-writers", "Two jobs append to one table at once.", { writers: 2, anomalies: 1 }, ["ack"]),
  scenario(
    "reader-polling",
    "A reader reads the whole table, twice, while a job commits.",
    { tasks: 1, readers: 1, polls: 2, anomalies: 1 },
    ["ack", "read-during-commit"],
  ),
  scenario(
    "reply-lost",
    "One request or its answer is lost, or it is applied late; the client may retry by itself.",
    { attempts: 2, faults: 1, zombies: 1 },
    ["ack", "reply-lost", "late", "retried"],
  ),
];

/** The scopes of a scenario, the smallest first. */
export function scopesOf(scenario: Scenario): readonly Bounds[] {
  return scenario.smaller === undefined ? [scenario.bounds] : [scenario.smaller, scenario.bounds];
}

/** The same scenario with other bounds, and these alone. */
export function withBounds(scenario: Scenario, bounds: Partial<Bounds>): Scenario {
  const { name, about, requires } = scenario;
  return { name, about, requires, bounds: { ...scenario.bounds, ...bounds } };
}

/** Scenario by name; undefined where there is none. */
export function findScenario(name: string): Scenario | undefined {
  return scenarios.find((one) => one.name === name);
}
