/** The data in the page, with what is looked up in it again and again. */
import type { VerdictCell } from "../src/check/verdict.js";
import { cellKey, type CellName } from "../src/report/cell-key.js";
import { type DefenceTable, defenceTables } from "../src/report/defence-effects.js";
import type { PageCounterexample, PageData } from "../src/report/html/page-data.js";
import { type Grid, makeGrid } from "../src/report/grid.js";

export interface Model {
  readonly data: PageData;
  readonly grid: Grid;
  readonly cells: readonly VerdictCell[];
  /** Empty where no committer ran both with and without defences. */
  readonly defences: readonly DefenceTable[];
  /** The cell with these names. */
  find(name: CellName): VerdictCell | undefined;
  /** The execution that a cell was violated by; undefined where it is in its file only. */
  counterexampleOf(cell: VerdictCell): PageCounterexample | undefined;
}

export function makeModel(data: PageData): Model {
  const { verdicts, counterexamples } = data;
  const byKey = new Map(verdicts.cells.map((cell) => [cellKey(cell), cell]));
  return {
    data,
    grid: makeGrid(verdicts),
    cells: verdicts.cells,
    defences: defenceTables(verdicts, data.cost),
    find: (name) => byKey.get(cellKey(name)),
    counterexampleOf: ({ counterexample }) =>
      counterexample === undefined ? undefined : counterexamples[counterexample.file],
  };
}
