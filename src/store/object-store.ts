/**
 * What a committer may know of an object store: S3's operations, their results and their errors. The simulated
 * store, a real bucket and every wrapper have this face, so a committer cannot tell them apart.
 *
 * Source of names, codes and rules: the Amazon S3 API reference (PutObject, GetObject, HeadObject, DeleteObject, DeleteObjects,
 * CopyObject, ListObjectsV2; the requests of uploads in parts are in `multipart.ts`).
 */
import type { Body } from "./body.js";
import type {
  AbortMultipartUploadRequest,
  CompleteMultipartUploadRequest,
  CompleteMultipartUploadResult,
  CreateMultipartUploadRequest,
  CreateMultipartUploadResult,
  ListMultipartUploadsRequest,
  ListMultipartUploadsResult,
  ListPartsRequest,
  ListPartsResult,
  UploadPartCopyRequest,
  UploadPartRequest,
  UploadPartResult,
} from "./multipart.js";

export type * from "./multipart.js";

/** Opaque to a committer; two equal ETags mean equal bytes on most stores, not "the same write". Without quotes. */
export type ETag = string;

/** What a request that writes an object may say of its time. Only a served store has a clock, and only it says so. */
export interface Dated {
  /** When the object counts as written, in milliseconds since 1970 (S3: Last-Modified). */
  readonly modified?: number;
}

export interface PutRequest extends Dated {
  readonly key: string;
  readonly body: Body;
  /** `"*"`: only if the key has no object. The only value that S3 takes. */
  readonly ifNoneMatch?: "*";
  /** Only if the object at the key has this ETag. */
  readonly ifMatch?: ETag;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** What stores with replicas let a reader ask for. S3 has nothing of it, and stores that have not do not look at it. */
export interface Freshness {
  /** The newest version: a read of the primary (StorageGRID: Consistency-Control; DynamoDB: ConsistentRead). */
  readonly consistent?: true;
  /** A version that is not older than the one with this ETag: the version token that a PUT returned. */
  readonly atLeast?: ETag;
  /** What the replica of the bucket in another region has (S3: Cross-Region Replication), which nobody writes to but the store. */
  readonly replica?: true;
}

export interface GetRequest extends Freshness {
  readonly key: string;
  /** A version of the key, current or not. Of a bucket without versioning the one version is `"null"`. */
  readonly versionId?: string;
  /** Bytes `start` to `end`, both included, as in an HTTP range; `end` may be left out. */
  readonly range?: { readonly start: number; readonly end?: number };
  readonly ifMatch?: ETag;
}

export interface HeadRequest extends Freshness {
  readonly key: string;
  /** As {@link GetRequest.versionId}. */
  readonly versionId?: string;
  readonly ifMatch?: ETag;
}

export interface DeleteRequest extends Dated {
  readonly key: string;
  /** Only if the object at the key has this ETag; `"*"`: only if there is one. */
  readonly ifMatch?: ETag;
  /** This version, for good; without it, a bucket with versioning puts a delete marker on top. */
  readonly versionId?: string;
}

export interface DeleteObjectsRequest {
  /** 1 to 1000 of them. They are deleted one by one, in an order that the store chooses: this is no transaction. */
  readonly keys: readonly string[];
}

export interface CopyRequest extends Dated {
  readonly source: string;
  readonly key: string;
  /** x-amz-copy-source-if-match: only if the source has this ETag. */
  readonly sourceIfMatch?: ETag;
  readonly ifNoneMatch?: "*";
  readonly ifMatch?: ETag;
  /** Given: the copy gets this metadata (directive REPLACE). Left out: the source's (directive COPY). */
  readonly metadata?: Readonly<Record<string, string>>;
}

export interface ListRequest {
  readonly prefix?: string;
  /** Keys that share the part up to the first delimiter after the prefix are rolled up into one common prefix. */
  readonly delimiter?: string;
  /** Only keys after this one, in UTF-8 binary order. A continuation token wins over it. */
  readonly startAfter?: string;
  readonly continuationToken?: string;
  /** 1 to 1000; 1000 when left out. */
  readonly maxKeys?: number;
  /** As {@link Freshness.replica}. */
  readonly replica?: true;
}

export interface ListObjectVersionsRequest {
  readonly prefix?: string;
  /** As {@link ListRequest.delimiter}. */
  readonly delimiter?: string;
  /** Only keys after this one; with `versionIdMarker`, also the versions of this key that are older than that one. */
  readonly keyMarker?: string;
  readonly versionIdMarker?: string;
  /** Versions and delete markers together: 1 to 1000; 1000 when left out. */
  readonly maxKeys?: number;
}

/** `modified`: of a delete marker too. */
export interface ListedVersion extends Dated {
  readonly key: string;
  readonly versionId: string;
  readonly isLatest: boolean;
  /** Left out: it is a delete marker. */
  readonly object?: { readonly etag: ETag; readonly size: number };
}

export interface ListObjectVersionsResult {
  /** By key, in UTF-8 binary order; those of one key newest first. */
  readonly versions: readonly ListedVersion[];
  readonly commonPrefixes: readonly string[];
  readonly isTruncated: boolean;
  /** Of the last one shown, where there are more; of a common prefix without an id. */
  readonly nextKeyMarker?: string;
  readonly nextVersionIdMarker?: string;
}

/** Moves an object to another key, at once: not a copy and a delete (S3: RenameObject, of directory buckets). */
export interface RenameObjectRequest {
  readonly source: string;
  /** Where to. An object that is there is replaced, unless a condition forbids. */
  readonly key: string;
  readonly sourceIfMatch?: ETag;
  readonly ifNoneMatch?: "*";
  readonly ifMatch?: ETag;
}

export interface ReceiveRequest {
  /** Waits until there is one. Left out: told that there is none. */
  readonly wait?: true;
}

/** That an object was created (S3: s3:ObjectCreated:*). */
export interface Notification {
  readonly key: string;
  readonly etag: ETag;
  readonly size: number;
}

export interface ReceiveResult {
  /** Left out: none has come. */
  readonly notification?: Notification;
}

/** Which version it is, where the bucket has versioning. */
export interface Versioned {
  readonly versionId?: string;
}

export interface PutResult extends Versioned {
  readonly etag: ETag;
}

export interface ObjectInfo extends Dated, Versioned {
  readonly etag: ETag;
  /** Length of the whole object, in bytes. */
  readonly size: number;
  readonly metadata: Readonly<Record<string, string>>;
  /** Where the bucket is replicated: whether the replica has the object yet, or that this is the replica's. */
  readonly replication?: "PENDING" | "COMPLETED" | "REPLICA";
}

export interface GetResult extends ObjectInfo {
  /** The bytes asked for: the whole object, or the range. */
  readonly body: Body;
}

export interface CopyResult extends Versioned {
  readonly etag: ETag;
}

/** What a DELETE has to tell in a bucket with versioning. */
export interface DeleteResult extends Versioned {
  /** The version is a delete marker: one that was put on top, or one that was deleted by its id. */
  readonly deleteMarker?: true;
}

/** Why one key of a DeleteObjects was not deleted. */
export interface DeleteError {
  readonly key: string;
  readonly code: S3ErrorCode;
  readonly message: string;
}

/** What became of each key of a DeleteObjects, in the order of the request. */
export interface DeleteObjectsResult {
  /** Also those that had no object. */
  readonly deleted: readonly string[];
  readonly errors: readonly DeleteError[];
}

export interface ListedObject extends Dated {
  readonly key: string;
  readonly etag: ETag;
  readonly size: number;
}

export interface ListResult {
  /** In UTF-8 binary order of the keys. */
  readonly objects: readonly ListedObject[];
  /** In UTF-8 binary order. */
  readonly commonPrefixes: readonly string[];
  readonly isTruncated: boolean;
  /** Given exactly when `isTruncated`. Opaque. */
  readonly nextContinuationToken?: string;
}

/**
 * The store. Every call resolves with its result or rejects with an {@link S3Error}; nothing else.
 * A call that rejects with {@link S3Error.mayHaveBeenApplied} leaves the caller not knowing what the store holds.
 */
export interface ObjectStore {
  put(request: PutRequest): Promise<PutResult>;
  get(request: GetRequest): Promise<GetResult>;
  head(request: HeadRequest): Promise<ObjectInfo>;
  /** Succeeds also when there was no object. */
  delete(request: DeleteRequest): Promise<void>;
  /** Resolves also where keys could not be deleted: see {@link DeleteObjectsResult.errors}. */
  deleteObjects(request: DeleteObjectsRequest): Promise<DeleteObjectsResult>;
  copy(request: CopyRequest): Promise<CopyResult>;
  list(request: ListRequest): Promise<ListResult>;
  /** Begins an upload in parts. Nothing is to be seen of it at the key until it is completed. */
  createMultipartUpload(request: CreateMultipartUploadRequest): Promise<CreateMultipartUploadResult>;
  uploadPart(request: UploadPartRequest): Promise<UploadPartResult>;
  uploadPartCopy(request: UploadPartCopyRequest): Promise<UploadPartResult>;
  /** Makes the object of the parts that it names, at once. A failed one leaves the upload as it was. */
  completeMultipartUpload(request: CompleteMultipartUploadRequest): Promise<CompleteMultipartUploadResult>;
  /** Frees the parts. One that is on its way meanwhile may still arrive: see {@link listParts}. */
  abortMultipartUpload(request: AbortMultipartUploadRequest): Promise<void>;
  listMultipartUploads(request: ListMultipartUploadsRequest): Promise<ListMultipartUploadsResult>;
  listParts(request: ListPartsRequest): Promise<ListPartsResult>;
  /** Of a bucket without versioning: its objects, each with the version `"null"`. */
  listObjectVersions(request: ListObjectVersionsRequest): Promise<ListObjectVersionsResult>;
  /** Stores that have no such operation answer 501: there a client copies and deletes. */
  rename(request: RenameObjectRequest): Promise<void>;
  /** Takes a notification from the bucket's queue, where it has one (else 501). Each comes at least once, in no promised order. */
  receive(request: ReceiveRequest): Promise<ReceiveResult>;
}

/**
 * S3's error codes, as far as these operations answer them. `BlobAlreadyExists` is Azure's, for a create where an object is.
 * `UnknownError` is any other code of a real store (AccessDenied, NoSuchBucket, …), which {@link S3Error.storeCode} tells: no
 * protocol turns on one. The client's own: `TimeoutError`, no answer came; `NotConfirmed`, the store said yes, and what should
 * be seen after that was not seen; `NotSent`, the client did not send the request.
 */
export type S3ErrorCode =
  | "NoSuchKey"
  | "NoSuchUpload"
  | "NoSuchVersion"
  | "MethodNotAllowed"
  | "PreconditionFailed"
  | "ConditionalRequestConflict"
  | "BlobAlreadyExists"
  | "NotImplemented"
  | "InvalidRange"
  | "InvalidArgument"
  | "InvalidRequest"
  | "InvalidPart"
  | "InvalidPartOrder"
  | "EntityTooSmall"
  | "MalformedXML"
  | "InternalError"
  | "SlowDown"
  | "TooManyRequests"
  | "TimeoutError"
  | "UnknownError"
  | "NotConfirmed"
  | "NotSent";

/** HTTP status of each code; 0: the client never saw a status. */
export const statusOf: Readonly<Record<S3ErrorCode, number>> = {
  NoSuchKey: 404,
  NoSuchUpload: 404,
  NoSuchVersion: 404,
  MethodNotAllowed: 405,
  PreconditionFailed: 412,
  ConditionalRequestConflict: 409,
  BlobAlreadyExists: 409,
  NotImplemented: 501,
  InvalidRange: 416,
  InvalidArgument: 400,
  InvalidRequest: 400,
  InvalidPart: 400,
  InvalidPartOrder: 400,
  EntityTooSmall: 400,
  MalformedXML: 400,
  InternalError: 500,
  SlowDown: 503,
  TooManyRequests: 429,
  TimeoutError: 0,
  UnknownError: 0,
  NotConfirmed: 0,
  NotSent: 0,
};

/** What a real store's answer tells beside its code; a simulated one's are all as {@link statusOf} says. */
export interface S3ErrorDetails {
  /** The HTTP status, where it is not the code's usual one. */
  readonly status?: number;
  /** The store's own code, where the error's is another. */
  readonly storeCode?: string;
  /** The client sent the request again, and what became of an earlier sending is not known. */
  readonly inDoubt?: boolean;
  readonly cause?: unknown;
}

/** An error answer of the store, with S3's code and HTTP status. */
export class S3Error extends Error {
  override readonly name = "S3Error";
  readonly code: S3ErrorCode;
  readonly status: number;
  readonly key: string | undefined;
  /** The code as the store gave it. */
  readonly storeCode: string;
  readonly #inDoubt: boolean;

  constructor(code: S3ErrorCode, message: string, key?: string, details: S3ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.status = details.status ?? statusOf[code];
    this.key = key;
    this.storeCode = details.storeCode ?? code;
    this.#inDoubt = details.inDoubt ?? false;
  }

  /**
   * True where a writer cannot know whether its request was, or still will be, applied: no answer, or a server error
   * (AWS, "Error best practices": the outcome of a request that was answered with a 5xx is unknown; object stores and
   * the proxies before them differ on 503). False for every 4xx, for 501, and for what was not sent, unless a client that
   * sends requests again tells that an earlier sending of this one went unanswered.
   */
  get mayHaveBeenApplied(): boolean {
    if (this.#inDoubt) return true;
    if (this.code === "NotSent") return false;
    return this.status === 0 || (this.status >= 500 && this.status !== 501);
  }
}

/** Is `error` the store's answer `code` (or one of them)? */
export function isS3Error(error: unknown, ...codes: readonly S3ErrorCode[]): error is S3Error {
  return error instanceof S3Error && (codes.length === 0 || codes.includes(error.code));
}
