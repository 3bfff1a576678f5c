/**
 * Uploads in parts, as a committer makes them: the requests and results of Amazon S3's multipart upload.
 *
 * Initiate, upload parts, complete: the object appears whole, when it is completed, and not before. Whoever knows the key and the
 * id of the upload may do any of it: the one who begins, who uploads and who completes need not be one process.
 *
 * Source: S3 API reference (CreateMultipartUpload, UploadPart, UploadPartCopy, CompleteMultipartUpload, AbortMultipartUpload,
 * ListMultipartUploads, ListParts); S3 User Guide, "Uploading and copying objects using multipart upload".
 */
import type { Body } from "./body.js";
import type { Dated, ETag, Versioned } from "./object-store.js";

/** Its time is that of the object that it becomes (S3: Last-Modified of such an object is when its upload was begun). */
export interface CreateMultipartUploadRequest extends Dated {
  readonly key: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

export interface CreateMultipartUploadResult {
  /** Opaque; means something only together with its key. */
  readonly uploadId: string;
}

/** Which upload a request is about. */
export interface UploadRef {
  readonly key: string;
  readonly uploadId: string;
}

export interface UploadPartRequest extends UploadRef {
  /** 1 to 10,000: its place in the object. A part that has the number already is replaced. */
  readonly partNumber: number;
  readonly body: Body;
}

export interface UploadPartCopyRequest extends UploadRef {
  readonly partNumber: number;
  /** Key of the object whose bytes become the part. */
  readonly source: string;
  /** Bytes `start` to `end` of the source, both included; all of them when left out. */
  readonly range?: { readonly start: number; readonly end: number };
  /** x-amz-copy-source-if-match: only if the source has this ETag. */
  readonly sourceIfMatch?: ETag;
}

export interface UploadPartResult {
  /** What Complete must say of the part. */
  readonly etag: ETag;
}

export interface CompletedPart {
  readonly partNumber: number;
  readonly etag: ETag;
}

export interface CompleteMultipartUploadRequest extends UploadRef {
  /** In ascending order; gaps are allowed. What is uploaded and not named here is dropped. */
  readonly parts: readonly CompletedPart[];
  readonly ifNoneMatch?: "*";
  readonly ifMatch?: ETag;
}

export interface CompleteMultipartUploadResult extends Versioned {
  /** A hash of the parts' ETags with a dash and their number: not the MD5 of the bytes. */
  readonly etag: ETag;
}

export type AbortMultipartUploadRequest = UploadRef;

export interface ListMultipartUploadsRequest {
  readonly prefix?: string;
  readonly delimiter?: string;
  /** Only uploads of keys after this one; with `uploadIdMarker`, also those of this key that were begun after that one. */
  readonly keyMarker?: string;
  /** Not looked at without a `keyMarker`. */
  readonly uploadIdMarker?: string;
  /** 1 to 1000; 1000 when left out. */
  readonly maxUploads?: number;
}

export type ListedUpload = UploadRef & Dated;

export interface ListMultipartUploadsResult {
  /** By key, in UTF-8 binary order, then in the order in which they were begun. */
  readonly uploads: readonly ListedUpload[];
  readonly commonPrefixes: readonly string[];
  readonly isTruncated: boolean;
  /** What the next page goes on after. Given wherever the page shows something. */
  readonly nextKeyMarker?: string;
  /** Given where the page ends with an upload. */
  readonly nextUploadIdMarker?: string;
}

export interface ListPartsRequest extends UploadRef {
  /** Only parts with greater numbers. */
  readonly partNumberMarker?: number;
  /** 1 to 1000; 1000 when left out. */
  readonly maxParts?: number;
}

export interface ListedPart extends CompletedPart {
  readonly size: number;
}

export interface ListPartsResult {
  /** By number. */
  readonly parts: readonly ListedPart[];
  readonly isTruncated: boolean;
  /** Number of the last part shown, where there are more. */
  readonly nextPartNumberMarker?: number;
}
