/** What came of running an incident again, as plain data. */
import type { RowsRate, Rate } from "./estimate.js";
import type { TraceStep } from "./verdict.js";

export interface IncidentReport {
  readonly schema: "lakelitmus/incident@1";
  readonly tool: string;
  readonly incident: string;
  readonly title: string;
  readonly story: readonly string[];
  readonly source: string;
  readonly delays: string;
  readonly see: string;
  readonly seed: string;
  readonly setups: readonly SetupReport[];
  readonly bill?: BillReport;
}

/** Requests for each file, as measured. */
export interface RequestsPerFile {
  readonly tableWrites: number;
  readonly tableReads: number;
  /** Items that are left in the table. */
  readonly items: number;
  /** Of the store, without the table and with it. */
  readonly storeWithout: number;
  readonly storeWith: number;
}

/** What a table beside the store costs. */
export interface BillReport {
  readonly perFile: RequestsPerFile;
  readonly bytesPerDay: number;
  /** Dollars a month, by size of file: requests, and storage of the items of a month. */
  readonly months: readonly {
    readonly fileBytes: number;
    readonly files: number;
    readonly requests: number;
    readonly storage: number;
  }[];
  readonly source: string;
  readonly figure: {
    readonly words: string;
    /** The bills of the largest and of the smallest file have it between them. */
    readonly contained: boolean;
    /** At about so many bytes a file the bill is the figure. */
    readonly fileBytes: number;
  };
  /** What the table is paid for: rows lost without it, and with it. */
  readonly lostWithout: RowsRate;
  readonly lostWith: RowsRate;
}

export interface SetupReport {
  readonly label: string;
  readonly claim: "story" | "contrast" | "fix" | "no fix";
  /** The committer or program, with its options. */
  readonly subject: string;
  readonly store: string;
  readonly profile: string;
  /** What the profile says. */
  readonly about: string;
  readonly property: string;
  /** How much the estimate runs: "42 tasks x 1 file x 2 rows", "500 items x 1 row". */
  readonly size: string;
  readonly asked: number;
  readonly runs: number;
  /** Rows that were acknowledged and are lost; of runs, those in which the property is violated. */
  readonly rows: RowsRate;
  readonly violated: Rate;
  /** How many items were left of a run: the range in which 95 of 100 runs lie. */
  readonly left?: { readonly of: number; readonly low: number; readonly high: number };
  readonly figure?: {
    readonly words: string;
    /** The measured interval, or range, contains it. */
    readonly contained: boolean;
  };
  readonly proof: Proof;
}

/** What every execution within small bounds says. */
export interface Proof {
  readonly verdict: "holds" | "violated" | "unknown";
  /** "every execution of 2 tasks x 1 file with at most 2 wrong answers". */
  readonly scope: string;
  readonly states: number;
  /** Why it is unknown. */
  readonly reason?: string;
  /** Of least bad luck. */
  readonly counterexample?: {
    readonly cost: number;
    /** What is violated, in one sentence. */
    readonly message: string;
    readonly steps: readonly TraceStep[];
  };
  /** A run by the profile's delays in which the property is violated, told by its times. */
  readonly timeline?: { readonly run: number; readonly steps: readonly TraceStep[] };
}
