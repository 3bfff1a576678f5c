/**
 * The store's requests and answers as plain data: what goes between a process and the store when somebody else
 * decides what happens in between, what a trace shows, and what a recorded execution is compared by.
 */
import type {
  AbortMultipartUploadRequest,
  CompleteMultipartUploadRequest,
  CompleteMultipartUploadResult,
  CompletedPart,
  CopyRequest,
  CopyResult,
  CreateMultipartUploadRequest,
  CreateMultipartUploadResult,
  DeleteObjectsRequest,
  DeleteObjectsResult,
  DeleteRequest,
  DeleteResult,
  GetRequest,
  GetResult,
  HeadRequest,
  ListMultipartUploadsRequest,
  ListMultipartUploadsResult,
  ListObjectVersionsRequest,
  ListObjectVersionsResult,
  ListPartsRequest,
  ListPartsResult,
  ListRequest,
  ListResult,
  ObjectInfo,
  PutRequest,
  PutResult,
  ReceiveRequest,
  ReceiveResult,
  RenameObjectRequest,
  S3ErrorCode,
  UploadPartCopyRequest,
  UploadPartRequest,
  UploadPartResult,
} from "./object-store.js";
import { S3Error } from "./object-store.js";

export type StoreRequest =
  | ({ readonly op: "put" } & PutRequest)
  | ({ readonly op: "get" } & GetRequest)
  | ({ readonly op: "head" } & HeadRequest)
  | ({ readonly op: "delete" } & DeleteRequest)
  /** `rest`: it is the second half of one. */
  | ({ readonly op: "deleteObjects"; readonly rest?: true } & DeleteObjectsRequest)
  | ({ readonly op: "copy" } & CopyRequest)
  | ({ readonly op: "list" } & ListRequest)
  | ({ readonly op: "createMultipartUpload" } & CreateMultipartUploadRequest)
  | ({ readonly op: "uploadPart" } & UploadPartRequest)
  | ({ readonly op: "uploadPartCopy" } & UploadPartCopyRequest)
  | ({ readonly op: "completeMultipartUpload" } & CompleteMultipartUploadRequest)
  | ({ readonly op: "abortMultipartUpload" } & AbortMultipartUploadRequest)
  | ({ readonly op: "listMultipartUploads" } & ListMultipartUploadsRequest)
  | ({ readonly op: "listParts" } & ListPartsRequest)
  | ({ readonly op: "rename" } & RenameObjectRequest)
  | ({ readonly op: "receive" } & ReceiveRequest)
  | ({ readonly op: "listObjectVersions" } & ListObjectVersionsRequest);

export type StoreOp = StoreRequest["op"];

/** Of a GET: the body is not all that was asked for. The client has to ask for the rest; nobody else sees this. */
export interface BrokenOff {
  readonly brokenOff?: true;
}

/** Of a DeleteObjects: these keys come later, others may act before. The client asks again; nobody else sees this. */
export interface Unfinished {
  readonly left?: readonly string[];
}

/** What each operation resolves with; an abort has nothing to tell, nor has a DELETE in a bucket without versioning. */
export interface StoreValues {
  readonly put: PutResult;
  readonly get: GetResult & BrokenOff;
  readonly head: ObjectInfo;
  readonly delete: DeleteResult | null;
  readonly deleteObjects: DeleteObjectsResult & Unfinished;
  readonly copy: CopyResult;
  readonly list: ListResult;
  readonly createMultipartUpload: CreateMultipartUploadResult;
  readonly uploadPart: UploadPartResult;
  readonly uploadPartCopy: UploadPartResult;
  readonly completeMultipartUpload: CompleteMultipartUploadResult;
  readonly abortMultipartUpload: null;
  readonly listMultipartUploads: ListMultipartUploadsResult;
  readonly listParts: ListPartsResult;
  readonly rename: null;
  readonly receive: ReceiveResult;
  readonly listObjectVersions: ListObjectVersionsResult;
}

export type StoreValue = StoreValues[StoreOp];

export interface StoreSuccess<V extends StoreValue = StoreValue> {
  readonly ok: true;
  readonly value: V;
}

export interface StoreFailure {
  readonly ok: false;
  readonly code: S3ErrorCode;
  readonly message: string;
  readonly key?: string;
}

export type StoreAnswer = StoreSuccess | StoreFailure;

/** The request of one operation. */
export type RequestOf<Op extends StoreOp> = Extract<StoreRequest, { readonly op: Op }>;

/** What the caller of an operation hands over: its request without the name of the operation. */
export type Arguments<Op extends StoreOp> = Omit<RequestOf<Op>, "op">;

/** The fields of each request, in the order in which its data has them. */
const fields: Readonly<Record<StoreOp, readonly string[]>> = {
  put: ["key", "body", "ifNoneMatch", "ifMatch", "metadata", "modified"],
  get: ["key", "range", "ifMatch", "consistent", "atLeast", "replica", "versionId"],
  head: ["key", "ifMatch", "consistent", "atLeast", "replica", "versionId"],
  delete: ["key", "ifMatch", "versionId", "modified"],
  deleteObjects: ["keys", "rest"],
  copy: ["source", "key", "sourceIfMatch", "ifNoneMatch", "ifMatch", "metadata", "modified"],
  list: ["prefix", "delimiter", "startAfter", "continuationToken", "maxKeys", "replica"],
  createMultipartUpload: ["key", "metadata", "modified"],
  uploadPart: ["key", "uploadId", "partNumber", "body"],
  uploadPartCopy: ["key", "uploadId", "partNumber", "source", "range", "sourceIfMatch"],
  completeMultipartUpload: ["key", "uploadId", "parts", "ifNoneMatch", "ifMatch"],
  abortMultipartUpload: ["key", "uploadId"],
  listMultipartUploads: ["prefix", "delimiter", "keyMarker", "uploadIdMarker", "maxUploads"],
  listParts: ["key", "uploadId", "partNumberMarker", "maxParts"],
  rename: ["source", "key", "sourceIfMatch", "ifNoneMatch", "ifMatch"],
  receive: ["wait"],
  listObjectVersions: ["prefix", "delimiter", "keyMarker", "versionIdMarker", "maxKeys"],
};

/** Fields without which a request is none: a committer that was loaded as a plain module was checked by no compiler. */
const required: Readonly<Record<string, (op: StoreOp, name: string, value: unknown) => void>> = {
  key: requireString,
  source: requireString,
  uploadId: requireString,
  body: requireBody,
  keys: requireStrings,
  parts: requireParts,
};

/**
 * A frozen copy of a caller's request. What is undefined, or no field of the request, is left out, so that equal requests are
 * equal data; the body is immutable and stays a reference. Throws a TypeError for a key or a body that is none: a committer
 * that was loaded as a plain module was checked by no compiler.
 */
export function requestData<Op extends StoreOp>(op: Op, given: Arguments<Op>): RequestOf<Op> {
  const copy: Record<string, unknown> = { op };
  for (const name of fields[op]) {
    const value = (given as Record<string, unknown>)[name];
    required[name]?.(op, name, value);
    if (value === undefined) continue;
    copy[name] = copied.has(name) ? frozenCopy(value as object) : value;
  }
  return Object.freeze(copy) as unknown as RequestOf<Op>;
}

function requireString(op: StoreOp, name: string, value: unknown): void {
  if (typeof value !== "string")
    throw new TypeError(`store.${op}: ${name} is ${typeof value}; it must be a string.`);
}

function requireBody(op: StoreOp, _name: string, value: unknown): void {
  if (typeof value === "object" && value !== null && "md5" in value && "view" in value) return;
  throw new TypeError(`store.${op}: body is no Body; make one with Body.of(bytes) or Body.text(text).`);
}

function requireStrings(op: StoreOp, name: string, value: unknown): void {
  if (Array.isArray(value) && value.every((one) => typeof one === "string")) return;
  throw new TypeError(`store.${op}: ${name} must be an array of strings.`);
}

function requireParts(op: StoreOp, name: string, value: unknown): void {
  const isPart = (one: unknown): boolean =>
    typeof one === "object" &&
    one !== null &&
    typeof (one as CompletedPart).partNumber === "number" &&
    typeof (one as CompletedPart).etag === "string";
  if (Array.isArray(value) && value.every(isPart)) return;
  throw new TypeError(`store.${op}: ${name} must be an array of { partNumber, etag }.`);
}

/** Fields whose values are objects of the caller. */
const copied: ReadonlySet<string> = new Set(["metadata", "range", "keys", "parts"]);

function frozenCopy(value: object): object {
  if (Array.isArray(value)) {
    return Object.freeze(
      value.map((one: unknown) => (typeof one === "object" && one !== null ? frozenCopy(one) : one)),
    );
  }
  return Object.freeze(
    Object.fromEntries(Object.entries(value).filter(([, field]: [string, unknown]) => field !== undefined)),
  );
}

/** The error that a failure is thrown as. */
export function errorOf(failure: StoreFailure): S3Error {
  return new S3Error(failure.code, failure.message, failure.key);
}

/** The data form of an error, for what carries answers over a real store. */
export function failureOf(error: S3Error): StoreFailure {
  const failure = { ok: false, code: error.code, message: error.message } as const;
  return Object.freeze(error.key === undefined ? failure : { ...failure, key: error.key });
}

/** A request that makes an object at its key when it takes effect. */
export type WriteRequest = RequestOf<"put" | "copy" | "completeMultipartUpload" | "rename">;

export function isWrite(request: StoreRequest): request is WriteRequest {
  return ["put", "copy", "completeMultipartUpload", "rename"].includes(request.op);
}

/** A request whose condition on its key is judged when it takes effect. */
export type ConditionalRequest = WriteRequest | RequestOf<"delete">;

/** Does it write its key, and carry a condition on that? */
export function isConditionalWrite(request: StoreRequest): request is WriteRequest {
  return request.op !== "delete" && isConditional(request);
}

/** Does it write or delete its key, and carry a condition on that? */
export function isConditional(request: StoreRequest): request is ConditionalRequest {
  switch (request.op) {
    case "put":
    case "copy":
    case "completeMultipartUpload":
    case "rename":
      return request.ifNoneMatch !== undefined || request.ifMatch !== undefined;
    case "delete":
      return request.ifMatch !== undefined;
    default:
      return false;
  }
}

/** Operations that change no object and no upload. Reads may fill a negative cache; to receive takes a notification. */
type ReadOp =
  "get" | "head" | "list" | "listMultipartUploads" | "listParts" | "receive" | "listObjectVersions";

const reads: ReadonlySet<StoreOp> = new Set<ReadOp>([
  "get",
  "head",
  "list",
  "listMultipartUploads",
  "listParts",
  "receive",
  "listObjectVersions",
]);

/** Does it write, delete, or change an upload? */
export function isMutation(request: StoreRequest): request is RequestOf<Exclude<StoreOp, ReadOp>> {
  return !reads.has(request.op);
}

/** The prefix that a listing goes by; undefined for a request that names its keys. */
export function prefixOf(request: StoreRequest): string | undefined {
  switch (request.op) {
    case "list":
    case "listMultipartUploads":
    case "listObjectVersions":
      return request.prefix ?? "";
    default:
      return undefined;
  }
}

/** The keys that a request names: all that it can read or change. None for a listing. */
export function keysOf(request: StoreRequest): readonly string[] {
  switch (request.op) {
    case "list":
    case "listMultipartUploads":
    case "listObjectVersions":
    case "receive":
      return [];
    case "copy":
    case "rename":
    case "uploadPartCopy":
      return [request.source, request.key];
    case "deleteObjects":
      return request.keys;
    default:
      return [request.key];
  }
}
