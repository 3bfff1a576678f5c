import type { Plain } from "../job/committer.js";
import type { Event, PartContents, TableSeen } from "./events.js";
import type { Bounds } from "./verdict.js";

/** Counts of rows, as they stand where a violation was found. */
export interface RowCounts {
  /** Rows that all jobs together meant to write. */
  readonly in: bigint;
  /** Rows of jobs that were acknowledged. */
  readonly acked: bigint;
  readonly readable: bigint;
  /** Acknowledged rows that are not readable. */
  readonly lost: bigint;
  /** Readable rows beyond those that may be there. */
  readonly surplus: bigint;
}

/** Why a property does not hold. */
export interface Violation {
  /** One sentence with names and numbers. */
  readonly message: string;
  readonly rows?: RowCounts;
  /** Keys of the jobs whose rows it is about: what they report tells whether it is silent. Left out: any job's report tells. */
  readonly jobs?: readonly string[];
  /** Somebody is told by what is wrong itself: a reader gets an error, a job never ends. */
  readonly told?: true;
}

/** What a property may ask about the scenario; the same for every execution. */
export interface Scene {
  readonly contents: PartContents;
  /** The rows that a run of a job means to write, one string per row, by the job's key. */
  readonly rowsOf: ReadonlyMap<string, readonly string[]>;
  /** What was there before the scenario's jobs; left out where nothing was. */
  readonly past?: Past;
}

/** Rows that were written before the scenario begins: one string per row. */
export interface Past {
  /** Key of the job that wrote what the table holds, acknowledged then; undefined where the table is new. */
  readonly prior?: string;
  /** Its rows that are to stay, whatever the scenario's jobs do. */
  readonly kept: readonly string[];
  /** Its rows that the scenario's jobs are to replace. */
  readonly replaced: readonly string[];
  /** A job of the scenario must find nothing where it writes, and something is there. */
  readonly inTheWay: boolean;
  /** Key and rows of a job that was killed, and reported as failed, before the scenario begins. */
  readonly killed?: { readonly jobKey: string; readonly rows: readonly string[] };
}

/** The table as it truly is (the authoritative state, whatever caches still say), once all processes have finished. */
export interface Ending {
  readonly table: TableSeen;
}

/**
 * A property watches events and keeps a small plain state `M`, which is part of the explored state: two executions are
 * only the same if every property has seen the same in them, as far as it cares.
 */
export interface Property<M extends Plain = Plain> {
  readonly name: string;
  /** What holding means, in one sentence. */
  readonly claim: string;
  /** The anomaly that a violation is, in plain and in formal words. */
  readonly anomaly: { readonly plain: string; readonly formal: string };
  readonly initial: M;
  /** Does it say anything within these bounds? Left out: always. Where it does not, it is not asked. */
  applies?(bounds: Bounds): boolean;
  /** It is violated where no continuation without further misfortune ends the job; `step` and `atEnd` say nothing then. */
  readonly liveness?: true;
  step(state: M, event: Event, scene: Scene): M | Violation;
  /** Asked wherever all processes have finished: with zombies pending, and after each that has landed. */
  atEnd(state: M, ending: Ending, scene: Scene): Violation | undefined;
}

/** Tells a violation from a property's state: states are plain data without a `message`. */
export function isViolation(value: unknown): value is Violation {
  return typeof value === "object" && value !== null && "message" in value;
}

/** Does the property say anything within these bounds? */
export function appliesTo(property: Property, bounds: Bounds): boolean {
  return property.applies?.(bounds) ?? true;
}
