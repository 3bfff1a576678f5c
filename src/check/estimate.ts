/** Estimates: how often something happens under a delay profile, as plain data; the JSON that users keep is this. */
import type { LatencyRange } from "./cost.js";
import type { DelayProfile } from "./profile.js";
import type { Bounds, TraceStep } from "./verdict.js";

/** `count` of `of`, with its 95 % interval. */
export interface Rate {
  readonly count: number;
  readonly of: number;
  readonly rate: number;
  readonly low: number;
  readonly high: number;
}

/** A rate of rows, and how it got its interval (src/explore/estimate/statistics.ts). */
export interface RowsRate extends Rate {
  readonly method: "ratio" | "gamma" | "none-seen";
}

/** How runs ended: what the user of the last job was told, or why nobody was told anything. */
export const runEndings = ["acked", "failed", "unknown", "refused", "crashed", "wedged", "too-long"] as const;

export type RunEnding = (typeof runEndings)[number];

export interface Estimate {
  readonly schema: "lakelitmus/estimate@1";
  readonly tool: string;
  readonly command: string;
  readonly committer: string;
  readonly store: string;
  readonly scenario: string;
  readonly bounds: Bounds;
  readonly profile: DelayProfile;
  readonly seed: string;
  /** Runs that were asked for; fewer were run where somebody stopped it. */
  readonly asked: number;
  readonly runs: number;
  readonly endings: Readonly<Record<RunEnding, number>>;
  /** Of runs, whose jobs share their fate: in which something happened to some row. */
  /** The number of the first run in which some acknowledged row is not readable; left out where there is none. */
  readonly firstLost?: number;
  readonly jobs: {
    /** Of runs with an acknowledged job: some row of it is not readable. */
    readonly lost: Rate;
    /** Some row is readable more often than it was to be written. */
    readonly duplicated: Rate;
    /** Whoever reads the table in the end is told an error. */
    readonly unreadable: Rate;
  };
  readonly rows: {
    /** Of rows that were acknowledged. */
    readonly lost: RowsRate;
    readonly duplicated: RowsRate;
  };
  /** Of runs, in which each property is violated. */
  readonly properties: readonly { readonly property: string; readonly violated: Rate }[];
  /** Milliseconds of virtual time; left out where no job was acknowledged. */
  readonly latency?: {
    /** From the start to the acknowledgement of the last job. */
    readonly job: LatencyRange;
    /** From when the driver heard that all tasks had committed to the acknowledgement. */
    readonly commit: LatencyRange;
  };
  /** On average over the runs. */
  readonly mean: {
    /** Requests to the store, by operation; to a table or a file system beside it as `table.put`. */
    readonly requests: Readonly<Record<string, number>>;
    /** Parts of answers that were not up to date. */
    readonly anomalies: number;
    readonly faults: number;
  };
}

/** One run of an estimate, step by step: the same seed and number make it again. */
export interface ToldRun extends Pick<
  Estimate,
  "tool" | "command" | "committer" | "store" | "scenario" | "bounds" | "profile" | "seed"
> {
  readonly schema: "lakelitmus/estimate-run@1";
  readonly run: number;
  readonly ending: RunEnding;
  readonly rows: {
    readonly acked: number;
    readonly readable: number;
    /** Acknowledged, and not readable. */
    readonly lost: number;
    /** Readable more often than they were to be written. */
    readonly surplus: number;
  };
  /** `at` is virtual time. */
  readonly steps: readonly TraceStep[];
}
