/** What a scenario has besides the store and the board, where its committer names it in `uses`. */
import type { AnyService } from "../sim/service.js";
import type { FaultKind } from "../store/faults.js";
import { type FileTree, treeText } from "../store/file-tree.js";
import { memoryFiles } from "../store/memory-files.js";
import { SimulatedFiles } from "../store/simulated-files.js";
import { SimulatedTable, type TableState } from "../store/simulated-table.js";
import { sequentialTable } from "../store/true-view.js";
import type { SideService } from "./committer.js";
import type { DirectServices } from "./context.js";

export interface Side {
  /** As one client alone uses it, before the scenario begins: well-behaved, request after request. */
  readonly services: DirectServices;
  /** What the scenario has. It begins with what was done through {@link Side.services}. */
  service(): AnyService;
  /** Exact text of what is true in a state. */
  encode(state: unknown): string;
  /** The service as it truly is in a state, for the judge. */
  view(state: unknown): DirectServices;
}

const makers: Readonly<Record<SideService, (faults: readonly FaultKind[]) => Side>> = {
  table: (faults) => {
    const before = sequentialTable();
    const table = new SimulatedTable({ faults });
    return {
      services: { table: before.table },
      service: () => new SimulatedTable({ faults, initial: before.state }) as unknown as AnyService,
      // Who keeps a lease is nothing that a reader can see.
      encode: (state) => table.encode((state as TableState).map(({ keeper: _keeper, ...item }) => item)),
      view: (state) => ({ table: sequentialTable(state as TableState).table }),
    };
  },
  files: (faults) => {
    const before = memoryFiles();
    return {
      services: { files: before.files },
      service: () => new SimulatedFiles({ faults, initial: before.tree }) as unknown as AnyService,
      encode: (state) => treeText(state as FileTree),
      view: (state) => ({ files: memoryFiles(state as FileTree).files }),
    };
  },
};

/** Each once, in a fixed order. */
export function sideServices(uses: readonly SideService[], faults: readonly FaultKind[]): readonly Side[] {
  const names = Object.keys(makers) as readonly SideService[];
  return names.filter((name) => uses.includes(name)).map((name) => makers[name](faults));
}

/** Several services as one context has them. */
export function together(services: readonly DirectServices[]): DirectServices {
  return Object.assign({}, ...services) as DirectServices;
}
