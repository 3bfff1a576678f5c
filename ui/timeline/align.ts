/** Two executions side by side: the same request of the same process in one row, wherever that is possible. */
import type { TraceStep } from "../../src/check/verdict.js";

export interface Pair {
  readonly left: TraceStep | undefined;
  readonly right: TraceStep | undefined;
  /** Both are there, and tell the same. */
  readonly same: boolean;
}

/** Above this many pairs of steps, steps are only put beside each other by their numbers. */
const workMost = 4_000_000;

function asks(step: TraceStep): string {
  return `${step.process} ${step.request}`;
}

function tellsTheSame(a: TraceStep, b: TraceStep): boolean {
  return asks(a) === asks(b) && a.answer === b.answer && a.anomaly === b.anomaly;
}

/** A longest common subsequence of what is asked; what stands between its members is left alone on its side. */
export function align(left: readonly TraceStep[], right: readonly TraceStep[]): readonly Pair[] {
  if (left.length * right.length > workMost) return byNumber(left, right);
  const lengths = commonLengths(left.map(asks), right.map(asks));
  const pairs: Pair[] = [];
  let i = 0;
  let j = 0;
  while (i < left.length || j < right.length) {
    const a = left[i];
    const b = right[j];
    if (a !== undefined && b !== undefined && asks(a) === asks(b)) {
      pairs.push({ left: a, right: b, same: tellsTheSame(a, b) });
      i += 1;
      j += 1;
    } else if (b === undefined || (a !== undefined && lengths[i + 1]![j]! >= lengths[i]![j + 1]!)) {
      pairs.push({ left: a, right: undefined, same: false });
      i += 1;
    } else {
      pairs.push({ left: undefined, right: b, same: false });
      j += 1;
    }
  }
  return pairs;
}

/** `[i][j]`: how long the longest common subsequence of `a` from i on and `b` from j on is. */
function commonLengths(a: readonly string[], b: readonly string[]): readonly Uint16Array[] {
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      lengths[i]![j] =
        a[i] === b[j] ? lengths[i + 1]![j + 1]! + 1 : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
    }
  }
  return lengths;
}

function byNumber(left: readonly TraceStep[], right: readonly TraceStep[]): readonly Pair[] {
  return Array.from({ length: Math.max(left.length, right.length) }, (_, index) => {
    const [a, b] = [left[index], right[index]];
    return { left: a, right: b, same: a !== undefined && b !== undefined && tellsTheSame(a, b) };
  });
}
