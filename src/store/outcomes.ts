/**
 * What a store without faults may do with a request: the well-behaved outcome first, then each wrong answer that its contract
 * allows, in the order of how many parts of it are wrong.
 */
import { type Capabilities, conditionSeen } from "./capabilities.js";
import { deleteObjectsOutcomes, refuseDeleteObjects } from "./delete-objects.js";
import { failure, success } from "./operations/answers.js";
import { refuseCondition } from "./operations/conditional.js";
import { refuseCopy, sourceOf } from "./operations/copy.js";
import { deleted } from "./operations/delete.js";
import { answerGet, answerHead } from "./operations/get.js";
import { refuseKey } from "./operations/keys.js";
import { refusePartNumber } from "./operations/multipart.js";
import { versionCopied, versionPut } from "./operations/put.js";
import { listOutcomes, listSeen } from "./list-outcomes.js";
import type { GetResult, ObjectInfo } from "./object-store.js";
import { isOrdinary, oddListOutcomes } from "./odd-lists.js";
import { receiveOutcomes } from "./receive.js";
import type { RequestOf, StoreAnswer, StoreFailure, StoreRequest } from "./requests.js";
import { isMutation } from "./requests.js";
import type { Rules } from "./rules.js";
import { sightsOf } from "./sights.js";
import type { Found } from "./state.js";
import { recordAt, type StoreState } from "./store-state.js";
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
import { listVersions, versionAsked } from "./versions.js";
import { deleteOutcomes, deletions, writeOutcomes } from "./writes.js";

/** Outcomes with at most `anomalies` wrong parts; `conflicted` as in {@link judge}. */
export function storeOutcomes(
  rules: Rules,
  state: StoreState,
  request: StoreRequest,
  conflicted: boolean,
  anomalies: number,
): readonly StoreOutcome[] {
  if (request.op === "list") {
    if (!isOrdinary(rules, request)) return oddListOutcomes(rules, state, request, anomalies);
    return rules.eye === undefined
      ? listOutcomes(state, request, anomalies)
      : [listSeen(state, request, rules.eye)];
  }
  if (request.op === "listMultipartUploads") return listUploadsOutcomes(rules, state, request, anomalies);
  if (request.op === "listObjectVersions") {
    const page = listVersions(state, request);
    return [outcomeOf({ answer: "ok" in page ? page : success(page), next: state })];
  }
  if (request.op === "receive") return receiveOutcomes(rules.capabilities, state, request, anomalies);
  const refused = refuseRequest(request, rules.capabilities);
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
    case "rename":
      return renameOutcomes(rules, state, request, conflicted, anomalies);
  }
}

type KeyedRequest = Exclude<
  StoreRequest,
  { readonly op: "list" | "listMultipartUploads" | "listObjectVersions" | "receive" }
>;

function refuseRequest(request: KeyedRequest, { renames }: Capabilities): StoreFailure | undefined {
  switch (request.op) {
    case "rename":
      return renames === undefined
        ? failure("NotImplemented", "This store has no rename: copy and delete.", request.key)
        : (refuseKey(request.source) ?? refuseKey(request.key));
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
  if (!isMutation(request) || refuseRequest(request, capabilities) !== undefined) return false;
  switch (request.op) {
    case "put":
    case "copy":
    case "completeMultipartUpload":
    case "rename": {
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
  if (request.versionId !== undefined) {
    const found = versionAsked(
      rules.capabilities,
      recordAt(state, request.key),
      request.key,
      request.versionId,
    );
    const answer = found !== null && "ok" in found ? found : answerFor(found);
    return [outcomeOf({ answer, next: state })];
  }
  const verb = request.op === "get" ? "GET" : "HEAD";
  const sights = sightsOf(rules, state, request.key, verb, anomalies, request);
  const { contract } = rules;
  const status = contract.replica === undefined ? undefined : replicationOf(state, request);
  return distinct(
    sights.map(({ found, next, anomalies, label }) => {
      const answer = status === undefined ? answerFor(found) : withStatus(answerFor(found), status);
      return outcomeOf({ answer, next, anomalies, label });
    }),
    1,
    [request.key],
  );
}

/** Source: S3 User Guide, "Getting replication status information": x-amz-replication-status. */
function replicationOf(state: StoreState, { key, replica }: RequestOf<"get"> | RequestOf<"head">) {
  if (replica === true) return "REPLICA" as const;
  return recordAt(state, key).replica === undefined ? ("COMPLETED" as const) : ("PENDING" as const);
}

function withStatus(answer: StoreAnswer, replication: ReturnType<typeof replicationOf>): StoreAnswer {
  if (!answer.ok) return answer;
  return success({ ...(answer.value as GetResult | ObjectInfo), replication });
}

/**
 * Moves an object at once: who reads meanwhile finds it at the one key or at the other. A rename that is repeated, because its reply was
 * lost, finds no source (404). Source: S3 API, RenameObject.
 */
function renameOutcomes(
  rules: Rules,
  state: StoreState,
  request: RequestOf<"rename">,
  conflicted: boolean,
  anomalies: number,
): readonly StoreOutcome[] {
  const condition = conditionSeen(rules.capabilities, request);
  if ("ok" in condition) return [outcomeOf({ answer: condition, next: state })];
  const outcomes = sightsOf(rules, state, request.source, "COPY", anomalies).flatMap(
    ({ found, next, ...cost }) => {
      const source = sourceOf(request, found);
      if ("ok" in source) return [outcomeOf({ ...cost, answer: source, next })];
      if (request.source === request.key) return [outcomeOf({ ...cost, answer: deleted, next })];
      const version = () => source;
      const moved = writeOutcomes(rules, { state: next, request, version, conflicted, cost });
      return moved.flatMap((one) => {
        if (!one.answer.ok) return [one];
        return deletions(rules, one.next, request.source).map((gone) =>
          outcomeOf({ ...one, ...gone, answer: deleted, effects: [...one.effects, ...gone.effects] }),
        );
      });
    },
  );
  return distinct(outcomes, 1, [request.source, request.key]);
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
