/** Incidents: what happened to somebody, as something that can be run again. Plain data, but for the programs. */
import type { DelayProfile } from "../check/profile.js";
import type { Bounds } from "../check/verdict.js";
import type { Program } from "./program.js";
import type { ProgramScope } from "./program-stage.js";

export interface Incident {
  readonly name: string;
  readonly title: string;
  readonly story: readonly [string, string, string, string, string];
  /** Which document tells it, and where. */
  readonly source: string;
  /** Why the delays are as they are, and what is fitted to what. */
  readonly delays: string;
  /** What to see, in one or two sentences. */
  readonly see: string;
  /** The first is the story as it was. */
  readonly setups: readonly Setup[];
  readonly bill?: Bill;
}

/** What a table beside the store costs: what is measured of one job, for so many bytes a day. */
export interface Bill {
  /** Positions of the setups without the table and with it. */
  readonly without: number;
  readonly with: number;
  readonly bytesPerDay: number;
  readonly bytesPerItem: number;
  /** Sizes of files that are told, in bytes. */
  readonly fileSizes: readonly number[];
  /** In dollars: a million writes, a million reads, a gigabyte for a month. */
  readonly prices: { readonly writes: number; readonly reads: number; readonly gigabyte: number };
  /** Where the prices are from. */
  readonly source: string;
  readonly figure: { readonly dollars: number; readonly words: string };
}

/** What is run: the story, what is set beside it, a remedy. */
export interface Setup {
  /** `as it was`, `consistent read`: what it is, in a few words. */
  readonly label: string;
  /**
   * What is said of it: `story`: it goes wrong; `contrast`: so it does, otherwise; `fix`: nothing goes wrong in any execution;
   * `no fix`: something still can, and an execution shows it.
   */
  readonly claim: "story" | "contrast" | "fix" | "no fix";
  readonly run: CommitterRun | ProgramRun;
  readonly store: string;
  readonly profile: DelayProfile;
  /** By name. */
  readonly property: string;
  readonly figure?: Figure;
  /** A run is told in which some answer was out of date, though all may end well. */
  readonly told?: true;
  /** Runs that the estimate makes, and those of a quick one. */
  readonly runs: number;
  readonly quick: number;
}

export interface CommitterRun {
  readonly committer: string;
  /** What the estimate runs. */
  readonly bounds: Partial<Bounds>;
  /** What is searched, every execution of it. */
  readonly small: Partial<Bounds>;
}

export interface ProgramRun {
  readonly program: Program;
  readonly size: Pick<ProgramScope, "items" | "rows">;
  readonly small: Pick<ProgramScope, "items" | "rows" | "anomalies">;
  /** Items of the run that is told step by step; those of `small` where it is left out. */
  readonly toldItems?: number;
}

/** A figure of the story. */
export type Figure =
  /** So large a part of all rows was lost, or of all runs went wrong. */
  | { readonly of: "rows" | "runs"; readonly rate: number; readonly words: string }
  /** So many items were left of one run. */
  | { readonly of: "items"; readonly left: number; readonly words: string };
