/** A long trace cut down to the steps that matter, with the gaps told. */
import type { CounterexampleFile, TraceStep } from "../check/verdict.js";

/** A step, or how many steps are left out from `from` to `to` (both included). */
export type Shown =
  { readonly step: TraceStep } | { readonly from: number; readonly to: number; readonly omitted: number };

/** Is the step one that is not well-behaved? */
export function isMarked(step: TraceStep): boolean {
  return step.anomaly !== undefined;
}

/** What is wrong with a step, without the request again: `COPY t/x: the reply is lost` is `the reply is lost`. */
export function anomalyOf({ anomaly = "", request }: TraceStep): string {
  const [, operation, rest] = /^([A-Z]{3,}) \S+: (.+)$/su.exec(anomaly) ?? [];
  return operation !== undefined && request.startsWith(`${operation} `) ? (rest ?? anomaly) : anomaly;
}

/** Steps that change a key of which a not-well-behaved step speaks: its causes. */
export function causesOf(trace: readonly TraceStep[], marked: TraceStep): readonly TraceStep[] {
  const said = marked.anomaly ?? "";
  return trace.filter(
    (step) => step.step < marked.step && step.changed.some((change) => mentions(said, change.slice(2))),
  );
}

/** Whether `text` names `key`, not only a longer key that begins like it. */
export function mentions(text: string, key: string): boolean {
  for (let at = text.indexOf(key); at >= 0; at = text.indexOf(key, at + 1)) {
    const after = text[at + key.length];
    const before = text[at - 1];
    const ends = after === undefined || /[\s,;:.()"']/.test(after);
    if (ends && (before === undefined || /[\s("']/.test(before))) return true;
  }
  return false;
}

/**
 * At most about `limit` steps of the trace: first and last ones, those that are not well-behaved with their neighbours
 * and causes. A trace that is no longer than `limit` is shown whole.
 */
export function elide({ trace }: Pick<CounterexampleFile, "trace">, limit: number): readonly Shown[] {
  if (trace.length <= limit) return trace.map((step) => ({ step }));
  const keep = new Set<number>();
  const add = (index: number): void => {
    if (index >= 0 && index < trace.length && keep.size < limit) keep.add(index);
  };
  trace.forEach((step, i) => isMarked(step) && add(i));
  for (let distance = 0; distance < trace.length && keep.size < limit; distance++) {
    add(trace.length - 1 - distance);
    if (distance < 2) add(distance);
    if (distance === 1) {
      const causes = new Set(trace.filter(isMarked).flatMap((step) => causesOf(trace, step)));
      trace.forEach((step, i) => causes.has(step) && add(i));
    }
    trace.forEach((step, i) => {
      if (!isMarked(step) || distance > 4) return;
      add(i - distance);
      add(i + distance);
    });
  }
  return withGaps(trace, keep);
}

function withGaps(trace: readonly TraceStep[], keep: ReadonlySet<number>): Shown[] {
  const shown: Shown[] = [];
  let gap: TraceStep[] = [];
  const close = (): void => {
    const [first] = gap;
    const last = gap.at(-1);
    if (first !== undefined && last !== undefined) {
      shown.push({ from: first.step, to: last.step, omitted: gap.length });
    }
    gap = [];
  };
  trace.forEach((step, i) => {
    if (!keep.has(i)) {
      gap.push(step);
      return;
    }
    close();
    shown.push({ step });
  });
  close();
  return shown;
}
