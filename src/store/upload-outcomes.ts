/** What a store may do with the requests of an upload in parts. */
import type { Step } from "../sim/service.js";
import { minPartBytes } from "./capabilities.js";
import { Body } from "./body.js";
import { distinct, outcomeOf, type StoreOutcome } from "./outcome.js";
import { failure, success } from "./operations/answers.js";
import { isConditioned, judgeComplete } from "./operations/conditional.js";
import { deleted } from "./operations/delete.js";
import { sourceOf } from "./operations/copy.js";
import { listParts, listUploads } from "./operations/list-uploads.js";
import {
  etagOfParts,
  noSuchUpload,
  partsAreGone,
  partsNamed,
  versionOfParts,
} from "./operations/multipart.js";
import { storedMetadata } from "./operations/put.js";
import type { RequestOf, StoreAnswer, StoreFailure } from "./requests.js";
import type { Rules } from "./rules.js";
import { carried, sightsOf } from "./sights.js";
import type { Version } from "./state.js";
import { recordAt, type StoreState, withRecord, withUploads } from "./store-state.js";
import { historyBelow, identified } from "./versions.js";
import type { PutResult, UploadRef } from "./object-store.js";
import {
  type Completed,
  findUpload,
  numberOf,
  type Part,
  type Upload,
  type Uploads,
  uploadId,
  uploadsOf,
  withUpload,
  withUploadsOf,
} from "./uploads.js";
import { writeOutcomes, writtenAs } from "./writes.js";

type Outcomes = readonly StoreOutcome[];

export function createUploadOutcomes(
  state: StoreState,
  { key, metadata, modified }: RequestOf<"createMultipartUpload">,
): Outcomes {
  const of = uploadsOf(state.uploads, key);
  const number = of.begun + 1;
  const upload: Upload = {
    number,
    metadata: storedMetadata(metadata),
    parts: Object.freeze([]),
    since: Object.freeze([]),
    ...(modified === undefined ? {} : { modified }),
  };
  const uploads = withUploadsOf(state.uploads, key, withUpload(of, number, upload, { begun: number }));
  const answer = success({ uploadId: uploadId(key, number) });
  return [outcomeOf({ answer, next: withUploads(state, uploads) })];
}

export function uploadPartOutcomes(
  state: StoreState,
  request: RequestOf<"uploadPart">,
  conflicted: boolean,
): Outcomes {
  return partOutcomes(state, request, request.body, conflicted);
}

/** The source is read as a COPY reads it. */
export function uploadPartCopyOutcomes(
  rules: Rules,
  state: StoreState,
  request: RequestOf<"uploadPartCopy">,
  conflicted: boolean,
  anomalies: number,
): Outcomes {
  if (openUpload(state, request) === undefined && !conflicted) return refusal(state, noSuchUpload(request));
  const outcomes = sightsOf(rules, state, request.source, "COPY", anomalies).flatMap(
    ({ found, next, ...cost }) => {
      const source = sourceOf(request, found);
      if ("ok" in source) return [outcomeOf({ ...cost, answer: source, next })];
      const body = rangeOf(request, source.body);
      if ("ok" in body) return [outcomeOf({ ...cost, answer: body, next })];
      return partOutcomes(next, request, body, conflicted).map((one) => outcomeOf({ ...one, ...cost }));
    },
  );
  return distinct(outcomes, 1, [request.source, request.key]);
}

function rangeOf({ source, range }: RequestOf<"uploadPartCopy">, body: Body): Body | StoreFailure {
  if (range === undefined) return body;
  const { start, end } = range;
  const whole = Number.isSafeInteger(start) && Number.isSafeInteger(end);
  if (whole && start >= 0 && end >= start && end < body.length)
    return Body.adopt(body.bytes(start, end - start + 1));
  return failure(
    "InvalidArgument",
    `Range specified is not valid for source object of size: ${body.length}; it is ${start}-${end}.`,
    source,
  );
}

/**
 * A part that was on its way while its upload was aborted may still arrive: it is told 200, and its bytes are kept and paid for until
 * somebody aborts the upload once more (S3 API, AbortMultipartUpload).
 */
function partOutcomes(
  state: StoreState,
  request: RequestOf<"uploadPart" | "uploadPartCopy">,
  body: Body,
  conflicted: boolean,
): Outcomes {
  const part = Object.freeze({ number: request.partNumber, body });
  const arrived = (upload: Upload) => {
    const parts = [...upload.parts.filter(({ number }) => number !== part.number), part];
    const next = changed(state, request.key, {
      ...upload,
      parts: Object.freeze(parts.sort((a, b) => a.number - b.number)),
    });
    return outcomeOf({ answer: success({ etag: body.md5 }), next });
  };
  const upload = openUpload(state, request);
  if (upload !== undefined) return [arrived(upload)];
  const refused = outcomeOf({ answer: noSuchUpload(request), next: state });
  const number = numberOf(request);
  if (!conflicted || number === undefined) return [refused];
  const left: Upload = { number, metadata: {}, parts: [], since: [], aborted: true };
  return [refused, arrived(findUpload(state.uploads, request) ?? left)];
}

export function completeOutcomes(
  rules: Rules,
  state: StoreState,
  request: RequestOf<"completeMultipartUpload">,
  conflicted: boolean,
  anomalies: number,
): Outcomes {
  const { capabilities } = rules;
  const upload = openUpload(state, request);
  if (upload === undefined) {
    const before = completedBefore(rules, state, request);
    return [outcomeOf({ answer: before ?? noSuchUpload(request), next: state })];
  }
  const named = partsNamed(request, upload, minPartBytes(capabilities));
  const parts = "ok" in named ? [] : named;
  const landed = (state: StoreState, told: PutResult) => {
    const { repeatedComplete } = capabilities;
    const isKept = repeatedComplete === undefined || repeatedComplete === "InvalidPart";
    const memory = isKept ? [completed(upload, parts, told)] : [];
    return ended(state, request.key, upload, memory);
  };
  const written = writeOutcomes(rules, {
    state,
    request,
    conflicted,
    upload: upload.number,
    ...("ok" in named ? { flaw: named } : {}),
    version: () => versionOfParts(upload, parts),
    judged: (condition, current) => judgeComplete(condition, current, upload.since, conflicted, capabilities),
    landed: (state, version) => landed(state, writtenAs(version)),
  });
  const vanishes =
    anomalies > 0 &&
    (capabilities.overtakenUpload ?? "may-vanish") === "may-vanish" &&
    upload.since.length > 0 &&
    !isConditioned(request);
  const [first] = written;
  if (!vanishes || first === undefined || !first.answer.ok) return written;
  const told = first.answer.value as PutResult;
  const by = recordAt(state, request.key).current === null ? "deleted" : "written";
  const label = `COMPLETE says 200, and nobody ever sees it: ${request.key} was ${by} since its INITIATE`;
  const next = belowCurrent(rules, landed(state, told), request.key, versionOfParts(upload, parts));
  return [...written, outcomeOf({ answer: first.answer, next, anomalies: 1, label })];
}

/** In a bucket with versioning even what nobody sees is a version: below the one that takes precedence. */
function belowCurrent({ capabilities }: Rules, state: StoreState, key: string, version: Version): StoreState {
  const record = recordAt(state, key);
  if (capabilities.versioning === undefined || record.history === undefined) return state;
  const history = historyBelow(record.history, identified(version, capabilities, record.history));
  return withRecord(state, key, carried(record, { ...record, history }));
}

function completed({ number }: Upload, parts: readonly Part[], told: PutResult): Completed {
  return Object.freeze({ number, parts: etagOfParts(parts.map(({ body }) => body.md5)), ...told });
}

/** The answer to a Complete whose upload has become an object; undefined where the store knows of none. */
function completedBefore(
  { capabilities }: Rules,
  state: StoreState,
  request: RequestOf<"completeMultipartUpload">,
): StoreAnswer | undefined {
  const etag = etagOfParts(request.parts.map((part) => part.etag.replaceAll('"', "")));
  if (capabilities.repeatedComplete === "if-still-there") {
    const { current } = recordAt(state, request.key);
    return current?.etag === etag ? success(writtenAs(current)) : undefined;
  }
  const number = numberOf(request);
  const before = uploadsOf(state.uploads, request.key).completed.find((one) => one.number === number);
  if (before === undefined) return undefined;
  if (capabilities.repeatedComplete === "InvalidPart") return partsAreGone(request.key);
  if (etag !== before.parts) return undefined;
  const { versionId } = before;
  return success({ etag: before.etag, ...(versionId === undefined ? {} : { versionId }) });
}

export function abortOutcomes(state: StoreState, request: RequestOf<"abortMultipartUpload">): Outcomes {
  const upload = findUpload(state.uploads, request);
  if (upload === undefined) return refusal(state, noSuchUpload(request));
  const { key, uploadId } = request;
  const effects = [Object.freeze({ key, kind: "abort" as const, uploadId })];
  return [outcomeOf({ answer: deleted, next: ended(state, request.key, upload, []), effects })];
}

/** A lifecycle rule may abort any upload that is under way, and frees what is left of one that was aborted. */
export function lifecycleAborts(state: StoreState): readonly Step<StoreState>[] {
  return [...state.uploads].flatMap(({ key, uploads: of }) =>
    of.uploads.map((upload): Step<StoreState> => {
      const id = uploadId(key, upload.number);
      return Object.freeze({
        next: ended(state, key, upload, []),
        label: `aborts the upload ${id} of ${key}, by a lifecycle rule`,
        anomalies: 0,
        faults: 1,
        effects: [Object.freeze({ key, kind: "abort" as const, uploadId: id })],
        witnesses: ["lifecycle-abort"],
      });
    }),
  );
}

/** The page; where the contract's listings lag, also those that miss some uploads, each for an anomaly. */
export function listUploadsOutcomes(
  { contract }: Rules,
  state: StoreState,
  request: RequestOf<"listMultipartUploads">,
  anomalies: number,
): Outcomes {
  const told = (uploads: Uploads, missed: readonly string[]) => {
    const page = listUploads(uploads, request);
    const answer = "ok" in page ? page : success(page);
    if (missed.length === 0) return outcomeOf({ answer, next: state });
    const label = missed.map((key) => `LIST-UPLOADS misses an upload of ${key}`).join("; ");
    return outcomeOf({ answer, next: state, anomalies: missed.length, label });
  };
  const upToDate = told(state.uploads, []);
  if (contract.listsUploadsLate !== true || anomalies === 0) return [upToDate];
  const open = [...state.uploads].flatMap(({ key, uploads: of }) =>
    of.uploads.map((upload) => ({ key, upload })),
  );
  const outcomes = [upToDate];
  let level: { readonly uploads: Uploads; readonly missed: readonly string[]; readonly from: number }[] = [
    { uploads: state.uploads, missed: [], from: 0 },
  ];
  for (let count = 1; count <= anomalies && level.length > 0; count++) {
    level = level.flatMap(({ uploads, missed, from }) =>
      open.slice(from).map(({ key, upload }, index) => {
        const others = withUpload(uploadsOf(uploads, key), upload.number, undefined);
        return {
          uploads: withUploadsOf(uploads, key, others),
          missed: [...missed, key],
          from: from + index + 1,
        };
      }),
    );
    outcomes.push(...level.map(({ uploads, missed }) => told(uploads, missed)));
  }
  return distinct(outcomes, 1, []);
}

export function listPartsOutcomes(state: StoreState, request: RequestOf<"listParts">): Outcomes {
  const upload = findUpload(state.uploads, request);
  if (upload === undefined) return refusal(state, noSuchUpload(request));
  const page = listParts(upload, request);
  return [outcomeOf({ answer: "ok" in page ? page : success(page), next: state })];
}

function refusal(state: StoreState, answer: StoreFailure): Outcomes {
  return [outcomeOf({ answer, next: state })];
}

/** The upload, if it is under way. */
function openUpload(state: StoreState, ref: UploadRef): Upload | undefined {
  const upload = findUpload(state.uploads, ref);
  return upload?.aborted === true ? undefined : upload;
}

function changed(state: StoreState, key: string, upload: Upload): StoreState {
  const of = uploadsOf(state.uploads, key);
  return withUploads(state, withUploadsOf(state.uploads, key, withUpload(of, upload.number, upload)));
}

/** The upload is over; `memory`: what is remembered of it. */
function ended(state: StoreState, key: string, { number }: Upload, memory: readonly Completed[]): StoreState {
  const of = uploadsOf(state.uploads, key);
  const all = [...of.completed, ...memory].sort((a, b) => a.number - b.number);
  return withUploads(
    state,
    withUploadsOf(state.uploads, key, withUpload(of, number, undefined, { completed: Object.freeze(all) })),
  );
}
