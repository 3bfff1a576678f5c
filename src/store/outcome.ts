/** One outcome of a request to a service: made, compared, thinned out. */
import type { Effect, Outcome } from "../sim/service.js";
import { Body } from "./body.js";
import type { StoreAnswer, StoreRequest } from "./requests.js";
import { recordAt, type StoreState } from "./store-state.js";
import { noticesText } from "./notices.js";
import { sameUploads } from "./uploads.js";
import { sameRecord } from "./version.js";

export type StoreOutcome = Outcome<StoreState, StoreRequest, StoreAnswer>;

/** The parts of an outcome in which outcomes differ. */
export interface PartsOf<S, Q, A> {
  readonly answer: A;
  readonly next: S;
  readonly anomalies?: number;
  readonly faults?: number;
  readonly label?: string | undefined;
  readonly effects?: readonly Effect[];
  readonly witnesses?: readonly string[];
  readonly zombie?: Q | undefined;
}

export type OutcomeParts = PartsOf<StoreState, StoreRequest, StoreAnswer>;

export const nothing: readonly never[] = Object.freeze([]);

/** An outcome of the object store. */
export function outcomeOf(parts: OutcomeParts): StoreOutcome {
  return makeOutcome(parts);
}

export function makeOutcome<S, Q, A>(parts: PartsOf<S, Q, A>): Outcome<S, Q, A> {
  const outcome: Writable<Outcome<S, Q, A>> = {
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
 * differ from each other. `sameState`: whether two states that the request may lead to are the same.
 */
export function distinctOf<S, Q, A>(
  outcomes: readonly Outcome<S, Q, A>[],
  known: number,
  sameState: (a: S, b: S) => boolean,
): readonly Outcome<S, Q, A>[] {
  if (outcomes.length <= known) return outcomes;
  const kept = outcomes.slice(0, known);
  for (const outcome of outcomes.slice(known)) {
    if (!kept.some((earlier) => isCheaper(earlier, outcome) && sameOutcome(earlier, outcome, sameState)))
      kept.push(outcome);
  }
  return kept;
}

/** {@link distinctOf} for the object store. `keys`: all that the request can have changed. */
export function distinct(
  outcomes: readonly StoreOutcome[],
  known: number,
  keys: readonly string[],
): readonly StoreOutcome[] {
  return distinctOf(outcomes, known, (a, b) => sameAt(keys, a, b));
}

/** Are two states the same at these keys? */
export function sameAt(keys: readonly string[], a: StoreState, b: StoreState): boolean {
  if (a.notices !== b.notices && noticesText(a.notices) !== noticesText(b.notices)) return false;
  return keys.every(
    (key) => sameRecord(recordAt(a, key), recordAt(b, key)) && sameUploads(a.uploads, b.uploads, key),
  );
}

type Costs = Pick<StoreOutcome, "anomalies" | "faults">;

function isCheaper(a: Costs, b: Costs): boolean {
  return a.anomalies <= b.anomalies && a.faults <= b.faults;
}

/**
 * Whether `b` is to everybody as `a` is, of one request in one state: what the process is told, what comes after, and whom
 * it overtakes (a write of what is there already changes nothing else).
 */
function sameOutcome<S, Q, A>(
  a: Outcome<S, Q, A>,
  b: Outcome<S, Q, A>,
  sameState: (a: S, b: S) => boolean,
): boolean {
  return (
    (a.zombie === undefined) === (b.zombie === undefined) &&
    b.effects.every((effect) => a.effects.some((other) => sameData(effect, other))) &&
    sameData(a.answer, b.answer) &&
    (a.next === b.next || sameState(a.next, b.next))
  );
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
