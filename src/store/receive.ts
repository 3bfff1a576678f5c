/**
 * What is told to who takes a notification from the bucket's queue: the oldest, or, as queues do that promise neither order nor
 * only once, another one or one that has come before.
 *
 * Source: S3 User Guide, "Amazon S3 Event Notifications": delivered at least once; not guaranteed to come in the order of the events.
 */
import type { Capabilities } from "./capabilities.js";
import { afterDelivery, type Notices } from "./notices.js";
import { failure, success } from "./operations/answers.js";
import { outcomeOf, type StoreOutcome } from "./outcome.js";
import type { RequestOf } from "./requests.js";
import { type StoreState, withNotices } from "./store-state.js";

export function receiveOutcomes(
  { notifications }: Capabilities,
  state: StoreState,
  { wait }: RequestOf<"receive">,
  anomalies: number,
): readonly StoreOutcome[] {
  if (notifications === undefined) {
    const answer = failure("NotImplemented", "This bucket tells nobody of its objects.");
    return [outcomeOf({ answer, next: state })];
  }
  const { notices } = state;
  const [first, ...others] = inAnyOrder(state, notices);
  // Who waits is told of something new; what comes again comes in its place.
  if (first === undefined && wait === true) return [];
  const due = first ?? outcomeOf({ answer: success({}), next: state });
  return anomalies === 0 ? [due] : [due, ...others, ...again(state, notices)];
}

/** One for each that waits, the oldest first. */
function inAnyOrder(state: StoreState, notices: Notices): readonly StoreOutcome[] {
  return notices.waiting.map((notification, position) => {
    const answer = success({ notification });
    const next = withNotices(state, afterDelivery(notices, position));
    if (position === 0) return outcomeOf({ answer, next });
    const label = `RECEIVE tells of ${notification.key} before those that came before`;
    return outcomeOf({ answer, next, anomalies: 1, label });
  });
}

function again(state: StoreState, { delivered }: Notices): readonly StoreOutcome[] {
  return delivered.map((notification) =>
    outcomeOf({
      answer: success({ notification }),
      next: state,
      anomalies: 1,
      label: `RECEIVE tells of ${notification.key} once more`,
    }),
  );
}
