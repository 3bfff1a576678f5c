/** What tells a cell from every other. */
export interface CellName {
  readonly committer: string;
  readonly store: string;
  readonly scenario: string;
  readonly property: string;
}

/** Equal for equal cells only. */
export function cellKey({ committer, store, scenario, property }: CellName): string {
  return JSON.stringify([committer, store, scenario, property]);
}
