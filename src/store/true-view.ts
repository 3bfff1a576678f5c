/** The store as it truly is, for judges: every request is answered from the authoritative content, at once. */
import type { ObjectStore } from "./object-store.js";
import { strong } from "./personalities/strong.js";
import { storeFacade } from "./facade.js";
import { SimulatedStore, type StoreState } from "./simulated-store.js";

/** A strong store over what is true in `state` (see `SimulatedStore.converged`). What is written to it changes nothing but itself. */
export function trueView(converged: StoreState): ObjectStore {
  const store = new SimulatedStore(strong, { faults: [] });
  let state = converged;
  return storeFacade((request) => {
    const [outcome] = store.outcomes(state, request, { conflicted: false }, { anomalies: 0, faults: 0 });
    if (outcome === undefined) throw new Error(`the store has no answer to ${request.op}`);
    state = outcome.next;
    return Promise.resolve(outcome.answer);
  });
}
