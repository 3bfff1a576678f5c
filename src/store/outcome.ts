/** One outcome of a request to the store: made, compared, thinned out. */
import type { Effect, Outcome } from "../sim/service.js";
import { Body } from "./body.js";
import type { StoreAnswer, StoreRequest } from "./requests.js";
import { recordAt, type StoreState } from "./store-state.js";
import { sameUploads } from "./uploads.js";
import { sameRecord } from "./version.js";

export type StoreOutcome = Outcome<StoreState, StoreRequest, StoreAnswer>;

/** The parts of an outcome in which outcomes differ. */
export interface OutcomeParts {
  readonly answer: StoreAnswer;
  readonly next: StoreState;
  readonly anomalies?: number;
  readonly faults?: number;
  readonly label?: string | undefined;
  readonly effects?: readonly Effect[];
  readonly witnesses?: readonly string[];
  readonly zombie?: StoreRequest | undefined;
}

export const nothing: readonly never[] = Object.freeze([]);

export function outcomeOf(parts: OutcomeParts): StoreOutcome {
  const outcome: Writable<StoreOutcome> = {
    answer: parts.answer,
    next: parts.next,
    anomalies: parts.anomalies ?? 0,
    faults: parts.faults ?? 0,
    effects: Object.freeze(parts.effects ?? nothing),
    events: nothing,
    witnesses: Object.freeze(parts.witnesses ?? nothing),
  };
  if (parts.label !== undefined) outcome.label = parts.label;
  if (parts.zombie !== undefined) outcome.zombie = parts.zombie;
  return Object.freeze(outcome);
}

type Writable<T> = { -readonly [Name in keyof T]: T[Name] };

/**
 * Drops each outcome that tells the process and leaves behind the same as an earlier, cheaper one. The first `known` are known to
 * differ from each other. `keys`: all that the request can have changed.
 */
export function distinct(
  outcomes: readonly StoreOutcome[],
  known: number,
  keys: readonly string[],
): readonly StoreOutcome[] {
  if (outcomes.length <= known) return outcomes;
  const kept = outcomes.slice(0, known);
  for (const outcome of outcomes.slice(known)) {
    if (!kept.some((earlier) => isCheaper(earlier, outcome) && sameOutcome(earlier, outcome, keys)))
      kept.push(outcome);
  }
  return kept;
}

function isCheaper(a: StoreOutcome, b: StoreOutcome): boolean {
  return a.anomalies <= b.anomalies && a.faults <= b.faults;
}

/**
 * Whether `b` is to everybody as `a` is, of one request in one state: what the process is told, what comes after, and whom
 * it overtakes (a write of what is there already changes nothing else).
 */
function sameOutcome(a: StoreOutcome, b: StoreOutcome, keys: readonly string[]): boolean {
  return (
    (a.zombie === undefined) === (b.zombie === undefined) &&
    b.effects.every((effect) => a.effects.some((other) => sameData(effect, other))) &&
    sameData(a.answer, b.answer) &&
    (a.next === b.next || keys.every((key) => sameAt(a.next, b.next, key)))
  );
}

function sameAt(a: StoreState, b: StoreState, key: string): boolean {
  return sameRecord(recordAt(a, key), recordAt(b, key)) && sameUploads(a.uploads, b.uploads, key);
}

/** Equal plain data; bodies are equal when their bytes are. */
export function sameData(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (a instanceof Body || b instanceof Body) {
    return a instanceof Body && b instanceof Body && a.length === b.length && a.digest === b.digest;
  }
  const names = Object.keys(a);
  if (Array.isArray(a) !== Array.isArray(b) || names.length !== Object.keys(b).length) return false;
  return names.every((name) =>
    sameData((a as Record<string, unknown>)[name], (b as Record<string, unknown>)[name]),
  );
}
