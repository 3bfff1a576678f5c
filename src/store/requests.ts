/**
 * The store's requests and answers as plain data: what goes between a process and the store when somebody else
 * decides what happens in between, what a trace shows, and what a recorded execution is compared by.
 */
import type {
  CopyRequest,
  CopyResult,
  DeleteRequest,
  Freshness,
  GetRequest,
  GetResult,
  HeadRequest,
  ListRequest,
  ListResult,
  ObjectInfo,
  ObjectStore,
  PutRequest,
  PutResult,
  S3ErrorCode,
} from "./object-store.js";
import { S3Error } from "./object-store.js";

export type StoreRequest =
  | ({ readonly op: "put" } & PutRequest)
  | ({ readonly op: "get" } & GetRequest)
  | ({ readonly op: "head" } & HeadRequest)
  | ({ readonly op: "delete" } & DeleteRequest)
  | ({ readonly op: "copy" } & CopyRequest)
  | ({ readonly op: "list" } & ListRequest);

export type StoreOp = StoreRequest["op"];

/** What each operation resolves with; a DELETE has nothing to tell. */
export interface StoreValues {
  readonly put: PutResult;
  readonly get: GetResult;
  readonly head: ObjectInfo;
  readonly delete: null;
  readonly copy: CopyResult;
  readonly list: ListResult;
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
type Arguments<Op extends StoreOp> = Omit<RequestOf<Op>, "op">;

/** The fields of each request, in the order in which its data has them. */
const fields: Readonly<Record<StoreOp, readonly string[]>> = {
  put: ["key", "body", "ifNoneMatch", "ifMatch", "metadata", "modified"],
  get: ["key", "range", "ifMatch", "consistent", "atLeast"],
  head: ["key", "ifMatch", "consistent", "atLeast"],
  delete: ["key"],
  copy: ["source", "key", "sourceIfMatch", "ifNoneMatch", "ifMatch", "metadata", "modified"],
  list: ["prefix", "delimiter", "startAfter", "continuationToken", "maxKeys"],
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
    if (name === "key" || name === "source") requireString(op, name, value);
    if (name === "body") requireBody(value);
    if (value === undefined) continue;
    copy[name] = name === "metadata" || name === "range" ? frozenCopy(value as object) : value;
  }
  return Object.freeze(copy) as unknown as RequestOf<Op>;
}

function requireString(op: StoreOp, name: string, value: unknown): void {
  if (typeof value !== "string")
    throw new TypeError(`store.${op}: ${name} is ${typeof value}; it must be a string.`);
}

function requireBody(value: unknown): void {
  if (typeof value === "object" && value !== null && "md5" in value && "view" in value) return;
  throw new TypeError("store.put: body is no Body; make one with Body.of(bytes) or Body.text(text).");
}

function frozenCopy(value: object): object {
  return Object.freeze(
    Object.fromEntries(Object.entries(value).filter(([, field]: [string, unknown]) => field !== undefined)),
  );
}

/**
 * The store as a committer sees it, over `call`: each operation becomes a request, an answer becomes the result or a
 * thrown {@link S3Error}. What `call` itself throws goes through.
 */
export function storeFacade(call: (request: StoreRequest) => Promise<StoreAnswer>): ObjectStore {
  async function ask<Op extends StoreOp>(op: Op, given: Arguments<Op>): Promise<StoreValues[Op]> {
    const answer = await call(requestData(op, given));
    if (!answer.ok) throw errorOf(answer);
    return answer.value as StoreValues[Op];
  }
  return Object.freeze({
    put: (request: PutRequest) => ask("put", request),
    get: (request: GetRequest) => ask("get", request),
    head: (request: HeadRequest) => ask("head", request),
    delete: async (request: DeleteRequest) => {
      await ask("delete", request);
    },
    copy: (request: CopyRequest) => ask("copy", request),
    list: (request: ListRequest) => ask("list", request),
  });
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

/** Is it a PUT or COPY that carries a condition on the key it writes? */
export function isConditionalWrite(request: StoreRequest): request is RequestOf<"put"> | RequestOf<"copy"> {
  return (
    (request.op === "put" || request.op === "copy") &&
    (request.ifNoneMatch !== undefined || request.ifMatch !== undefined)
  );
}

/** Does it write or delete? Reads may fill a negative cache, but they change no object. */
export function isMutation(request: StoreRequest): request is RequestOf<"put" | "copy" | "delete"> {
  return request.op === "put" || request.op === "copy" || request.op === "delete";
}

/** A request as a trace shows it: `PUT t/x (123 bytes) if-none-match=*`, `LIST t/_temporary/ delimiter=/`. */
export function describeRequest(request: StoreRequest): string {
  switch (request.op) {
    case "put":
      return words(`PUT ${request.key} ${sizeOf(request.body.length)}`, conditionsOf(request));
    case "get":
      return words(`GET ${request.key}`, {
        bytes: rangeOf(request.range),
        "if-match": request.ifMatch,
        ...freshnessOf(request),
      });
    case "head":
      return words(`HEAD ${request.key}`, { "if-match": request.ifMatch, ...freshnessOf(request) });
    case "delete":
      return `DELETE ${request.key}`;
    case "copy":
      return words(`COPY ${request.source} -> ${request.key}`, {
        "source-if-match": request.sourceIfMatch,
        ...conditionsOf(request),
      });
    case "list":
      return words(request.prefix ? `LIST ${request.prefix}` : "LIST", {
        delimiter: request.delimiter,
        "start-after": request.continuationToken === undefined ? request.startAfter : undefined,
        "max-keys": request.maxKeys?.toString(),
        page: request.continuationToken === undefined ? undefined : "next",
      });
  }
}

/** An answer as a trace shows it: `200 (123 bytes, etag 0cc175b9)`, `2 keys: a, b`, `412 PreconditionFailed`. */
export function describeAnswer(request: StoreRequest, answer: StoreAnswer): string {
  if (!answer.ok) {
    const status = errorOf(answer).status;
    return status === 0 ? `no answer (${answer.code})` : `${status} ${answer.code}`;
  }
  switch (request.op) {
    case "put":
    case "copy":
      return `200 (etag ${shortEtag((answer.value as PutResult).etag)})`;
    case "get":
    case "head": {
      const found = answer.value as ObjectInfo;
      return `200 (${countOf(found.size, "byte")}, etag ${shortEtag(found.etag)})`;
    }
    case "delete":
      return "204";
    case "list":
      return describeListing(answer.value as ListResult);
  }
}

/** More names than this are counted, not written out. */
const namesShown = 20;

function describeListing(page: ListResult): string {
  const { objects, commonPrefixes } = page;
  const said = [];
  if (objects.length > 0 || commonPrefixes.length === 0) {
    said.push(
      namesOf(
        "key",
        objects.map((object) => object.key),
      ),
    );
  }
  if (commonPrefixes.length > 0) said.push(namesOf("common prefix", commonPrefixes));
  if (page.isTruncated) said.push("more to come");
  return said.join("; ");
}

function namesOf(noun: string, names: readonly string[]): string {
  if (names.length === 0) return `no ${noun}s`;
  const shown = names.slice(0, namesShown).join(", ");
  const rest = names.length > namesShown ? `, … (${names.length - namesShown} more)` : "";
  return `${countOf(names.length, noun)}: ${shown}${rest}`;
}

function countOf(count: number, noun: string): string {
  if (count === 1) return `1 ${noun}`;
  return `${count} ${noun}${noun.endsWith("x") ? "es" : "s"}`;
}

function sizeOf(bytes: number): string {
  return `(${countOf(bytes, "byte")})`;
}

/** Enough of an ETag to tell the versions of a key apart by eye. */
function shortEtag(etag: string): string {
  return etag.slice(0, 8);
}

function rangeOf(range: GetRequest["range"]): string | undefined {
  return range === undefined ? undefined : `${range.start}-${range.end ?? ""}`;
}

function freshnessOf({ consistent, atLeast }: Freshness) {
  return { consistent: consistent === true ? "yes" : undefined, "at-least": atLeast };
}

function conditionsOf(request: Pick<PutRequest, "ifNoneMatch" | "ifMatch">) {
  return { "if-none-match": request.ifNoneMatch, "if-match": request.ifMatch };
}

function words(start: string, options: Readonly<Record<string, string | undefined>>): string {
  let text = start;
  for (const [name, value] of Object.entries(options)) {
    if (value !== undefined) text += ` ${name}=${value}`;
  }
  return text;
}
