/** What the control API takes and gives: JSON below `/_lakelitmus/`. */
import type { FaultPlan } from "../plan/fault-plan.js";

export interface BucketStatus {
  readonly name: string;
  readonly store: string;
  /** Keys that may still be seen as they were. */
  readonly unsettled: number;
  /** Requests on their way without a caller. */
  readonly zombies: number;
}

export interface Status {
  readonly seed: string;
  readonly store: string;
  readonly time: "virtual" | "real";
  /** Milliseconds since 1970, of the buckets' clock. */
  readonly now: number;
  readonly plan: FaultPlan;
  readonly buckets: readonly BucketStatus[];
}

/** An object as it truly is, and what else may be seen of it. */
export interface ObjectStatus {
  readonly key: string;
  /** Null: there is none now. */
  readonly etag: string | null;
  readonly size: number;
  /** ETags that a read may find in its place; null: nothing. */
  readonly mayRead: readonly (string | null)[];
  /** The same of listings. */
  readonly mayList: readonly (string | null)[];
}

export interface BucketState extends BucketStatus {
  readonly objects: readonly ObjectStatus[];
  /** There are more objects. */
  readonly truncated: boolean;
}

/** How requests are held until somebody's turn is picked. */
export interface GateSettings {
  /** So many clients take part; a turn is given when each of them waits, or is done. */
  readonly clients: number;
  /** A turn is given all the same when nothing has come for so many milliseconds. */
  readonly quiet?: number;
}

export interface GateStatus {
  readonly open: boolean;
  readonly held: readonly { readonly client: string; readonly bucket: string; readonly request: string }[];
  readonly turns: number;
}

/** Below this the API is; a bucket's name cannot begin so. */
export const controlPath = "/_lakelitmus/";
