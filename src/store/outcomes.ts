/**
 * What a store without faults may do with a request: the well-behaved outcome first, then each wrong answer that its contract
 * allows, in the order of how many parts of it are wrong.
 */
import { conditionSeen } from "./capabilities.js";
import { deleteObjectsOutcomes, refuseDeleteObjects } from "./delete-objects.js";
import { refuseCondition } from "./operations/conditional.js";
import { refuseCopy, sourceOf } from "./operations/copy.js";
import { answerGet, answerHead } from "./operations/get.js";
import { refuseKey } from "./operations/keys.js";
import { refusePartNumber } from "./operations/multipart.js";
import { versionCopied, versionPut } from "./operations/put.js";
import { listOutcomes, listSeen } from "./list-outcomes.js";
import type { RequestOf, StoreAnswer, StoreFailure, StoreRequest } from "./requests.js";
import { isMutation } from "./requests.js";
import type { Rules } from "./rules.js";
import { sightsOf } from "./sights.js";
import type { Found } from "./state.js";
import type { StoreState } from "./store-state.js";
import { distinct, outcomeOf, type StoreOutcome } from "./outcome.js";
import {
  abortOutcomes,
  completeOutcomes,
  createUploadOutcomes,
  listPartsOutcomes,
  listUploadsOutcomes,
  uploadPartCopyOutcomes,
  uploadPartOutcomes,
} from "./upload-outcomes.js";
import { deleteOutcomes, writeOutcomes } from "./writes.js";

/** Outcomes with at most `anomalies` wrong parts; `conflicted` as in {@link judge}. */
export function storeOutcomes(
  rules: Rules,
  state: StoreState,
  request: StoreRequest,
  conflicted: boolean,
  anomalies: number,
): readonly StoreOutcome[] {
  if (request.op === "list") {
    return rules.eye === undefined
      ? listOutcomes(state, request, anomalies)
      : [listSeen(state, request, rules.eye)];
  }
  if (request.op === "listMultipartUploads") return listUploadsOutcomes(state, request);
  const refused = refuseRequest(request);
  if (refused !== undefined) return [outcomeOf({ answer: refused, next: state })];
  switch (request.op) {
    case "put":
      return writeOutcomes(rules, { state, request, conflicted, version: () => versionPut(request) });
    case "delete":
      return deleteOutcomes(rules, state, request, conflicted);
    case "deleteObjects":
      return deleteObjectsOutcomes(rules, state, request);
    case "get":
      return readOutcomes(rules, state, request, anomalies, (found) => answerGet(request, found));
    case "head":
      return readOutcomes(rules, state, request, anomalies, (found) => answerHead(request, found));
    case "copy":
      return copyOutcomes(rules, state, request, conflicted, anomalies);
    case "createMultipartUpload":
      return createUploadOutcomes(state, request);
    case "uploadPart":
      return uploadPartOutcomes(state, request, conflicted);
    case "uploadPartCopy":
      return uploadPartCopyOutcomes(rules, state, request, conflicted, anomalies);
    case "completeMultipartUpload":
      return completeOutcomes(rules, state, request, conflicted, anomalies);
    case "abortMultipartUpload":
      return abortOutcomes(state, request);
    case "listParts":
      return listPartsOutcomes(state, request);
  }
}

type KeyedRequest = Exclude<StoreRequest, { readonly op: "list" | "listMultipartUploads" }>;

function refuseRequest(request: KeyedRequest): StoreFailure | undefined {
  switch (request.op) {
    case "copy":
      return refuseKey(request.source) ?? refuseKey(request.key) ?? refuseCopy(request);
    case "deleteObjects":
      return refuseDeleteObjects(request);
    case "uploadPart":
      return refuseKey(request.key) ?? refusePartNumber(request);
    case "uploadPartCopy":
      return refuseKey(request.source) ?? refuseKey(request.key) ?? refusePartNumber(request);
    default:
      return refuseKey(request.key);
  }
}

/** May the request ever change anything? Not a read, nor a write that is refused whatever the store holds (400, 501). */
export function mayMutate({ capabilities }: Rules, request: StoreRequest): boolean {
  if (!isMutation(request) || refuseRequest(request) !== undefined) return false;
  switch (request.op) {
    case "put":
    case "copy":
    case "completeMultipartUpload": {
      const condition = conditionSeen(capabilities, request);
      return !("ok" in condition) && refuseCondition(condition, capabilities) === undefined;
    }
    case "delete":
      return !("ok" in conditionSeen(capabilities, request));
    default:
      return true;
  }
}

function readOutcomes(
  rules: Rules,
  state: StoreState,
  request: RequestOf<"get"> | RequestOf<"head">,
  anomalies: number,
  answerFor: (found: Found) => StoreAnswer,
): readonly StoreOutcome[] {
  const verb = request.op === "get" ? "GET" : "HEAD";
  const sights = sightsOf(rules, state, request.key, verb, anomalies, request);
  return distinct(
    sights.map(({ found, next, anomalies, label }) =>
      outcomeOf({ answer: answerFor(found), next, anomalies, label }),
    ),
    1,
    [request.key],
  );
}

/** Reads the source as any read does, then writes. The condition on the key it writes is judged as a PUT's. */
function copyOutcomes(
  rules: Rules,
  state: StoreState,
  request: RequestOf<"copy">,
  conflicted: boolean,
  anomalies: number,
): readonly StoreOutcome[] {
  const condition = conditionSeen(rules.capabilities, request);
  if ("ok" in condition) return [outcomeOf({ answer: condition, next: state })];
  const sights = sightsOf(rules, state, request.source, "COPY", anomalies);
  const outcomes = sights.flatMap(({ found, next, ...cost }) => {
    const source = sourceOf(request, found);
    if ("ok" in source) return [outcomeOf({ ...cost, answer: source, next })];
    const version = () => versionCopied(request, source);
    return writeOutcomes(rules, { state: next, request, version, conflicted, cost });
  });
  return distinct(outcomes, 1, [request.source, request.key]);
}
