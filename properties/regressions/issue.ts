/** An issue of a committer's project, as two variants in the same circumstances: one that has the bug, and one that has not. */
import type { Bounds } from "../../src/check/verdict.js";

/** A committer, with its options and the bounds in which it differs from the other variant, if any. */
export interface Variant {
  /** What it is, in a few words. */
  readonly what: string;
  readonly committer: string;
  readonly bounds?: Partial<Bounds>;
}

export interface Issue {
  readonly ids: readonly string[];
  /** What went wrong, in a sentence or two. */
  readonly about: string;
  readonly store?: string;
  readonly scenario: string;
  /** Beside the scenario's. */
  readonly bounds: Partial<Bounds>;
  /** What must have been seen, where the bounds leave something out that the scenario wants to see. */
  readonly requires?: readonly string[];
  readonly bug: Variant;
  /** A property that the bug breaks, or `loud`: jobs fail where those of the other variant do not. */
  readonly breaks: string;
  readonly fix: Variant;
}
