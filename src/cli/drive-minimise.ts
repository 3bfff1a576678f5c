/** Finds out which of the things that went wrong in a run are needed to break the program. */
import { exactly } from "../server/plan/decider.js";
import type { FaultPlan, FaultRule } from "../server/plan/fault-plan.js";
import type { History } from "../server/judge/history-file.js";

/** Everything that went wrong, each as a rule for that one request. */
export function whatWentWrong({ requests }: History): readonly FaultRule[] {
  const rules: FaultRule[] = [];
  for (const { op, key, bucket, nth, fault, steps } of requests) {
    const one = { op, key: exactly(key), bucket, nth };
    if (fault !== undefined) rules.push({ ...one, when: fault.when, how: fault.how });
    const stale = steps.some(({ wrong, answer }) => wrong !== undefined && answer !== "TimeoutError");
    if (stale) rules.push({ ...one, how: "stale" });
  }
  return rules;
}

export interface Minimised {
  readonly plan: FaultPlan;
  /** Runs that it took. */
  readonly runs: number;
  /** Leaving out any one rule, the program was not broken. False where the runs were used up before. */
  readonly minimal: boolean;
}

/**
 * Leaves out rules as long as the program still breaks: first halves, then quarters, down to single ones (Zeller's delta debugging).
 * Undefined where the rules alone do not break it again: then the program depends on something else as well.
 */
export async function minimise(
  rules: readonly FaultRule[],
  breaks: (plan: FaultPlan) => Promise<boolean>,
  most: number,
): Promise<Minimised | undefined> {
  let left = rules;
  let runs = 1;
  if (!(await breaks({ rules }))) return undefined;
  for (let size = Math.ceil(left.length / 2); size >= 1;) {
    let shorter = false;
    for (let at = 0; at < left.length;) {
      if (runs >= most) return { plan: { rules: left }, runs, minimal: false };
      const without = left.toSpliced(at, size);
      runs += 1;
      if (await breaks({ rules: without })) {
        left = without;
        shorter = true;
      } else at += size;
    }
    if (size === 1 && !shorter) break;
    size = size === 1 ? 1 : Math.ceil(size / 2);
  }
  return { plan: { rules: left }, runs, minimal: true };
}
