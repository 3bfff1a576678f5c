/**
 * Bugs that were shipped: the variant of a protocol that had it, and the one with the remedy, each to be looked at in a general
 * scenario with all properties. Nothing in a scenario or a property knows of any bug.
 */
import type { Bounds } from "./verdict.js";

export interface Subject {
  /** With its options. */
  readonly committer: string;
  /** `strong` when left out. */
  readonly store?: string;
}

export interface Regression {
  /** A short name; numbers as in the collection of incidents that the test bed was made from. */
  readonly id: string;
  /** Where it was reported: `apache/iceberg#2317`. */
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
  /** The property that the bug violates. */
  readonly violates: string;
  /** Left out where there is none. */
  readonly remedy?: Subject;
  /** What the remedy is; or why there is none. */
  readonly how: string;
}
