/** The cells that are chosen, by where they stand in the matrix. */
import type { VerdictCell } from "../../src/check/verdict.js";
import { type Kind, kindOf, kinds } from "../../src/report/words.js";
import { fits, type Term } from "./query.js";

export interface Choice {
  /** Empty: all. */
  readonly property: string;
  readonly scenario: string;
  readonly terms: readonly Term[];
}

/** What stands at a committer and a store. */
export interface Place {
  /** Those that fit, the worst first. */
  readonly cells: readonly VerdictCell[];
  readonly kind: Kind;
}

export interface Chosen {
  readonly cells: readonly VerdictCell[];
  /** How many there would be without the filter. */
  readonly of: number;
  readonly committers: readonly string[];
  readonly stores: readonly string[];
  place(committer: string, store: string): Place;
}

const rank = new Map(kinds.map((kind, index) => [kind, index]));

/** The worst first; then the one that needs the least bad luck and the fewest steps. */
export function worstFirst(cells: readonly VerdictCell[]): readonly VerdictCell[] {
  const luck = ({ counterexample }: VerdictCell): number => {
    if (counterexample === undefined) return 0;
    const { anomalies, faults, crashes } = counterexample.cost;
    return anomalies + faults + crashes;
  };
  return cells.toSorted(
    (a, b) =>
      rank.get(kindOf(a))! - rank.get(kindOf(b))! ||
      Number(b.counterexample?.silent ?? false) - Number(a.counterexample?.silent ?? false) ||
      luck(a) - luck(b) ||
      (a.counterexample?.steps ?? 0) - (b.counterexample?.steps ?? 0),
  );
}

export function choose(all: readonly VerdictCell[], { property, scenario, terms }: Choice): Chosen {
  const inView = all.filter(
    (cell) =>
      (property === "" || cell.property === property) && (scenario === "" || cell.scenario === scenario),
  );
  const cells = inView.filter((cell) => fits(cell, terms));
  const byPlace = new Map<string, VerdictCell[]>();
  for (const cell of cells) {
    const key = JSON.stringify([cell.committer, cell.store]);
    byPlace.set(key, [...(byPlace.get(key) ?? []), cell]);
  }
  const named = (of: (cell: VerdictCell) => string): readonly string[] => {
    const there = new Set(cells.map(of));
    return [...new Set(all.map(of))].filter((name) => there.has(name));
  };
  return {
    cells: worstFirst(cells),
    of: inView.length,
    committers: named((cell) => cell.committer),
    stores: named((cell) => cell.store),
    place: (committer, store) => {
      const here = worstFirst(byPlace.get(JSON.stringify([committer, store])) ?? []);
      return { cells: here, kind: here[0] === undefined ? "not-run" : kindOf(here[0]) };
    },
  };
}
