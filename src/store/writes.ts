/** What becomes of requests that write or delete a key: how their conditions are judged, what is left behind, whom they overtake. */
import type { Effect } from "../sim/service.js";
import { type Capabilities, conditionSeen, conditionsOn } from "./capabilities.js";
import { nameOf } from "./describe.js";
import { nothing, outcomeOf, type OutcomeParts, type StoreOutcome } from "./outcome.js";
import { success } from "./operations/answers.js";
import { judge, judgeDelete, type Judgement, type WriteCondition } from "./operations/conditional.js";
import { deleted } from "./operations/delete.js";
import type { RequestOf, StoreFailure, WriteRequest } from "./requests.js";
import type { Rules } from "./rules.js";
import { carried } from "./sights.js";
import type { Dated, PutResult } from "./object-store.js";
import type { Found, KeyRecord, Version } from "./state.js";
import { badId, historyWith, identified, isOnlyVersion, markerPut, without } from "./versions.js";
import { withNotice } from "./notices.js";
import { recordAt, type StoreState, withNotices, withRecord, withUploads } from "./store-state.js";
import { discardParts, endBegunBefore, overtake, type Overtaking } from "./uploads.js";

type Cost = Pick<OutcomeParts, "anomalies" | "label">;

/** A request that is about to write. */
export interface Write {
  readonly state: StoreState;
  readonly request: WriteRequest;
  readonly conflicted: boolean;
  version(): Version;
  /** What its condition comes to; a PUT's rule where this is left out. */
  judged?(condition: WriteCondition, current: Found): readonly Judgement[];
  /** What is wrong with it besides its condition, which is judged first. */
  readonly flaw?: StoreFailure;
  /** Of the end of an upload: its number among those of the key. */
  readonly upload?: number;
  /** What else changes when it takes effect. */
  landed?(state: StoreState, version: Version): StoreState;
  /** What it has cost so far. */
  readonly cost?: Cost;
}

/** A PUT, the writing half of a COPY, or the end of an upload. */
export function writeOutcomes({ contract, capabilities }: Rules, write: Write): StoreOutcome[] {
  const { state, request, conflicted, cost = {} } = write;
  const { key } = request;
  const condition = conditionSeen(capabilities, request);
  if ("ok" in condition) return [outcomeOf({ ...cost, answer: condition, next: state })];
  const record = recordAt(state, key);
  const judgements =
    write.judged?.(condition, record.current) ?? judge(condition, record.current, conflicted, capabilities);
  const committed = (cost: Cost) => {
    if (write.flaw !== undefined) return [outcomeOf({ ...cost, answer: write.flaw, next: state })];
    const writes = capabilities.etags === "version" ? (record.writes ?? 0) + 1 : undefined;
    const history = capabilities.versioning === undefined ? undefined : record.history;
    const written = etagged(numbered(write.version(), writes), capabilities);
    const version = identified(written, capabilities, history);
    const answer = success(writtenAs(version));
    const kept = historyWith(history, version, capabilities);
    const records = contract.afterWrites?.(record, version) ?? [contract.afterWrite(record, version)];
    const landed = write.landed?.(state, version) ?? state;
    return records.map((after) => {
      const changed = withRecord(landed, key, carried(after, { ...counts(writes), ...kept }));
      const next = told(
        overtaken(changed, key, "written", capabilities, write.upload),
        key,
        version,
        capabilities,
      );
      return outcomeOf({ ...cost, answer, next, effects: effectOn(key, "write") });
    });
  };
  const outcomes = judgements.flatMap((judgement) => {
    if (judgement === "commit") return committed(cost);
    return [outcomeOf({ ...cost, answer: judgement, next: state, witnesses: witnessesOf(judgement) })];
  });
  if (conditionsOn(capabilities, request) !== "unreliable" || judgements.includes("commit")) return outcomes;
  const ignored = `${nameOf(request).split(" ")[0]!} ignores its condition on ${key}`;
  const label = cost.label === undefined ? ignored : `${cost.label}; ${ignored}`;
  return [...outcomes, ...committed({ anomalies: (cost.anomalies ?? 0) + 1, label })];
}

/** The bucket's queue is told of the new object. */
function told(
  state: StoreState,
  key: string,
  { etag, body }: Version,
  { notifications }: Capabilities,
): StoreState {
  if (notifications === undefined) return state;
  return withNotices(state, withNotice(state.notices, { key, etag, size: body.length }));
}

/** The version with the number of its write for an ETag, where it has one. */
function numbered(version: Version, number: number | undefined): Version {
  return number === undefined ? version : Object.freeze({ ...version, etag: `v${number}` });
}

/** The version with an ETag that tells its length alone, where the store has no better. */
function etagged(version: Version, { etags }: Capabilities): Version {
  return etags === "size" ? Object.freeze({ ...version, etag: `s${version.body.length}` }) : version;
}

function counts(writes: number | undefined): Pick<KeyRecord, "writes"> {
  return writes === undefined ? {} : { writes };
}

/** What a write is answered. */
export function writtenAs({ etag, id }: Version): PutResult {
  return id === undefined ? { etag } : { etag, versionId: id };
}

const sawConflict: readonly string[] = Object.freeze(["conflict"]);

/** A conditional request that lost: what makes a run of two writers worth anything. */
function witnessesOf({ code }: StoreFailure): readonly string[] {
  const lost = ["PreconditionFailed", "ConditionalRequestConflict", "BlobAlreadyExists"].includes(code);
  return lost ? sawConflict : nothing;
}

function effectOn(key: string, kind: Effect["kind"]): readonly Effect[] {
  return [Object.freeze({ key, kind })];
}

/** The uploads of the key that are under way know of it, where it may make a difference to them. `upload`: the one that did it. */
function overtaken(
  state: StoreState,
  key: string,
  by: Overtaking,
  { overtakenUpload = "may-vanish", overtaken = "conflict", ...more }: Capabilities,
  upload = Infinity,
): StoreState {
  if (state.uploads.size === 0) return state;
  if (overtakenUpload === "is-gone" && by !== "delete-of-nothing")
    return withUploads(state, endBegunBefore(state.uploads, key, upload));
  if (overtakenUpload === "loses-its-parts" && by === "written")
    return withUploads(state, discardParts(state.uploads, key));
  const conditions = more.completeConditions ?? more.conditionalWrites;
  const conflicts = overtaken === "conflict" && (conditions === "honoured" || conditions === "unreliable");
  const matters = overtakenUpload === "may-vanish" || (conflicts && by !== "delete-of-nothing");
  return matters ? withUploads(state, overtake(state.uploads, key, by)) : state;
}

export function deleteOutcomes(
  rules: Rules,
  state: StoreState,
  request: RequestOf<"delete">,
  conflicted: boolean,
): readonly StoreOutcome[] {
  const { capabilities } = rules;
  if (request.versionId !== undefined) return versionDeletions(rules, state, request);
  const condition = conditionSeen(capabilities, request);
  if ("ok" in condition) return [outcomeOf({ answer: condition, next: state })];
  const { current } = recordAt(state, request.key);
  return judgeDelete(condition, current, conflicted, capabilities).flatMap((judgement) => {
    if (judgement !== "commit")
      return [outcomeOf({ answer: judgement, next: state, witnesses: witnessesOf(judgement) })];
    return deletions(rules, state, request.key, request).map((parts) => {
      const marker = markerPut(parts.next, request.key, capabilities);
      return outcomeOf({ ...parts, answer: marker === null ? deleted : success(marker) });
    });
  });
}

/** A version is deleted for good. Where it was the current one, the one below it becomes current: an object may come back. */
function versionDeletions(
  { contract, capabilities }: Rules,
  state: StoreState,
  { key, versionId }: RequestOf<"delete">,
): readonly StoreOutcome[] {
  const id = versionId!;
  if (capabilities.versioning === undefined) {
    if (!isOnlyVersion(id)) return [outcomeOf({ answer: badId(key), next: state })];
    return deletions({ contract, capabilities }, state, key).map((one) =>
      outcomeOf({ ...one, answer: deleted }),
    );
  }
  const record = recordAt(state, key);
  const history = record.history === undefined ? undefined : without(record.history, id);
  if (history === undefined || history.versions.length === record.history!.versions.length)
    return [outcomeOf({ answer: deleted, next: state })];
  const gone = record.history!.versions.find((one) => one.id === id)!;
  const answer = success(
    Object.freeze({ versionId: id, ...(gone.found === null ? { deleteMarker: true as const } : {}) }),
  );
  const now = history.versions[0]?.found ?? null;
  if (record.history!.versions[0]!.id !== id)
    return [outcomeOf({ answer, next: withRecord(state, key, carried(record, { ...record, history })) })];
  const records =
    now === null
      ? (contract.afterDeletes?.(record) ?? [contract.afterDelete(record)])
      : (contract.afterWrites?.(record, now) ?? [contract.afterWrite(record, now)]);
  const effects =
    now === null && record.current === null ? nothing : effectOn(key, now === null ? "delete" : "write");
  return records.map((after) => {
    const next = withRecord(state, key, carried(after, { ...counts(record.writes), history }));
    return outcomeOf({ answer, next, effects });
  });
}

/** The states after the key was deleted, each with the effect. */
export function deletions(
  { contract, capabilities }: Rules,
  state: StoreState,
  key: string,
  dated: Dated = {},
): readonly Pick<StoreOutcome, "next" | "effects">[] {
  const record = recordAt(state, key);
  // Where there was no object, nothing took effect: a create in flight does not collide with it.
  const effects = record.current === null ? nothing : effectOn(key, "delete");
  const by = record.current === null ? "delete-of-nothing" : "deleted";
  const records = contract.afterDeletes?.(record) ?? [contract.afterDelete(record)];
  const kept = historyWith(record.history, null, capabilities, dated);
  return records.map((after) => ({
    next: overtaken(withRecord(state, key, carried(after, { ...record, ...kept })), key, by, capabilities),
    effects,
  }));
}
