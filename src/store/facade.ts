/** The store as a committer sees it, over anything that answers requests: the client's half of each operation. */
import { Body } from "./body.js";
import type {
  AbortMultipartUploadRequest,
  CompleteMultipartUploadRequest,
  CopyRequest,
  CreateMultipartUploadRequest,
  DeleteError,
  DeleteObjectsRequest,
  DeleteObjectsResult,
  DeleteRequest,
  GetRequest,
  GetResult,
  HeadRequest,
  ListMultipartUploadsRequest,
  ListObjectVersionsRequest,
  ListPartsRequest,
  ListRequest,
  ObjectStore,
  PutRequest,
  ReceiveRequest,
  RenameObjectRequest,
  UploadPartCopyRequest,
  UploadPartRequest,
} from "./object-store.js";
import {
  type Arguments,
  errorOf,
  requestData,
  type StoreAnswer,
  type StoreFailure,
  type StoreOp,
  type StoreRequest,
  type StoreValues,
} from "./requests.js";

/** Carries a request to the store and its answer back. */
export type StoreCall = (request: StoreRequest) => Promise<StoreAnswer>;

/** Runs the rounds of a DeleteObjects until one is the last; how they came to their end may be forgotten. All of it is plain data. */
export type Rounds = (
  first: DeletionsSoFar,
  round: (state: DeletionsSoFar, call: StoreCall) => Promise<DeletionsRound>,
) => Promise<DeletionsEnd>;

/** Where a DeleteObjects stands. */
export type DeletionsSoFar = { readonly keys: readonly string[]; readonly rest: boolean };

export type DeletionsEnd =
  { readonly failed: StoreFailure } | { readonly failed: null; readonly errors: readonly DeleteError[] };

export type DeletionsRound = { readonly again: DeletionsSoFar } | { readonly done: DeletionsEnd };

/**
 * The store over `call`: each operation becomes a request, an answer becomes the result or a thrown `S3Error`. What `call` itself
 * throws goes through. `rounds`: how several requests of one operation are made; one after the other where this is left out.
 */
export function storeFacade(call: StoreCall, rounds: Rounds = inTurn(call)): ObjectStore {
  async function ask<Op extends StoreOp>(op: Op, given: Arguments<Op>): Promise<StoreValues[Op]> {
    const answer = await call(requestData(op, given));
    if (!answer.ok) throw errorOf(answer);
    return answer.value as StoreValues[Op];
  }
  return Object.freeze({
    put: (request: PutRequest) => ask("put", request),
    get: async (request: GetRequest) => {
      const found = await ask("get", request);
      return found.brokenOff === true ? resume(request, found, (rest) => ask("get", rest)) : found;
    },
    head: (request: HeadRequest) => ask("head", request),
    delete: async (request: DeleteRequest) => {
      await ask("delete", request);
    },
    deleteObjects: (request: DeleteObjectsRequest) => deleteObjects(request, rounds),
    copy: (request: CopyRequest) => ask("copy", request),
    list: (request: ListRequest) => ask("list", request),
    createMultipartUpload: (request: CreateMultipartUploadRequest) => ask("createMultipartUpload", request),
    uploadPart: (request: UploadPartRequest) => ask("uploadPart", request),
    uploadPartCopy: (request: UploadPartCopyRequest) => ask("uploadPartCopy", request),
    completeMultipartUpload: (request: CompleteMultipartUploadRequest) =>
      ask("completeMultipartUpload", request),
    abortMultipartUpload: async (request: AbortMultipartUploadRequest) => {
      await ask("abortMultipartUpload", request);
    },
    listMultipartUploads: (request: ListMultipartUploadsRequest) => ask("listMultipartUploads", request),
    listParts: (request: ListPartsRequest) => ask("listParts", request),
    rename: async (request: RenameObjectRequest) => {
      await ask("rename", request);
    },
    receive: (request: ReceiveRequest) => ask("receive", request),
    listObjectVersions: (request: ListObjectVersionsRequest) => ask("listObjectVersions", request),
  });
}

function inTurn(call: StoreCall): Rounds {
  return async (first, round) => {
    for (let state = first; ;) {
      const end = await round(state, call);
      if ("done" in end) return end.done;
      state = end.again;
    }
  };
}

/**
 * A body that broke off, with the rest of what is there now behind it, as clients put it together that resume a download with a range
 * request (S3A's input stream, the Java and Python SDKs' resumed streams): what the first answer said of the object stays.
 */
async function resume(
  request: GetRequest,
  first: StoreValues["get"],
  again: (rest: GetRequest) => Promise<StoreValues["get"]>,
): Promise<GetResult> {
  const { brokenOff: _, ...info } = first;
  const { start = 0, end } = request.range ?? {};
  const bodies = [first.body];
  for (let more = true; more;) {
    const have = bodies.reduce((sum, body) => sum + body.length, 0);
    const range = { start: start + have, ...(end === undefined ? {} : { end }) };
    const next = await again({ ...request, range });
    bodies.push(next.body);
    more = next.brokenOff === true;
  }
  return { ...info, body: Body.concat(bodies) };
}

/** Keys are deleted one by one, so it may be told that some are gone and the rest is to come: then others may act before. */
async function deleteObjects(request: DeleteObjectsRequest, rounds: Rounds): Promise<DeleteObjectsResult> {
  // Refused here where it is no request, before any round begins.
  const { keys } = requestData("deleteObjects", request);
  const end = await rounds({ keys, rest: false }, async (state, call) => {
    const asked = requestData("deleteObjects", { keys: state.keys, ...(state.rest ? { rest: true } : {}) });
    const answer = await call(asked);
    if (!answer.ok) return { done: { failed: answer } };
    const { left, errors } = answer.value as StoreValues["deleteObjects"];
    return left === undefined ? { done: { failed: null, errors } } : { again: { keys: left, rest: true } };
  });
  if (end.failed !== null) throw errorOf(end.failed);
  const failed = new Set(end.errors.map(({ key }) => key));
  return { deleted: keys.filter((key) => !failed.has(key)), errors: end.errors };
}
