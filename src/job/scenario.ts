/** Scenarios: what runs, and what may go wrong in it. Plain data. */
import { kindNumber, tidyBounds } from "../check/bounds.js";
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
    "two-writers-fault",
    "Two jobs append to one table at once, and one request goes wrong.",
    { writers: 2, faults: 1, zombies: 1 },
    ["ack", "reply-lost", "late", "retried"],
  ),
  scenario(
    "cleaner",
    "Two jobs append to one table at once, while somebody tidies it up.",
    { writers: 2, cleaners: 1 },
    ["ack", "maintained"],
  ),
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
  scenario(
    "executor-lost",
    "The engine takes an executor for lost while it runs on, and gives its task to another.",
    { attempts: 2, losses: 1 },
    ["ack", "executor-lost"],
  ),
  scenario(
    "executor-lost-crash",
    "An executor that the engine takes for lost runs on, and any process may die.",
    { attempts: 2, losses: 1, crashes: 1, zombies: 1 },
    ["ack", "executor-lost", "crashed"],
  ),
  scenario(
    "unstable-ids",
    "The attempts of a task have task ids of their own, and file names; one is taken for lost and runs on.",
    { attempts: 2, losses: 1, ids: kindNumber("ids", "unstable"), names: kindNumber("names", "attempt") },
    ["ack", "executor-lost"],
  ),
  scenario(
    "two-drivers",
    "A second driver commits the same tasks of a job, in the belief that the first one is dead.",
    { drivers: 2 },
    ["ack", "second-driver"],
  ),
  scenario(
    "mapreduce-driver-crash",
    "MapReduce's driver dies at any point; the next one of the job goes on, with what is known of its tasks.",
    { engine: kindNumber("engine", "mapreduce"), crashes: 1, reruns: 1, zombies: 1 },
    ["ack", "crashed", "rerun"],
  ),
  scenario(
    "mapreduce-lost",
    "MapReduce takes an executor for lost, or the driver for dead, and it runs on.",
    { engine: kindNumber("engine", "mapreduce"), attempts: 2, losses: 1, reruns: 1 },
    ["ack", "executor-lost", "driver-lost", "rerun"],
  ),
  scenario(
    "rerun-same-id",
    "The driver dies at any point; another run does the same job again, under the same id.",
    { crashes: 1, reruns: 1, zombies: 1, ids: kindNumber("ids", "rerun") },
    ["ack", "crashed", "rerun"],
  ),
  scenario(
    "equal-ids",
    "Two jobs that append to one table at once have the same id.",
    { writers: 2, ids: kindNumber("ids", "equal") },
    ["ack"],
  ),
  scenario(
    "killed-job",
    "A job was killed when its tasks had committed; another one appends to the table after it.",
    { killed: 1 },
    ["ack"],
  ),
  scenario(
    "append-partitions",
    "A job appends to partitions that have rows; the store may answer wrongly once.",
    { prior: 1, partitions: 1, attempts: 2, anomalies: 1, faults: 1, zombies: 1 },
    ["ack"],
  ),
  scenario(
    "overwrite",
    "A job replaces all rows of a table; the store may answer wrongly once, or a request go wrong.",
    { prior: 1, mode: kindNumber("mode", "overwrite"), attempts: 2, anomalies: 1, faults: 1, zombies: 1 },
    ["ack"],
  ),
  scenario(
    "overwrite-partitions",
    "A job replaces the partitions that it writes to, and no others; the store may answer wrongly once, or a request go wrong.",
    {
      prior: 1,
      partitions: 1,
      mode: kindNumber("mode", "overwrite-partitions"),
      attempts: 2,
      anomalies: 1,
      faults: 1,
      zombies: 1,
    },
    ["ack"],
  ),
  scenario(
    "fail-if-exists",
    "A job that must meet no rows meets some; the store may answer wrongly twice.",
    { prior: 1, mode: kindNumber("mode", "fail"), anomalies: 2 },
    ["job-failed"],
  ),
];

/** The scopes of a scenario, the smallest first. */
export function scopesOf(scenario: Scenario): readonly Bounds[] {
  return scenario.smaller === undefined ? [scenario.bounds] : [scenario.smaller, scenario.bounds];
}

/** The same scenario with other bounds, and these alone. */
export function withBounds(scenario: Scenario, bounds: Partial<Bounds>): Scenario {
  const { name, about, requires } = scenario;
  return { name, about, requires, bounds: tidyBounds({ ...scenario.bounds, ...bounds }) };
}

/** Scenario by name; undefined where there is none. */
export function findScenario(name: string): Scenario | undefined {
  return scenarios.find((one) => one.name === name);
}
