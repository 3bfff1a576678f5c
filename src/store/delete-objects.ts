/**
 * DeleteObjects: many DELETEs in one request. What is not deleted is told key by key in an answer that is 200.
 *
 * The keys are deleted one by one, in no order that is promised: whoever looks meanwhile may see any one of them gone while another is
 * still there. So the request may be caught in between: one key is gone before the others, or all but one; the rest comes with the
 * client's next request, which is the second half of this one. (More than one look at one DeleteObjects in progress, or a look
 * at half of many keys, is not told apart from these.)
 *
 * Source: S3 API reference, DeleteObjects: at most 1000 keys; keys that have no object count as deleted.
 */
import { failure, success } from "./operations/answers.js";
import { refuseKey } from "./operations/keys.js";
import { outcomeOf, type StoreOutcome } from "./outcome.js";
import type { RequestOf, StoreFailure } from "./requests.js";
import type { Rules } from "./rules.js";
import { recordAt, type StoreState } from "./store-state.js";
import { deletions } from "./writes.js";

const mostKeys = 1000;

export function refuseDeleteObjects({ keys }: RequestOf<"deleteObjects">): StoreFailure | undefined {
  if (keys.length === 0 || keys.length > mostKeys) {
    return failure(
      "MalformedXML",
      `DeleteObjects takes 1 to ${mostKeys} keys; these are ${keys.length}. Ask page by page.`,
    );
  }
  for (const key of keys) {
    const refused = refuseKey(key);
    if (refused !== undefined) return refused;
  }
  return undefined;
}

export function deleteObjectsOutcomes(
  rules: Rules,
  state: StoreState,
  { keys, rest }: RequestOf<"deleteObjects">,
): readonly StoreOutcome[] {
  const all = ends(rules, state, keys).map((end) => outcomeOf({ ...end, answer: answerOf(keys, []) }));
  if (rest === true) return all;
  const partly = halves(keys, state).flatMap(({ first, left }) =>
    ends(rules, state, first).map((end) => outcomeOf({ ...end, answer: answerOf(first, left) })),
  );
  return [...all, ...partly];
}

function answerOf(deleted: readonly string[], left: readonly string[]) {
  const errors = Object.freeze([]);
  const said = { deleted: Object.freeze([...deleted]), errors };
  return success(left.length === 0 ? said : { ...said, left: Object.freeze([...left]) });
}

/** Each key that has an object is once gone first and once left alone. */
function halves(
  keys: readonly string[],
  state: StoreState,
): readonly { readonly first: readonly string[]; readonly left: readonly string[] }[] {
  const objects = [...new Set(keys)].filter((key) => recordAt(state, key).current !== null);
  if (objects.length < 2) return [];
  const but = (one: string): readonly string[] => keys.filter((key) => key !== one);
  const gone = objects.map((key) => ({ first: [key], left: but(key) }));
  // Of two, one gone is the other left.
  return objects.length === 2 ? gone : [...gone, ...objects.map((key) => ({ first: but(key), left: [key] }))];
}

type End = Pick<StoreOutcome, "next" | "effects">;

/** The states after all these keys were deleted. */
function ends(rules: Rules, state: StoreState, keys: readonly string[]): readonly End[] {
  return keys.reduce<readonly End[]>(
    (all, key) =>
      all.flatMap((so) =>
        deletions(rules, so.next, key).map((after) => ({
          next: after.next,
          effects: [...so.effects, ...after.effects],
        })),
      ),
    [{ next: state, effects: [] }],
  );
}
