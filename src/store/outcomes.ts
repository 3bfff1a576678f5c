/**
 * What a store without faults may do with a request: the well-behaved outcome first, then each wrong answer that its contract
 * allows, in the order of how many parts of it are wrong.
 */
import type { Effect } from "../sim/service.js";
import type { Capabilities } from "./capabilities.js";
import { conditionSeen, conditionsOn } from "./capabilities.js";
import { success } from "./operations/answers.js";
import { judge, refuseCondition } from "./operations/conditional.js";
import { refuseCopy, sourceOf } from "./operations/copy.js";
import { deleted } from "./operations/delete.js";
import { answerGet, answerHead } from "./operations/get.js";
import { refuseKey } from "./operations/keys.js";
import { versionCopied, versionPut } from "./operations/put.js";
import type { Eye } from "./eye.js";
import { listOutcomes, listSeen } from "./list-outcomes.js";
import type { RequestOf, StoreAnswer, StoreFailure, StoreRequest } from "./requests.js";
import { isMutation } from "./requests.js";
import type { Freshness } from "./object-store.js";
import type { Contract, Found, KeyRecord, ReadVerb, Version } from "./state.js";
import { recordAt, type StoreState, withRecord } from "./store-state.js";
import { distinct, nothing, outcomeOf, type OutcomeParts, type StoreOutcome } from "./outcome.js";
import { sameFound } from "./version.js";

/** The rules of one store: what its reads may answer, and what it can do. */
export interface Rules {
  readonly contract: Contract;
  readonly capabilities: Capabilities;
  /** Chooses what each read sees; left out: every sight is an outcome of its own. */
  readonly eye?: Eye;
}

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
  const refused = refuseRequest(request);
  if (refused !== undefined) return [outcomeOf({ answer: refused, next: state })];
  switch (request.op) {
    case "put":
      return writeOutcomes(rules, state, request, () => versionPut(request), conflicted);
    case "delete":
      return deleteOutcomes(rules, state, request.key);
    case "get":
      return readOutcomes(rules, state, request, anomalies, (found) => answerGet(request, found));
    case "head":
      return readOutcomes(rules, state, request, anomalies, (found) => answerHead(request, found));
    case "copy":
      return copyOutcomes(rules, state, request, conflicted, anomalies);
  }
}

function refuseRequest(request: Exclude<StoreRequest, { readonly op: "list" }>): StoreFailure | undefined {
  if (request.op !== "copy") return refuseKey(request.key);
  return refuseKey(request.source) ?? refuseKey(request.key) ?? refuseCopy(request);
}

/** May the request ever change an object? Not a read, nor a write that is refused whatever the store holds (400, 501). */
export function mayMutate({ capabilities }: Rules, request: StoreRequest): boolean {
  if (!isMutation(request) || refuseRequest(request) !== undefined) return false;
  if (request.op === "delete") return true;
  const condition = conditionSeen(capabilities, request);
  return !("ok" in condition) && refuseCondition(condition, capabilities) === undefined;
}

/** What a read may find at a key, and the state after it. */
interface Sight {
  readonly found: Found;
  readonly next: StoreState;
  readonly anomalies: number;
  readonly label: string | undefined;
}

/** All sights, the up-to-date one first; or the one that the eye chooses among them. */
function sightsOf(
  rules: Rules,
  state: StoreState,
  key: string,
  verb: ReadVerb,
  anomalies: number,
  wish?: Freshness,
): readonly Sight[] {
  const sights = allSights(rules, state, key, verb, anomalies, wish);
  return rules.eye === undefined ? sights : [sightOf(rules, rules.eye, key, verb, sights)];
}

/** Of sights that show the same, the one after which the most may still be seen: nodes that lag more stay as they are. */
function sightOf(
  { contract }: Rules,
  eye: Eye,
  key: string,
  verb: ReadVerb,
  sights: readonly Sight[],
): Sight {
  const groups: Sight[][] = [];
  for (const sight of sights) {
    const group = groups.find(([first]) => sameFound(first!.found, sight.found));
    if (group === undefined) groups.push([sight]);
    else group.push(sight);
  }
  const chosen = eye.found(
    key,
    verb,
    groups.map(([first]) => first!.found),
  );
  const group = groups[chosen];
  if (group === undefined) throw new RangeError(`sight ${chosen} of ${groups.length} at ${key}`);
  const left = ({ next }: Sight): number => contract.sights?.(recordAt(next, key)).length ?? 0;
  return group.length === 1 ? group[0]! : group.reduce((best, one) => (left(one) > left(best) ? one : best));
}

/** The up-to-date sight first. One that finds nothing is told to the contract: a negative cache remembers it. */
function allSights(
  { contract, capabilities }: Rules,
  state: StoreState,
  key: string,
  verb: ReadVerb,
  anomalies: number,
  wish: Freshness = {},
): readonly Sight[] {
  const record = recordAt(state, key);
  const missed = () => withRecord(state, key, counted(contract.afterMiss(record), record.writes));
  const { current } = record;
  const fresh = capabilities.consistentReads === true ? wish : {};
  const truth = { found: current, anomalies: 0, label: undefined };
  if (contract.sights !== undefined) {
    if (fresh.consistent === true) return [{ ...truth, next: state }];
    return contract
      .sights(record)
      .filter(({ missing }) => !missing.some((later) => later !== null && later.etag === fresh.atLeast))
      .map(({ found, after }) => {
        const next = withRecord(state, key, after);
        if (sameFound(found, current)) return { ...truth, next };
        return { found, next, anomalies: 1, label: wrongSight(verb, key, found, current) };
      })
      .filter((sight) => sight.anomalies <= anomalies);
  }
  const sights: Sight[] = [{ ...truth, next: current === null ? missed() : state }];
  if (anomalies === 0 || contract.readers?.includes(verb) === false) return sights;
  for (const found of record.readable) {
    const label = wrongSight(verb, key, found, current);
    sights.push({ found, next: found === null ? missed() : state, anomalies: 1, label });
  }
  return sights;
}

/** A record after something happened to its key that did not write it. */
function counted(after: KeyRecord, writes: number | undefined): KeyRecord {
  return writes === undefined || after.writes === writes ? after : Object.freeze({ ...after, writes });
}

function wrongSight(verb: string, key: string, found: Found, current: Found): string {
  if (found === null) return `${verb} says 404 for ${key}`;
  return current === null ? `${verb} still serves the deleted ${key}` : `${verb} serves an older ${key}`;
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

/** A PUT, or the writing half of a COPY. */
function writeOutcomes(
  { contract, capabilities }: Rules,
  state: StoreState,
  request: RequestOf<"put"> | RequestOf<"copy">,
  versionToWrite: () => Version,
  conflicted: boolean,
  cost: Pick<OutcomeParts, "anomalies" | "label"> = {},
): StoreOutcome[] {
  const { key } = request;
  const condition = conditionSeen(capabilities, request);
  if ("ok" in condition) return [outcomeOf({ ...cost, answer: condition, next: state })];
  const record = recordAt(state, key);
  const judgements = judge(condition, record.current, conflicted, capabilities);
  const committed = (cost: Pick<OutcomeParts, "anomalies" | "label">) => {
    const writes = capabilities.etags === "version" ? (record.writes ?? 0) + 1 : undefined;
    const version = numbered(versionToWrite(), writes);
    const answer = success({ etag: version.etag });
    const records = contract.afterWrites?.(record, version) ?? [contract.afterWrite(record, version)];
    return records.map((after) => {
      const next = withRecord(state, key, counted(after, writes));
      return outcomeOf({ ...cost, answer, next, effects: effectOn(key, "write") });
    });
  };
  const outcomes = judgements.flatMap((judgement) => {
    if (judgement === "commit") return committed(cost);
    return [outcomeOf({ ...cost, answer: judgement, next: state, witnesses: witnessesOf(judgement) })];
  });
  if (conditionsOn(capabilities, request) !== "unreliable" || judgements.includes("commit")) return outcomes;
  const ignored = `${request.op.toUpperCase()} ignores its condition on ${key}`;
  const label = cost.label === undefined ? ignored : `${cost.label}; ${ignored}`;
  return [...outcomes, ...committed({ anomalies: (cost.anomalies ?? 0) + 1, label })];
}

/** The version with the number of its write for an ETag, where it has one. */
function numbered(version: Version, number: number | undefined): Version {
  return number === undefined ? version : Object.freeze({ ...version, etag: `v${number}` });
}

const sawConflict: readonly string[] = Object.freeze(["conflict"]);

/** A conditional write that lost: what makes a run of two writers worth anything. */
function witnessesOf({ code }: StoreFailure): readonly string[] {
  const lost = ["PreconditionFailed", "ConditionalRequestConflict", "BlobAlreadyExists"].includes(code);
  return lost ? sawConflict : nothing;
}

function effectOn(key: string, kind: Effect["kind"]): readonly Effect[] {
  return [Object.freeze({ key, kind })];
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
    return writeOutcomes(rules, next, request, () => versionCopied(request, source), conflicted, cost);
  });
  return distinct(outcomes, 1, [request.source, request.key]);
}

function deleteOutcomes({ contract }: Rules, state: StoreState, key: string): readonly StoreOutcome[] {
  const record = recordAt(state, key);
  // Where there was no object, nothing took effect: a create in flight does not collide with it.
  const effects = record.current === null ? nothing : effectOn(key, "delete");
  const records = contract.afterDeletes?.(record) ?? [contract.afterDelete(record)];
  return records.map((after) => {
    const next = withRecord(state, key, counted(after, record.writes));
    return outcomeOf({ answer: deleted, next, effects });
  });
}
