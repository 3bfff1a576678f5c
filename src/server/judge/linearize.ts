/**
 * Is there an order of the operations of one register in which each takes effect between its beginning and its end, and finds what it
 * needs? The search of Wing and Gong with Lowe's memory of what was tried already ("Testing for linearizability", 2017; as in
 * Knossos and Porcupine).
 *
 * Operations whose end nobody knows may come at any time after their beginning, or not at all.
 */
import type { RegisterOp, Value } from "./register.js";

export type Linearized =
  | { readonly kind: "yes" }
  /** The operation that fits nowhere, and what the register held at best when its turn was over. */
  | { readonly kind: "no"; readonly op: RegisterOp; readonly held: Value }
  /** Given up after so many steps. */
  | { readonly kind: "unknown" };

const mostSteps = 2_000_000;

/** A place in the search: all of the first `from` known operations are done, and these besides. */
interface Place {
  readonly from: number;
  readonly ahead: readonly number[];
  readonly used: readonly number[];
  readonly value: Value;
}

export function linearize(ops: readonly RegisterOp[], initial: Value = null): Linearized {
  const known = ops.filter(({ returned }) => returned !== Infinity).sort((a, b) => a.invoked - b.invoked);
  const unknown = ops.filter(({ returned }) => returned === Infinity).sort((a, b) => a.invoked - b.invoked);
  const seen = new Set<string>();
  const stack: Place[] = [{ from: 0, ahead: [], used: [], value: initial }];
  let best: Place = stack[0]!;
  for (let steps = 0; ; steps++) {
    const place = stack.pop();
    if (place === undefined) return { kind: "no", ...stuckAt(known, best) };
    if (place.from === known.length) return { kind: "yes" };
    if (steps === mostSteps) return { kind: "unknown" };
    if (done(place) > done(best)) best = place;
    const next = continued(known, unknown, place);
    // The last is tried first: those that come first in time.
    for (let at = next.length - 1; at >= 0; at--) {
      const one = next[at]!;
      const name = `${one.from}|${one.ahead.join(",")}|${one.used.join(",")}|${one.value}`;
      if (seen.has(name)) continue;
      seen.add(name);
      stack.push(one);
    }
  }
}

function done({ from, ahead }: Place): number {
  return from + ahead.length;
}

/** Every operation that may come next: it began before all that are still to come have ended. */
function continued(known: readonly RegisterOp[], unknown: readonly RegisterOp[], place: Place): Place[] {
  const { from, ahead, used, value } = place;
  const deadline = deadlineOf(known, place);
  const next: Place[] = [];
  for (let at = from; at < known.length && known[at]!.invoked < deadline; at++) {
    const op = known[at]!;
    if (ahead.includes(at) || !op.fits(value)) continue;
    next.push({ ...advance(from, [...ahead, at]), used, value: op.leaves === undefined ? value : op.leaves });
  }
  for (const [at, op] of unknown.entries()) {
    if (op.invoked >= deadline) break;
    // One that changes nothing need not come.
    if (used.includes(at) || op.leaves === undefined || op.leaves === value || !op.fits(value)) continue;
    next.push({ from, ahead, used: [...used, at].sort((a, b) => a - b), value: op.leaves });
  }
  return next;
}

/** Nothing may be put off beyond the first end among those that are still to come. */
function deadlineOf(known: readonly RegisterOp[], { from, ahead }: Place): number {
  let deadline = Infinity;
  for (let at = from; at < known.length && known[at]!.invoked < deadline; at++) {
    if (!ahead.includes(at)) deadline = Math.min(deadline, known[at]!.returned);
  }
  return deadline;
}

function advance(
  from: number,
  ahead: readonly number[],
): { readonly from: number; readonly ahead: readonly number[] } {
  const left = new Set(ahead);
  let at = from;
  while (left.delete(at)) at += 1;
  return { from: at, ahead: [...left].sort((a, b) => a - b) };
}

function stuckAt(
  known: readonly RegisterOp[],
  place: Place,
): { readonly op: RegisterOp; readonly held: Value } {
  const { from, ahead, value } = place;
  const left = known.filter((_, at) => at >= from && !ahead.includes(at));
  const op = left.reduce((first, one) => (one.returned < first.returned ? one : first));
  return { op, held: value };
}
