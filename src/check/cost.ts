/** What commits cost where nothing goes wrong, as plain data; the JSON that users keep is this. Counts and virtual time only. */

/** The operations of an object store, as its bill has them. */
export const operations = ["put", "copy", "list", "get", "head", "delete"] as const;

export type Operation = (typeof operations)[number];

/**
 * As what the bill has each request of the store's interface. An upload in parts is a PUT for its Initiate, each part and its
 * Complete; what aborts or deletes is free; a listing is a LIST, whatever it lists; RenameObject is billed as a COPY (Amazon S3 pricing, Requests and data retrievals).
 */
export const billedAs = {
  put: "put",
  copy: "copy",
  list: "list",
  get: "get",
  head: "head",
  delete: "delete",
  deleteObjects: "delete",
  createMultipartUpload: "put",
  uploadPart: "put",
  uploadPartCopy: "copy",
  completeMultipartUpload: "put",
  abortMultipartUpload: "delete",
  listMultipartUploads: "list",
  listParts: "list",
  rename: "copy",
  receive: "get",
  listObjectVersions: "list",
} as const satisfies Readonly<Record<string, Operation>>;

/** How long requests take: a stated assumption, not a measurement of the machine that this ran on. Milliseconds. */
export interface Pace {
  readonly name: string;
  readonly about: string;
  readonly source: string;
  /** Latency of one request: half of them take at most `p50`, 99 in 100 at most `p99`. */
  readonly latency: Readonly<Record<Operation, { readonly p50: number; readonly p99: number }>>;
  /** The same of a key-value table beside the store. Left out in files of versions that knew none: nothing. */
  readonly table?: { readonly p50: number; readonly p99: number };
}

/** Half, and 99 in 100, of the sampled commits took at most so many milliseconds of virtual time. */
export interface LatencyRange {
  readonly p50: number;
  readonly p99: number;
}

/** One job of a committer, run alone, with every answer well-behaved. */
export interface CostPoint {
  readonly tasks: number;
  /** Files that each task writes. */
  readonly files: number;
  readonly requests: Readonly<Record<Operation, number>>;
  /** Requests of a key-value table beside the store; left out where there are none. */
  readonly table?: number;
  /** Calls of a cluster's file system beside the store; left out where there are none. */
  readonly cluster?: number;
  /** Of the store's, writes (PUT, COPY, Complete, RenameObject) with If-None-Match or If-Match on the key that they write. */
  readonly conditional: number;
  /** Of the store's, those that the driver makes to commit the job. */
  readonly inJobCommit: number;
  readonly bytes: {
    /** Of the files themselves, once. */
    readonly data: number;
    /** Sent with PUTs. */
    readonly written: number;
    /** Copied by the store. */
    readonly copied: number;
    /** Received with GETs. */
    readonly read: number;
  };
  /** Requests that must come one after the other, on the longest chain from the start to the acknowledgement. */
  readonly sequential: number;
  /** From the start of the job to its acknowledgement. */
  readonly job: LatencyRange;
  /** From the last task's report to the acknowledgement: how long the driver's commit takes. */
  readonly commit: LatencyRange;
}

export interface CommitterCost {
  readonly committer: string;
  /** Why there is nothing to tell: the committer refused, failed or did not end. */
  readonly reason?: string;
  readonly points: readonly CostPoint[];
}

export interface CostFile {
  readonly schema: "lakelitmus/cost@1";
  readonly tool: string;
  /** On which store the jobs ran. */
  readonly store: string;
  readonly seed: string;
  /** Rows of a file. */
  readonly rows: number;
  readonly pace: Pace;
  /** How many draws the percentiles are of. */
  readonly draws: number;
  readonly committers: readonly CommitterCost[];
}
