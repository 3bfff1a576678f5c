/** The key-value table beside the store in memory: well-behaved, with its requests in the store's log. */
import type { KeyValueTable } from "../../src/store/key-value-table.js";
import { SimulatedTable } from "../../src/store/simulated-table.js";
import { describeTableRequest, tableFacade } from "../../src/store/table-requests.js";

export class MemoryTable {
  readonly #log: string[];
  readonly #table = new SimulatedTable({ faults: [] });
  #items = this.#table.initial;

  constructor(log: string[]) {
    this.#log = log;
  }

  /** The table as one process sees it. */
  of(process: string): KeyValueTable {
    return tableFacade(async (request) => {
      this.#log.push(describeTableRequest(request));
      await Promise.resolve();
      const limits = { anomalies: 0, faults: 0 };
      const [outcome] = this.#table.outcomes(this.#items, request, { conflicted: false }, limits);
      this.#items = outcome!.next;
      return outcome!.answer;
    }, process);
  }
}

/** Each operation through `guarded`. */
export function guardedTable(
  table: KeyValueTable,
  guarded: <A, R>(operation: (request: A) => Promise<R>) => (request: A) => Promise<R>,
): KeyValueTable {
  return {
    get: guarded(table.get),
    put: guarded(table.put),
    delete: guarded(table.delete),
    query: guarded(table.query),
  };
}
