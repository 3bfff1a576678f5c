/**
 * Bugs that were shipped: the variant of a protocol that had it, and the one with the remedy, each to be looked at in a general
 * scenario with all properties. Nothing in a scenario or a property knows of any bug.
 */
import type { ScopeResult } from "./hypotheses.js";
import type { Bounds, VerdictCell } from "./verdict.js";

/** One of the two variants. */
export interface Subject {
  /** With its options, and the defences that it stands behind. */
  readonly committer: string;
  /** What it is, in a few words. */
  readonly what?: string;
  /** `strong` when left out. */
  readonly store?: string;
  /** In which it differs from the other variant, where it is not the committer that does. */
  readonly bounds?: Partial<Bounds>;
  /** Of a remedy: it declines the store, or the job, before it has done anything. */
  readonly refuses?: true;
}

export interface Regression {
  /** A short name; numbers as in the collection of incidents that the test bed was made from. Left out: its threads. */
  readonly id?: string;
  /** Where it was reported: `apache/iceberg#2317`, `SPARK-4879`. */
  readonly threads: readonly string[];
  /** Where it was read, if nobody has reported it. */
  readonly read?: string;
  /** What went wrong, in a sentence or two. */
  readonly cause: string;
  /** The name of the scenario, whose smallest scope is looked at: one task with one file. */
  readonly scenario: string;
  /** What the scope has besides. */
  readonly bounds?: Partial<Bounds>;
  /** Circumstances that must have been seen; the scenario's when left out. */
  readonly requires?: readonly string[];
  readonly bug: Subject;
  /** The property that the bug violates; `loud`: none, but jobs fail where those with the remedy do not. */
  readonly violates: string;
  /** Left out where there is none. */
  readonly remedy?: Subject;
  /** What the remedy is, where its own words do not tell; or why there is none. */
  readonly how?: string;
}

/** Every execution of one variant, judged by every property that says something of them. */
export interface JudgedSubject {
  readonly cells: readonly VerdictCell[];
  /** What they amount to, with a command line that searches it again. */
  readonly result: ScopeResult;
}

export interface JudgedRegression {
  readonly regression: Regression;
  readonly bug: JudgedSubject;
  readonly remedy?: JudgedSubject;
}

export function regressionName({ id, threads }: Regression): string {
  return id ?? threads.join(", ");
}

/** The bounds in which a variant is looked at, beside the scenario's. */
export function subjectBounds({ bounds }: Regression, subject: Subject): Partial<Bounds> {
  return { tasks: 1, files: 1, ...bounds, ...subject.bounds };
}

/** The names of the properties that are violated, and `loud` where none is and jobs have failed. */
export function wrongWith({ cells, result }: JudgedSubject): readonly string[] {
  const violated = cells.filter(({ verdict }) => verdict === "violated").map(({ property }) => property);
  return result.outcome === "loud" ? [...violated, "loud"] : violated;
}

/** What a remedy may come to. Jobs may fail that need not succeed, unless that was the bug. */
export function mayComeTo({ violates, remedy }: Regression): readonly ScopeResult["outcome"][] {
  if (remedy?.refuses === true) return ["refuses"];
  return violates === "loud" ? ["holds"] : ["holds", "loud"];
}
