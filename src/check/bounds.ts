/** What each bound of a scenario may be, and what it means: one table for the command line, the files and the reports. */
import type { Bounds, Circumstances } from "./verdict.js";

export interface BoundRange {
  readonly from: number;
  readonly to: number;
  readonly meaning: string;
  /** Where the number stands for a kind, not for an amount: the names of the kinds, by number. */
  readonly kinds?: readonly string[];
}

function kinds(meaning: string, names: readonly string[]): BoundRange {
  return { from: 0, to: names.length - 1, meaning, kinds: names };
}

/** What {@link Circumstances.fault} counts through: all of them, or one kind alone. */
export const faultChoices = [
  "any",
  "request-lost",
  "reply-lost",
  "reply-lost-retried",
  "late",
  "lease-lapsed",
] as const;

/** Which processes {@link Circumstances.dying} lets die. */
export const mortals = ["any", "attempts"] as const;

/** The coordinator's rules, and what they were before: what {@link Circumstances.coordination} counts through. */
export const coordinations = ["full", "clears-on-any-failure", "grants-to-failed"] as const;

/** How a job's rows stand to those that are there already: what {@link Circumstances.mode} counts through. */
export const writeModes = ["append", "overwrite", "overwrite-partitions", "fail"] as const;

/** What {@link Circumstances.ids} counts through. */
export const idRules = ["unique", "rerun", "equal", "unstable"] as const;

/** What {@link Circumstances.names} counts through. */
export const nameRules = ["task", "attempt", "plain"] as const;

/** What {@link Circumstances.engine} counts through. */
export const engines = ["spark", "mapreduce"] as const;

export const boundRanges: Readonly<Record<keyof Bounds, BoundRange>> = {
  tasks: { from: 1, to: 1000, meaning: "tasks of a job" },
  files: { from: 0, to: 1000, meaning: "files that a task writes" },
  rows: { from: 0, to: 100_000, meaning: "rows of a file" },
  attempts: { from: 1, to: 10, meaning: "attempts of a task, one after the other" },
  speculative: { from: 0, to: 1000, meaning: "tasks with a second attempt from the start" },
  writers: { from: 1, to: 10, meaning: "jobs at once" },
  reruns: { from: 0, to: 10, meaning: "reruns of a job whose driver has crashed" },
  readers: { from: 0, to: 10, meaning: "readers" },
  polls: { from: 0, to: 100, meaning: "reads of the table by a reader" },
  anomalies: { from: 0, to: 20, meaning: "wrong answers of the store" },
  faults: { from: 0, to: 20, meaning: "lost requests or answers" },
  crashes: { from: 0, to: 10, meaning: "processes that die" },
  zombies: { from: 0, to: 10, meaning: "requests in flight without their caller" },
  lingering: { from: 0, to: 1, meaning: "1: attempts may still run when the driver gives their job up" },
  coordinator: { from: 0, to: 1, meaning: "1: attempts ask the driver before they commit" },
  throttling: { from: 0, to: 1, meaning: "1: a fault may be a 503 SlowDown, which is not applied" },
  resumes: { from: 0, to: 1, meaning: "1: a fault may be a GET that breaks off and is resumed by range" },
  lifecycle: { from: 0, to: 1, meaning: "1: a fault may be an upload in parts that a lifecycle rule aborts" },
  fault: kinds(
    "which faults there are, where there may be any; late: also with the client's own retry",
    faultChoices,
  ),
  cleaners: { from: 0, to: 3, meaning: "processes that tidy the table up once" },
  losses: { from: 0, to: 10, meaning: "executors of a job that it takes for lost while they run on" },
  dying: kinds("whose processes may die, where any may", mortals),
  coordination: kinds(
    "by what rules the driver lets attempts commit; as before SPARK-6614 any failure of a task clears its lock, as before SPARK-19631 it is also given to attempts that count as failed",
    coordinations,
  ),
  drivers: { from: 1, to: 2, meaning: "drivers that commit the same tasks of a job" },
  prior: { from: 0, to: 1, meaning: "1: the table has rows of a job that was acknowledged before" },
  killed: { from: 0, to: 1, meaning: "1: a job was killed before its commit, and left what it had" },
  partitions: { from: 0, to: 10, meaning: "partition directories that the files go to in turn; 0: none" },
  mode: kinds("what becomes of rows that are there already", writeModes),
  ids: kinds(
    "ids of runs and tasks; a rerun may have its predecessor's, all jobs may have equal ones, the attempts of a task may have unstable ones",
    idRules,
  ),
  names: kinds(
    "what files are named after, besides their task and job; plain: not the job either",
    nameRules,
  ),
  engine: kinds("whose rules the engine goes by", engines),
};

export const boundNames = Object.keys(boundRanges) as readonly (keyof Bounds)[];

/**
 * The number that stands for a kind: `kindNumber("mode", "overwrite")`.
 *
 * @throws RangeError where the bound has no such kind.
 */
export function kindNumber(name: keyof Bounds, kind: string): number {
  const number = boundRanges[name].kinds?.indexOf(kind) ?? -1;
  if (number < 0) throw new RangeError(`the bound ${name} has no kind ${kind}`);
  return number;
}

/** What a bound is where it is left out. */
export const plainCircumstances: Circumstances = {
  throttling: 0,
  resumes: 0,
  lifecycle: 0,
  fault: 0,
  cleaners: 0,
  losses: 0,
  dying: 0,
  coordination: 0,
  drivers: 1,
  prior: 0,
  killed: 0,
  partitions: 0,
  mode: 0,
  ids: 0,
  names: 0,
  engine: 0,
};

/** The value of a bound, also where it is left out. */
export function boundOf(bounds: Bounds, name: keyof Bounds): number {
  return bounds[name] ?? plainCircumstances[name as keyof Circumstances];
}

/** The circumstances of a scenario, those that are left out as well. */
export function circumstancesOf(bounds: Bounds): Circumstances {
  return { ...plainCircumstances, ...pick(bounds) };
}

function pick(bounds: Bounds): Partial<Circumstances> {
  const given = Object.entries(bounds).filter(([name, value]) => {
    return Object.hasOwn(plainCircumstances, name) && value !== undefined;
  });
  return Object.fromEntries(given);
}

/** The bounds without what is as it is where it is left out, so that equal bounds are equal data. */
export function tidyBounds(bounds: Bounds): Bounds {
  const entries = Object.entries(bounds).filter(([name, value]) => {
    const plain: number | undefined = plainCircumstances[name as keyof Circumstances];
    return value !== undefined && value !== plain;
  });
  return Object.fromEntries(entries) as unknown as Bounds;
}

/** A bound as people write it: `files=2`, `mode=overwrite`. */
export function boundText(name: keyof Bounds, value: number): string {
  return `${name}=${boundRanges[name].kinds?.[value] ?? value}`;
}
