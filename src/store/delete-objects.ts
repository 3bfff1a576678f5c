/**
 * DeleteObjects: many DELETEs in one request. What is not deleted is told key by key in an answer that is 200.
 * Source: S3 API reference, DeleteObjects: at most 1000 keys; keys that have no object count as deleted.
 */
import { failure, success } from "./operations/answers.js";
import { refuseKey } from "./operations/keys.js";
import { outcomeOf, type StoreOutcome } from "./outcome.js";
import type { RequestOf, StoreFailure } from "./requests.js";
import type { Rules } from "./rules.js";
import type { StoreState } from "./store-state.js";
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
  { keys }: RequestOf<"deleteObjects">,
): readonly StoreOutcome[] {
  type After = Pick<StoreOutcome, "next" | "effects">;
  const ends = keys.reduce<readonly After[]>(
    (all, key) =>
      all.flatMap((so) =>
        deletions(rules, so.next, key).map((after) => ({
          next: after.next,
          effects: [...so.effects, ...after.effects],
        })),
      ),
    [{ next: state, effects: [] }],
  );
  const answer = success({ deleted: Object.freeze([...keys]), errors: Object.freeze([]) });
  return ends.map((end) => outcomeOf({ ...end, answer }));
}
