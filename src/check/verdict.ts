/** Verdicts as plain data; the JSON that users keep is this, with bigints as strings. No clock time, rate or path is in it. */

/** What limits "holds": every execution with at most these is meant. All are counts. */
export interface Bounds extends Partial<Circumstances> {
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

/**
 * What most scenarios do not have. Each is left out where it is as usual: then it is 0, but for `drivers`, which is 1.
 * What the numbers of `fault`, `mode`, `ids`, `names` and `engine` stand for is told in `bounds.ts`.
 */
export interface Circumstances {
  /** Whether a fault may also be a 503 SlowDown, not applied: 1 or 0. */
  readonly throttling: number;
  /** Whether a fault may also be a GET that breaks off and is resumed with a range request: 1 or 0. */
  readonly resumes: number;
  /** Whether a fault may also be a lifecycle rule that aborts an upload in parts: 1 or 0. */
  readonly lifecycle: number;
  /** Which faults there are. */
  readonly fault: number;
  /** Processes that tidy the table up, once each, beside whatever else goes on. */
  readonly cleaners: number;
  /** Executors of a run that its engine takes for lost while they run on: their attempts are zombies from then on. */
  readonly losses: number;
  /** Which processes may die, where any may. */
  readonly dying: number;
  /** By what rules the driver lets attempts commit. */
  readonly coordination: number;
  /** Drivers that commit the same tasks of a job at once, each in the belief that it is the only one: 1 or 2. */
  readonly drivers: number;
  /** Whether the table holds rows of a job that was acknowledged before: 1 or 0. */
  readonly prior: number;
  /** Whether a job was killed when its tasks had committed and it had not, and left what it had: 1 or 0. */
  readonly killed: number;
  /** Partition directories that the files of a task go to in turn; 0: files lie in the table's own directory. */
  readonly partitions: number;
  /** What becomes of rows that are there already. */
  readonly mode: number;
  /** How ids of runs and tasks are made. */
  readonly ids: number;
  /** What the names of files are made of. */
  readonly names: number;
  /** Whose rules the engine goes by. */
  readonly engine: number;
}

export type Answer = "holds" | "violated" | "refuses" | "unknown";

export interface Cost {
  readonly anomalies: number;
  readonly faults: number;
  readonly crashes: number;
}

/** How much has to go wrong: what least bad luck is measured by. */
export function luckOf({ anomalies, faults, crashes }: Cost): number {
  return anomalies + faults + crashes;
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
  /**
   * Unknown, because the search did not end: the property holds in every execution within the bounds whose anomalies,
   * faults and crashes are at most so many together.
   */
  readonly closedCost?: number;
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
    /** Nobody whose rows it is about has been told: no failure, no error, no waiting for ever. */
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
  /** The committer's hook that made the request; left out for what engine and store do. */
  readonly hook?: string;
  /** Virtual time at which the step took effect, in milliseconds, by the story's pace. */
  readonly at?: number;
  /** What the keys of `changed` hold now, without those that are gone. */
  readonly holds?: readonly HeldObject[];
  /** What an up-to-date reader would get after this step, where that changed with it. */
  readonly table?: TableNow;
  /** What a reader was told in this step: the whole table as it read it. */
  readonly told?: TableTold;
}

/** An object as the store truly holds it. */
export interface HeldObject {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** "2 rows of job-w1, task 0, attempt 0". */
  readonly rows?: string;
  /** Which of the story's groups these rows are: its position there. */
  readonly group?: number;
}

/** The table as it truly is at a step. Counts are rows. */
export interface TableNow {
  /** The files that an up-to-date reader would read. */
  readonly files: readonly string[];
  /** Set where such a reader would fail. */
  readonly error?: string;
  /** Rows of jobs that have been acknowledged by now. */
  readonly acked: number;
  readonly readable: number;
  /** Acknowledged and not readable. */
  readonly lost: number;
}

/** A table as a reader got it. Counts are rows. */
export interface TableTold {
  readonly reader: string;
  readonly files: readonly string[];
  readonly error?: string;
  /** How many of each job's rows the reader saw; jobs of which it saw none are there too. */
  readonly jobs: readonly { readonly job: string; readonly seen: number; readonly of: number }[];
}

/** What became of rows that were written together into one file, whichever attempt wrote it. */
export interface RowGroup {
  readonly job: string;
  readonly task: number;
  /** How many rows. */
  readonly rows: number;
  /** The first of them, as text. */
  readonly first: string;
  /**
   * At the end, or in what the last step's reader was told. `lost`: acknowledged, not readable. `missing`: not readable,
   * where other rows of the job are. `repeated`: readable more than once. `phantom`: readable, though the job has failed.
   */
  readonly fate: "lost" | "missing" | "repeated" | "phantom" | "readable" | "absent";
  readonly life: readonly RowEvent[];
}

/**
 * What may happen to rows. `written`, `copied`, `deleted`, `overwritten`: at a key. `hidden`: an answer left out the key that
 * holds them; `shown`: an answer showed one that no longer does. `published`, `withdrawn`: from now on an up-to-date reader
 * gets them, or does not. `acked`, `failed`, `unknown`: what was said of their job. `seen`, `unseen`: by a reader.
 */
export const rowEvents = [
  "written",
  "copied",
  "deleted",
  "overwritten",
  "hidden",
  "shown",
  "published",
  "withdrawn",
  "acked",
  "failed",
  "unknown",
  "seen",
  "unseen",
] as const;

/** Something that happened to rows. */
export interface RowEvent {
  readonly step: number;
  readonly what: (typeof rowEvents)[number];
  readonly key?: string;
}

/** An execution in which the property holds, and that is the same up to one step. */
export interface PassingExecution {
  /** How many steps are the same; the next one is the first that differs. */
  readonly same: number;
  /** What differs: a misfortune did not happen, or another process went first. */
  readonly instead: "misfortune" | "order";
  readonly choices: readonly number[];
  /** Its steps after those that are the same. */
  readonly trace: readonly TraceStep[];
}

/** What people need besides the steps to see why they end badly. */
export interface Story {
  /** Which delays {@link TraceStep.at} is told in. */
  readonly pace: string;
  /** Rows that all jobs together mean to write. */
  readonly meant: number;
  /** From this step on, some acknowledged row is not readable, up to the end. */
  readonly lossAt?: number;
  readonly groups: readonly RowGroup[];
  /** Left out where none was found. */
  readonly passing?: PassingExecution;
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
  readonly ending: readonly HeldObject[];
  readonly rows?: VerdictCell["rows"];
  /** Left out in files of versions that did not tell it. */
  readonly story?: Story;
}
