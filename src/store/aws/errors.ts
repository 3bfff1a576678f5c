/**
 * What a call of the AWS SDK throws, as the store's error.
 *
 * - An answer of the store: its code, its HTTP status. A 200 that carries an `<Error>` (COPY, Complete) is the error that it
 *   carries; the SDK tells 503 as its status, so the status of a known code is that code's. A HEAD's error has no body, so
 *   its status is all there is.
 * - No answer, or one that broke off: TimeoutError, so the caller does not know what the store holds.
 * - The SDK sent the request more than once: what became of the earlier sendings is not known, whatever the last was told.
 *
 * Source: S3 API reference, "Error responses" and CopyObject ("200 OK with an error"); @aws-sdk/client-s3 3.1175
 * (`throw200ExceptionsMiddleware`, `$metadata.attempts`); Node.js, errors of `net` and `http`.
 */
import { S3Error, type S3ErrorCode, statusOf } from "../object-store.js";

/** What the caller asked for, as far as its errors need it. */
export interface Asked {
  readonly key?: string;
  /** It writes or deletes, so that it matters whether it was applied. */
  readonly mutates: boolean;
  /** It carries a condition on the key that it writes. */
  readonly conditional: boolean;
}

/** The fields that the SDK's errors and Node's have, each where it has it. */
interface Thrown {
  readonly name?: string;
  readonly message?: string;
  readonly code?: string;
  readonly Code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly attempts?: number };
  readonly $response?: { readonly statusCode?: number };
}

/** Codes that mean one of ours, by other names of S3 and its peers. */
const synonyms: Readonly<Record<string, S3ErrorCode>> = {
  NotFound: "NoSuchKey",
  KeyTooLongError: "InvalidArgument",
  ServiceUnavailable: "SlowDown",
  Throttling: "SlowDown",
  ThrottlingException: "SlowDown",
  RequestTimeout: "TimeoutError",
};

/** What a bodiless answer with this status means. */
const codeOfStatus: Readonly<Record<number, S3ErrorCode>> = {
  404: "NoSuchKey",
  // A HEAD of a delete marker, by its id.
  405: "MethodNotAllowed",
  409: "ConditionalRequestConflict",
  412: "PreconditionFailed",
  416: "InvalidRange",
  429: "TooManyRequests",
  500: "InternalError",
  501: "NotImplemented",
  502: "InternalError",
  503: "SlowDown",
  504: "InternalError",
};

/** Names that say nothing: the SDK found no code. */
const nameless = new Set(["", "Unknown", "UnknownError", "Error", "S3ServiceException"]);

/** The store's error for what a call of the SDK threw. */
export function asS3Error(error: unknown, asked: Asked): S3Error {
  if (error instanceof S3Error) return error;
  const thrown = (typeof error === "object" && error !== null ? error : {}) as Thrown;
  const status = statusFrom(thrown);
  const storeCode = thrown.Code ?? thrown.name ?? "";
  const inDoubt = asked.mutates && (thrown.$metadata?.attempts ?? 1) > 1;
  const details = { inDoubt, cause: error };
  if (status === 0) return new S3Error("TimeoutError", noAnswer(thrown), asked.key, details);
  const code = codeFrom(storeCode, status, asked);
  const named = nameless.has(storeCode) ? {} : { storeCode };
  return new S3Error(code, messageOf(thrown, storeCode, status), asked.key, {
    ...details,
    ...named,
    status: statusFor(code, status),
  });
}

function messageOf({ message = "" }: Thrown, storeCode: string, status: number): string {
  return [nameless.has(storeCode) ? `HTTP status ${status}` : storeCode, message]
    .filter((text) => !nameless.has(text))
    .join(": ");
}

/** 0: no whole answer came. An answer of 200 whose body broke off is none. */
function statusFrom(thrown: Thrown): number {
  const status = thrown.$metadata?.httpStatusCode ?? thrown.$response?.statusCode ?? 0;
  return status >= 300 ? status : 0;
}

function codeFrom(storeCode: string, status: number, { conditional }: Asked): S3ErrorCode {
  if (Object.hasOwn(statusOf, storeCode) && storeCode !== "UnknownError") return storeCode as S3ErrorCode;
  if (Object.hasOwn(synonyms, storeCode)) return synonyms[storeCode]!;
  // Some say "not modified" to a write whose If-None-Match does not hold (S3Mock); object_store takes it so, too.
  if (status === 304 && conditional) return "PreconditionFailed";
  // Ceph RGW and stores made of it tell a conditional write that another is under way (arrow-rs-object-store#138).
  const overtaken = storeCode === "OperationAborted" || storeCode === "ConcurrentModification";
  if (status === 409 && conditional && overtaken) return "ConditionalRequestConflict";
  if (!nameless.has(storeCode)) return status >= 500 ? serverError(status) : "UnknownError";
  return codeOfStatus[status] ?? "UnknownError";
}

function serverError(status: number): S3ErrorCode {
  return codeOfStatus[status] ?? "InternalError";
}

/** A known code's own status, since that of a 200 with an error in it is made up; 429 is told from 503, because it is not in doubt. */
function statusFor(code: S3ErrorCode, status: number): number {
  return status === 429 || code === "UnknownError" ? status : statusOf[code];
}

function noAnswer({ name, code, message }: Thrown): string {
  const what = code ?? (name === undefined || nameless.has(name) ? undefined : name);
  const why = [what, message].filter((text) => text !== undefined && text !== "").join(": ");
  return why === "" ? "No answer came." : `No answer came (${why}).`;
}
