/** The store as it truly is, for judges: every request is answered from the authoritative content, at once. */
import type { ObjectStore } from "./object-store.js";
import { strong } from "./personalities/strong.js";
import { sequentialStore } from "./sequential-store.js";
import type { KeyValueTable } from "./key-value-table.js";
import { SimulatedStore, type StoreState } from "./simulated-store.js";
import { SimulatedTable, type TableState } from "./simulated-table.js";
import { tableFacade } from "./table-requests.js";

/** A strong store over what is true in `state` (see `SimulatedStore.converged`). What is written to it changes nothing but itself. */
export function trueView(converged: StoreState): ObjectStore {
  return sequentialStore(new SimulatedStore(strong, { faults: [] }), { from: converged }).store;
}

/** A key-value table as one client alone sees it, request after request; an empty one at first, where no state is given. */
export function sequentialTable(initial: TableState = []): {
  readonly table: KeyValueTable;
  /** What the table holds now. */
  readonly state: TableState;
} {
  const simulated = new SimulatedTable({ faults: [] });
  let state = initial;
  return {
    table: tableFacade((request) => {
      const limits = { anomalies: 0, faults: 0 };
      const [outcome] = simulated.outcomes(state, request, { conflicted: false }, limits);
      state = outcome!.next;
      return Promise.resolve(outcome!.answer);
    }),
    get state() {
      return state;
    },
  };
}
