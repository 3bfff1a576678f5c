/** Verdicts as plain data; the JSON that users keep is this, with bigints as strings. No clock time, rate or path is in it. */

/** What limits "holds": every execution with at most these is meant. All are counts. */
export interface Bounds {
  readonly tasks: number;
  readonly files: number;
  readonly rows: number;
  /** Attempts that a failing task gets, one after the other. */
  readonly attempts: number;
  /** Tasks that get a second attempt from the start, beside the first. */
  readonly speculative: number;
  readonly writers: number;
  /** Reruns of a job whose driver has crashed, per writer. */
  readonly reruns: number;
  readonly readers: number;
  /** Reads of the whole table that a reader makes, one after the other. */
  readonly polls: number;
  readonly anomalies: number;
  readonly faults: number;
  readonly crashes: number;
  /** Requests that may be in flight without their caller at once. */
  readonly zombies: number;
  /** Whether attempts may still run when the driver gives their job up (Spark), or it waits for them (MapReduce): 1 or 0. */
  readonly lingering: number;
  /** Whether attempts ask the driver before they commit (Spark's OutputCommitCoordinator): 1 or 0. */
  readonly coordinator: number;
}

export type Answer = "holds" | "violated" | "refuses" | "unknown";

export interface Cost {
  readonly anomalies: number;
  readonly faults: number;
  readonly crashes: number;
}

export interface VerdictCell {
  readonly committer: string;
  readonly store: string;
  readonly scenario: string;
  readonly property: string;
  readonly verdict: Answer;
  /** Why `unknown` ("vacuous: …", "limit: …", "interrupted"), or why the committer refuses. */
  readonly reason?: string;
  readonly evidence: "sampled" | "exhaustive";
  readonly bounds: Bounds;
  /** Sampled: executions run. Exhaustive: complete executions are not counted one by one, so 0. */
  readonly executions: number;
  /** Exhaustive: distinct states closed. */
  readonly states?: number;
  readonly transitions?: number;
  /** Sampled, because these bounds did not close: the largest that did, and in which the property holds. */
  readonly closed?: { readonly bounds: Bounds; readonly states: number };
  /** Which sampler, where sampled. */
  readonly sampler?: string;
  readonly seed?: string;
  /** Sampled and nothing found: 95 % upper bound of the chance that one execution of this sampler violates, 1 - 0.05^(1/n). */
  readonly bound95?: number;
  readonly witnessed: Readonly<Record<string, number>>;
  readonly anomaly?: { readonly plain: string; readonly formal: string };
  readonly rows?: {
    readonly in: string;
    readonly acked: string;
    readonly readable: string;
    readonly lost: string;
    readonly surplus: string;
  };
  readonly counterexample?: {
    readonly file: string;
    readonly cost: Cost;
    readonly steps: number;
    /** The job reported success. */
    readonly silent: boolean;
    /** Whether least cost and fewest steps are proven (exhaustive) or only shrunk to (sampled). */
    readonly minimal: boolean;
    /** The violation in one readable sentence. */
    readonly sentence: string;
  };
  /** A command line that shows this again. */
  readonly reproduce?: string;
}

export interface Verdicts {
  readonly schema: "lakelitmus/verdicts@1";
  /** `lakelitmus <version>`. */
  readonly tool: string;
  readonly command: string;
  /** What rows were used: `generated(seed=1, …)` or the name of a file. */
  readonly input: string;
  readonly cells: readonly VerdictCell[];
}

/** One step of a counterexample, as people read it. */
export interface TraceStep {
  /** 1, 2, … */
  readonly step: number;
  /** `w1.driver`, `w1.t0.a0`, `reader1`, or `store` for what the store does by itself. */
  readonly process: string;
  /** "LIST t/_temporary/0/", "PUT t/x (123 bytes) if-none-match", "asks to commit". */
  readonly request: string;
  /** "200", "2 keys", "404 NoSuchKey". */
  readonly answer: string;
  /** Set where the answer is not the well-behaved one: what was wrong with it. */
  readonly anomaly?: string;
  /** Set with `anomaly`: what the well-behaved answer would have been. */
  readonly wouldHaveBeen?: string;
  /** How the store's true content changed: "+ key", "~ key", "- key". */
  readonly changed: readonly string[];
}

/** A counterexample file: what was run, the choices, and the trace for people. `replay` runs it again. */
export interface CounterexampleFile {
  readonly schema: "lakelitmus/counterexample@1";
  readonly tool: string;
  readonly committer: string;
  /** Digest of the committer's source and of everything it imports, so that replay can say that the code has changed. */
  readonly committerDigest: string;
  readonly store: string;
  readonly scenario: string;
  readonly property: string;
  readonly bounds: Bounds;
  readonly seed: string;
  /** Which of the options was taken at each step: the recorded execution. 0 is the well-behaved one. */
  readonly choices: readonly number[];
  readonly cost: Cost;
  readonly silent: boolean;
  readonly sentence: string;
  readonly anomaly: { readonly plain: string; readonly formal: string };
  readonly trace: readonly TraceStep[];
  /** The store's true content at the end: every key with its size in bytes and what rows it holds. */
  readonly ending: readonly { readonly key: string; readonly size: number; readonly rows?: string }[];
  readonly rows?: VerdictCell["rows"];
}
