import type { Step } from "../sim/service.js";
import type { Contract } from "./state.js";
import { carried } from "./sights.js";
import { type StoreState, withRecord } from "./store-state.js";

/** The replica of the bucket may hear of the next change of any key: in the order of the key's changes, and of no other order. */
export function replications(contract: Contract, state: StoreState): readonly Step<StoreState>[] {
  const steps: Step<StoreState>[] = [];
  for (const { key, record } of state.objects) {
    const after = contract.afterReplication?.(record);
    if (after === undefined) continue;
    steps.push(
      Object.freeze({
        next: withRecord(state, key, carried(after, record)),
        label: `brings a change of ${key} to the replica`,
        anomalies: 0,
        faults: 0,
        effects: [],
        witnesses: [],
      }),
    );
  }
  return steps;
}
