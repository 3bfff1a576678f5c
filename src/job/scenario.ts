/** Scenarios: what runs, and what may go wrong in it. Plain data. */
import type { Bounds } from "../check/verdict.js";

export interface Scenario {
  readonly name: string;
  /** What happens in it, in one sentence. */
  readonly about: string;
  readonly bounds: Bounds;
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
  coordinator: 1,
};

function scenario(
  name: string,
  about: string,
  bounds: Partial<Bounds>,
  requires: readonly string[],
): Scenario {
  return { name, about, bounds: { ...defaultBounds, ...bounds }, requires };
}

export const scenarios: readonly Scenario[] = [
  scenario("one-job", "One job runs alone; the store may answer wrongly twice.", { anomalies: 2 }, ["ack"]),
  scenario(
    "speculation",
    "One task has two attempts at once; the driver lets the first that asks commit.",
    { speculative: 1, anomalies: 1 },
    ["ack", "speculation"],
  ),
  scenario(
    "speculation-uncoordinated",
    "One task has two attempts at once, and nobody asks the driver before committing.",
    { tasks: 1, speculative: 1, anomalies: 1, coordinator: 0 },
    ["ack", "second-success"],
  ),
  scenario(
    "driver-crash",
    "The driver dies at any point; another run does the same job again.",
    { tasks: 1, files: 2, crashes: 1, reruns: 1, zombies: 1 },
    ["ack", "crashed", "rerun"],
  ),
  scenario(
    "two-writers",
    "Two jobs append to one table at once.",
    { tasks: 1, files: 1, writers: 2, anomalies: 1 },
    ["ack"],
  ),
  scenario(
    "reader-polling",
    "A reader reads the whole table while a job commits.",
    { tasks: 1, readers: 1, polls: 1, anomalies: 1 },
    ["ack", "read-during-commit"],
  ),
  scenario(
    "reply-lost",
    "One request or its answer is lost, or it is applied late; the client may retry by itself.",
    { tasks: 1, attempts: 2, faults: 1, zombies: 1 },
    ["ack", "reply-lost"],
  ),
];

/** Scenario by name; undefined where there is none. */
export function findScenario(name: string): Scenario | undefined {
  return scenarios.find((one) => one.name === name);
}
