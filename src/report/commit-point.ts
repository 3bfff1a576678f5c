/** Where the rows of a job come into the table, as its portrait shows it. */
import type { Portrait, PortraitStep } from "../check/portrait.js";

export type CommitPoint =
  | { readonly kind: "never" }
  /** All rows of the job come with one request, which is the only one of its kind. */
  | { readonly kind: "one"; readonly at: number; readonly step: PortraitStep }
  /** The portrait's one file comes with one request; a job of two files takes several. */
  | { readonly kind: "by-files"; readonly at: number; readonly step: PortraitStep }
  /** One file's rows come with several requests. */
  | { readonly kind: "gradual"; readonly from: number; readonly at: number };

/** Requests are counted from 1. */
export function commitPointOf({ steps, rows, pieces }: Portrait): CommitPoint {
  const at = steps.findIndex(({ readable }) => readable === rows) + 1;
  const from = steps.findIndex(({ readable }) => readable > 0) + 1;
  const step = steps[at - 1];
  if (step === undefined) return { kind: "never" };
  if (from < at) return { kind: "gradual", from, at };
  return { kind: pieces === 1 ? "one" : "by-files", at, step };
}
