/** A request to the store and its answer as a step of a history. */
import type { ListResult } from "../../store/object-store.js";
import type { StoreAnswer, StoreRequest } from "../../store/requests.js";
import { recordAt, type StoreState } from "../../store/store-state.js";
import type { Effect } from "../../sim/service.js";
import type { Listed, Step } from "./entry.js";

export interface Happened {
  readonly request: StoreRequest;
  readonly answer: StoreAnswer;
  readonly label: string | undefined;
  readonly effects: readonly Effect[];
  /** The state after it. */
  readonly state: StoreState;
}

export function stepOf({ request, answer, label, effects, state }: Happened, bucket?: string): Step {
  const { op } = request;
  const etag = etagOf(request, answer, effects, state);
  const listed = op === "list" && answer.ok ? listedIn(request, answer.value as ListResult) : undefined;
  return {
    op,
    ...(bucket === undefined ? {} : { bucket }),
    ...("key" in request ? { key: request.key } : {}),
    ...("source" in request ? { source: request.source } : {}),
    ...("versionId" in request && request.versionId !== undefined ? { versionId: request.versionId } : {}),
    answer: answer.ok ? "ok" : answer.code,
    ...(etag === undefined ? {} : { etag }),
    ...(op === "completeMultipartUpload" && answer.ok && effects.length === 0
      ? { effect: false as const }
      : {}),
    ...("ifMatch" in request && request.ifMatch !== undefined ? { ifMatch: request.ifMatch } : {}),
    ...("ifNoneMatch" in request && request.ifNoneMatch !== undefined
      ? { ifNoneMatch: request.ifNoneMatch }
      : {}),
    ...("keys" in request ? { keys: request.keys } : {}),
    ...(listed === undefined ? {} : { listed }),
    ...(label === undefined ? {} : { wrong: label }),
  };
}

function etagOf(
  request: StoreRequest,
  answer: StoreAnswer,
  effects: readonly Effect[],
  state: StoreState,
): string | null | undefined {
  switch (request.op) {
    case "get":
    case "head":
      // One version says nothing of what is on top.
      if (request.versionId !== undefined) return undefined;
      if (answer.ok) return (answer.value as { readonly etag: string }).etag;
      return answer.code === "NoSuchKey" ? null : undefined;
    case "put":
    case "copy":
    case "completeMultipartUpload":
      if (effects.length > 0) return recordAt(state, request.key).current?.etag;
      if (answer.ok) return (answer.value as { readonly etag: string }).etag;
      // It may still come, and then it writes this.
      return request.op === "put" && answer.code === "TimeoutError" ? request.body.md5 : undefined;
    case "delete":
      // Of a version: nothing changes, or what was below it comes to light.
      if (request.versionId !== undefined)
        return effects.length === 0 ? undefined : (recordAt(state, request.key).current?.etag ?? null);
      return answer.ok || answer.code === "TimeoutError" ? null : undefined;
    default:
      return undefined;
  }
}

function listedIn(request: Extract<StoreRequest, { op: "list" }>, page: ListResult): Listed {
  const { prefix = "", delimiter, startAfter, continuationToken } = request;
  const token =
    continuationToken === undefined ? undefined : Buffer.from(continuationToken, "base64url").toString();
  const after = token === undefined ? startAfter : token.slice(token.indexOf(":") + 1);
  return {
    prefix,
    ...(delimiter === undefined ? {} : { delimiter }),
    ...(after === undefined ? {} : { after }),
    keys: page.objects.map(({ key, etag }) => [key, etag] as const),
    prefixes: page.commonPrefixes,
    truncated: page.isTruncated,
  };
}
