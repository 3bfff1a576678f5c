/** A simulated store as one client alone sees it: request after request, in this process, at once. */
import type { ObjectStore } from "./object-store.js";
import type { StoreOutcome } from "./outcome.js";
import { storeFacade } from "./facade.js";
import type { StoreRequest } from "./requests.js";
import type { SimulatedStore, StoreState } from "./simulated-store.js";

export interface SequentialOptions {
  /** What is there at first; nothing when left out. */
  readonly from?: StoreState;
  /** At most so many anomalies in one answer; 0 when left out: the store behaves well. */
  readonly anomalies?: number;
  /** Which of the outcomes, of which the first is the well-behaved one; the first when left out. */
  readonly choose?: (outcomes: readonly StoreOutcome[], request: StoreRequest) => StoreOutcome;
}

export interface SequentialStore {
  readonly store: ObjectStore;
  /** What the store is now. */
  readonly state: StoreState;
}

export function sequentialStore(
  simulated: SimulatedStore,
  { from = simulated.initial, anomalies = 0, choose = ([first]) => first! }: SequentialOptions = {},
): SequentialStore {
  let state = from;
  return {
    store: storeFacade((request) => {
      const limits = { anomalies, faults: 0 };
      const outcomes = simulated.outcomes(state, request, { conflicted: false }, limits);
      if (outcomes.length === 0) throw new Error(`the store has no answer to ${request.op}`);
      const outcome = choose(outcomes, request);
      state = outcome.next;
      return Promise.resolve(outcome.answer);
    }),
    get state() {
      return state;
    },
  };
}
