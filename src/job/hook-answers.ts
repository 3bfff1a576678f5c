/** What hooks return, looked at before anything rests on it: a committer in JavaScript, or behind `any`, is held by no type. */
import { inspect } from "node:util";
import { ProcessFault } from "../sim/errors.js";
import type { CommitOutcome, PartRef } from "./committer.js";

const outcomes: readonly unknown[] = ["landed", "failed", "unknown"] satisfies readonly CommitOutcome[];

/** What `commitJob` returned. @throws ProcessFault where that is no outcome. */
export function outcomeOf(returned: CommitOutcome): CommitOutcome {
  if (outcomes.includes(returned)) return returned;
  throw new ProcessFault(
    "wrong-answer",
    "commitJob",
    `returned ${told(returned)}; it must return "landed", "failed" or "unknown"`,
  );
}

/** What `read` returned. @throws ProcessFault where that is no list of references, each with its key. */
export function refsOf(returned: readonly PartRef[]): readonly PartRef[] {
  const list: unknown = returned;
  const wrong = Array.isArray(list) ? list.findIndex((ref) => !isRef(ref)) : undefined;
  if (wrong === -1) return returned;
  const what = wrong === undefined ? told(list) : `a list with ${told(returned[wrong])} in it`;
  throw new ProcessFault("wrong-answer", "read", `returned ${what}; it must return a list of { key }`);
}

function isRef(value: unknown): boolean {
  return typeof value === "object" && value !== null && "key" in value && typeof value.key === "string";
}

/** A value in a sentence. */
function told(value: unknown): string {
  const text = inspect(value, { depth: 1, breakLength: Infinity });
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
