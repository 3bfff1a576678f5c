/** One request as it is kept: what was asked, what was answered, and what only the server knows of it. */
import type { StoreOp } from "../../store/requests.js";
import type { FaultHow, FaultWhen } from "../plan/fault-plan.js";

/** What the client can know of the outcome: `unknown` wherever it got no answer, half of one, or a 5xx. */
export type KnownOutcome = "ok" | "failed" | "unknown";

/** A key that a listing shows, with its ETag. */
export type ListedKey = readonly [key: string, etag: string];

/** What a listing asked for and was shown. */
export interface Listed {
  readonly prefix: string;
  readonly delimiter?: string;
  /** Only what is greater was asked for. */
  readonly after?: string;
  readonly keys: readonly ListedKey[];
  readonly prefixes: readonly string[];
  readonly truncated: boolean;
}

/** What a request asked of the store. Most ask one thing; a copy of another bucket's object asks two. */
export interface Step {
  readonly op: StoreOp;
  /** Where it is not the bucket of the request. */
  readonly bucket?: string;
  readonly key?: string;
  readonly source?: string;
  /** Where one version of the key was asked for, and not its object. */
  readonly versionId?: string;
  /** "ok", or the code. "TimeoutError": the store's answer, if there was one, is lost. */
  readonly answer: string;
  /** What was read or written; null: nothing there. Of a write that nobody was told of, too. */
  readonly etag?: string | null;
  /** False: it was answered as if it had written, and it has not. */
  readonly effect?: false;
  readonly ifMatch?: string;
  readonly ifNoneMatch?: string;
  /** The keys of a DeleteObjects. */
  readonly keys?: readonly string[];
  readonly listed?: Listed;
  /** What the store did that an up-to-date one without faults would not have done. */
  readonly wrong?: string;
}

export interface HistoryEntry {
  readonly kind: "request";
  /** In the order of arrival. */
  readonly id: number;
  /** What the client calls itself: what follows the access key and a dot. */
  readonly client: string;
  readonly bucket: string;
  /** S3's name of the operation. */
  readonly op: string;
  /** The key, or the prefix of a listing. */
  readonly key: string;
  /** The so-manieth request of this operation at this key. */
  readonly nth: number;
  /** Its places in the one order of all beginnings and ends. */
  readonly invoked: number;
  /** Left out where its client cannot know that it has ended. */
  readonly returned?: number;
  /** Milliseconds of the buckets' clock when it came. */
  readonly time: number;
  /** 0: none was sent. */
  readonly status: number;
  readonly code?: string;
  readonly outcome: KnownOutcome;
  readonly steps: readonly Step[];
  /** What was done to it by the plan. */
  readonly fault?: { readonly when: FaultWhen; readonly how: FaultHow };
}

/** A request that its client has given up on took effect. */
export interface LandedEntry {
  readonly kind: "landed";
  /** Of the request. */
  readonly id: number;
  readonly at: number;
  readonly bucket: string;
  /** What it wrote; null where it deleted. Left out where it changed nothing. */
  readonly etag?: string | null;
  readonly key: string;
}

/** What the bucket truly held at the end. */
export interface ContentEntry {
  readonly kind: "content";
  readonly bucket: string;
  readonly keys: readonly ListedKey[];
}

/** What was served, so that a history says of what it is one. */
export interface HeaderEntry {
  readonly kind: "history";
  readonly schema: "lakelitmus/history@1";
  readonly tool: string;
  readonly seed: string;
  /** Store of each bucket that is not of the default one. */
  readonly store: string;
}

/** A bucket was made, of another store than the default one. */
export interface BucketEntry {
  readonly kind: "bucket";
  readonly bucket: string;
  readonly store: string;
}

export type HistoryLine = HeaderEntry | BucketEntry | HistoryEntry | LandedEntry | ContentEntry;
