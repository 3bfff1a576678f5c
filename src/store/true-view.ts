/** The store as it truly is, for judges: every request is answered from the authoritative content, at once. */
import type { ObjectStore } from "./object-store.js";
import { strong } from "./personalities/strong.js";
import { sequentialStore } from "./sequential-store.js";
import { SimulatedStore, type StoreState } from "./simulated-store.js";

/** A strong store over what is true in `state` (see `SimulatedStore.converged`). What is written to it changes nothing but itself. */
export function trueView(converged: StoreState): ObjectStore {
  return sequentialStore(new SimulatedStore(strong, { faults: [] }), { from: converged }).store;
}
