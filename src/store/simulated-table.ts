/**
 * A key-value table as a state machine: what a request may come to. It answers nothing wrongly; what may go wrong lies
 * between it and its callers, as with the object store, and in leases that run out.
 *
 * A lease is kept by the process that was told that it has it. The well-behaved table lets others take it over when that
 * process has died, has tried to give it up, or was never told; that the lease runs out while its keeper lives and only is
 * slow costs one fault. No clock is compared, and any timer may fire at any time.
 */
import type { Call, Limits, Outcome, Service } from "../sim/service.js";
import { allFaultKinds, type FaultKind, faultKinds, withFaults } from "./faults.js";
import type { Attributes, Item, ItemKey, QueryRequest } from "./key-value-table.js";
import { makeOutcome, sameData } from "./outcome.js";
import {
  describeTableRequest,
  isConditionalInTable,
  isTableWrite,
  type TableAnswer,
  type TableRequest,
  type TableWrite,
} from "./table-requests.js";
import { compareUtf8 } from "./utf8-order.js";

/** The name of the table among a scenario's services. */
export const tableService = "table";

/** An item, and who renews it. */
export interface KeptItem extends Item {
  readonly keeper?: string;
}

/** In the order of the keys. Immutable. */
export type TableState = readonly KeptItem[];

type TableOutcome = Outcome<TableState, TableRequest, TableAnswer>;

const done: TableAnswer = Object.freeze({ ok: true, items: [] });
const refused: TableAnswer = Object.freeze({
  ok: false,
  code: "ConditionalCheckFailedException",
  message: "The conditional request failed.",
});
const timedOut: TableAnswer = Object.freeze({
  ok: false,
  code: "TimeoutError",
  message: "No answer came in time: whether the request was applied is unknown.",
});

export interface TableOptions {
  /** Which faults there are, where faults are allowed at all; all by default. */
  readonly faults?: readonly FaultKind[];
  /** What it holds at first; nothing when left out. */
  readonly initial?: TableState;
}

export class SimulatedTable implements Service<TableState, TableRequest, TableAnswer> {
  readonly name = tableService;
  readonly initial: TableState;
  readonly #faults: readonly FaultKind[];

  constructor(options: TableOptions = {}) {
    const asked = options.faults ?? [...faultKinds, "lease-lapsed"];
    this.initial = options.initial ?? [];
    this.#faults = allFaultKinds.filter((kind) => asked.includes(kind));
  }

  outcomes(state: TableState, request: TableRequest, _call: Call, limits: Limits): readonly TableOutcome[] {
    const given = givenUp(state, request);
    const sound = [soundOutcome(given, request)];
    if (limits.faults === 0 || this.#faults.length === 0) return sound;
    const faulty = withFaults<TableState, TableRequest, TableAnswer>(
      {
        state: given,
        request,
        name: describeTableRequest(request),
        mutates: this.mutates(request),
        timeout: timedOut,
        sound,
        again: (next) => [soundOutcome(next, request)],
        anomalies: 0,
        meetsItself: (first, second) => first.ok && !second.ok,
        sameState: sameData,
        further: (kind) => (kind === "lease-lapsed" ? lapsing(given, request) : []),
      },
      this.#faults,
    );
    return faulty.map((outcome) => untold(given, request, outcome));
  }

  /** A request without its caller: nobody renews what it takes. */
  deliver(
    state: TableState,
    zombie: TableRequest,
  ): readonly { readonly next: TableState; readonly effects: readonly [] }[] {
    const { next } = soundOutcome(state, anonymous(zombie));
    return [{ next, effects: [] }];
  }

  crashed(state: TableState, process: string): { readonly next: TableState; readonly events: readonly [] } {
    const kept = state.some(({ keeper }) => keeper === process);
    return {
      next: kept ? state.map((item) => (item.keeper === process ? unkept(item) : item)) : state,
      events: [],
    };
  }

  mutates(request: TableRequest): boolean {
    return isTableWrite(request);
  }

  encode(state: TableState): string {
    return JSON.stringify(state);
  }
}

/** What comes of a request that neither is lost nor meets a stalled process. */
function soundOutcome(state: TableState, request: TableRequest): TableOutcome {
  if (!isTableWrite(request)) {
    const items = request.op === "get" ? state.filter((item) => isAt(item, request)) : found(state, request);
    return makeOutcome({ answer: Object.freeze({ ok: true, items: items.map(plainItem) }), next: state });
  }
  if (!mayWrite(state, request))
    return makeOutcome({ answer: refused, next: state, witnesses: ["conflict"] });
  return makeOutcome({ answer: done, next: written(state, request) });
}

/** Whoever deletes its lease stops to renew it before it asks, whatever becomes of the request. */
function givenUp(state: TableState, request: TableRequest): TableState {
  if (request.op !== "delete" || request.by === undefined) return state;
  const at = state.findIndex((item) => isAt(item, request) && item.keeper === request.by);
  return at < 0 ? state : state.with(at, unkept(state[at]!));
}

/** Who was not told that it has the lease does not renew it. */
function untold(before: TableState, request: TableRequest, outcome: TableOutcome): TableOutcome {
  if (outcome.answer.ok || request.op !== "put" || request.by === undefined) return outcome;
  const at = outcome.next.findIndex((item) => isAt(item, request) && item.keeper === request.by);
  if (at < 0 || before.includes(outcome.next[at]!)) return outcome;
  return Object.freeze({ ...outcome, next: outcome.next.with(at, unkept(outcome.next[at]!)) });
}

/** The lease runs out while the process that keeps it lives. */
function lapsing(state: TableState, request: TableRequest): readonly TableOutcome[] {
  if (!isTableWrite(request) || request.ifLapsed !== true || mayWrite(state, request)) return [];
  const held = state.map((item) => (isAt(item, request) ? unkept(item) : item));
  if (!mayWrite(held, request)) return [];
  const { keeper } = state.find((item) => isAt(item, request))!;
  return [
    makeOutcome({
      answer: done,
      next: written(held, request),
      faults: 1,
      label: `${describeTableRequest(request)}: the lease runs out while ${keeper ?? "its keeper"} lives`,
      witnesses: ["lease-lapsed"],
    }),
  ];
}

function mayWrite(state: TableState, request: TableWrite): boolean {
  const { ifAbsent, ifEquals, ifLapsed } = request;
  const item = state.find((one) => isAt(one, request));
  if (!isConditionalInTable(request)) return true;
  if (item === undefined) return ifAbsent === true;
  if (ifEquals === undefined && ifLapsed === undefined) return false;
  return hasAll(item.attributes, ifEquals ?? {}) && (ifLapsed !== true || item.keeper === undefined);
}

function hasAll(attributes: Attributes, wanted: Attributes): boolean {
  return Object.entries(wanted).every(([name, value]) => attributes[name] === value);
}

function written(state: TableState, request: TableWrite): TableState {
  const others = state.filter((item) => !isAt(item, request));
  if (request.op === "delete") return others.length === state.length ? state : others;
  const { hash, range, by } = request;
  // Equal items must have equal texts, in whatever order their attributes were given.
  const attributes = Object.freeze(Object.fromEntries(Object.entries(request.attributes).toSorted(byName)));
  const item: KeptItem = { hash, range, attributes, ...(by === undefined ? {} : { keeper: by }) };
  return [...others, Object.freeze(item)].sort(compareItems);
}

function found(
  state: TableState,
  { hash, rangePrefix = "", reverse, limit }: QueryRequest,
): readonly KeptItem[] {
  const items = state.filter((item) => item.hash === hash && item.range.startsWith(rangePrefix));
  return (reverse === true ? items.toReversed() : items).slice(0, limit);
}

function isAt(item: ItemKey, { hash, range }: ItemKey): boolean {
  return item.hash === hash && item.range === range;
}

function compareItems(a: ItemKey, b: ItemKey): number {
  return compareUtf8(a.hash, b.hash) || compareUtf8(a.range, b.range);
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return compareUtf8(a, b);
}

/** What a reader is told: leases are somebody's own business. */
function plainItem({ hash, range, attributes }: KeptItem): Item {
  return { hash, range, attributes };
}

function unkept({ hash, range, attributes }: KeptItem): KeptItem {
  return Object.freeze({ hash, range, attributes });
}

function anonymous(request: TableRequest): TableRequest {
  if (!isTableWrite(request)) return request;
  const { by: _by, ...rest } = request;
  return rest;
}
