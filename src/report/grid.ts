/** Verdicts arranged for a matrix: which committers, stores and scenarios there are, and what each place amounts to. */
import { boundNames, boundOf, boundRanges, tidyBounds } from "../check/bounds.js";
import type { Bounds, VerdictCell, Verdicts } from "../check/verdict.js";
import type { Kind } from "./words.js";
import { digits, kindOf, kinds, listed, wordsOf } from "./words.js";

export interface Scenario {
  readonly name: string;
  /** Stands for it in a matrix: a, b, …, z, A, …, Z, then numbers. */
  readonly letter: string;
  /** The widest bounds of its cells, where these cover all the others. */
  readonly bounds?: Bounds;
}

/** What the scenarios of one (committer, store, property) amount to: the worst of their verdicts. */
export interface Place {
  readonly kind: Kind;
  /** Letters of the scenarios that came out as `kind`. */
  readonly letters: string;
  /** Whether all scenarios that ran here came out as `kind`. */
  readonly everywhere: boolean;
  /** Where `kind` is a silent violation: letters of the scenarios with one that is not silent. Empty: there is none. */
  readonly loud: string;
}

export interface Grid {
  readonly committers: readonly string[];
  readonly stores: readonly string[];
  readonly scenarios: readonly Scenario[];
  readonly properties: readonly string[];
  place(property: string, committer: string, store: string): Place;
  /** The cells of a property, in their order. */
  cellsOf(property: string): readonly VerdictCell[];
}

const alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

function letterOf(index: number): string {
  return alphabet[index] ?? String(index + 1);
}

/** Letters one after the other; with commas where one of them is longer than a letter. */
export function joinLetters(letters: readonly string[]): string {
  return letters.join(letters.some((letter) => letter.length > 1) ? "," : "");
}

function distinct(items: readonly string[]): string[] {
  return [...new Set(items)];
}

/** Equal for equal values. Bounds have plain numbers only, written here in the names' order. */
export function boundsKey(bounds: Bounds): string {
  return JSON.stringify(Object.entries(tidyBounds(bounds)).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Is `a` at least as wide as `b` in every respect? Without the coordinator more may happen than with it. */
function covers(a: Bounds, b: Bounds): boolean {
  return boundNames.every((name) => {
    const [wide, narrow] = [boundOf(a, name), boundOf(b, name)];
    if (boundRanges[name].kinds !== undefined) return wide === narrow;
    return name === "coordinator" ? wide <= narrow : wide >= narrow;
  });
}

/** The bounds of a scenario: those of its cells that cover all the others. A counterexample is often found within narrower ones. */
function scenariosOf(cells: readonly VerdictCell[]): Scenario[] {
  return distinct(cells.map((cell) => cell.scenario)).map((name, i) => {
    const all = cells.filter((cell) => cell.scenario === name).map((cell) => cell.bounds);
    const keyed = new Map(all.map((bounds) => [boundsKey(bounds), bounds]));
    const widest = [...keyed.values()].find((one) =>
      [...keyed.values()].every((other) => covers(one, other)),
    );
    return { name, letter: letterOf(i), ...(widest === undefined ? {} : { bounds: widest }) };
  });
}

function amountsTo(cells: readonly VerdictCell[], scenarios: readonly Scenario[]): Place {
  const kind = kinds.find((one) => cells.some((cell) => kindOf(cell) === one)) ?? "not-run";
  const lettersOf = (of: Kind): string => {
    const here = cells.filter((cell) => kindOf(cell) === of);
    const those = scenarios.filter(({ name }) => here.some((cell) => cell.scenario === name));
    return joinLetters(those.map(({ letter }) => letter));
  };
  return {
    kind,
    letters: lettersOf(kind),
    everywhere: cells.every((cell) => kindOf(cell) === kind),
    loud: kind === "violated-silent" ? lettersOf("violated-loud") : "",
  };
}

/** Rows, columns and scenarios stand in the order in which the cells name them first. */
export function makeGrid(verdicts: Verdicts): Grid {
  const { cells } = verdicts;
  const scenarios = scenariosOf(cells);
  const placeKey = (property: string, committer: string, store: string): string =>
    JSON.stringify([property, committer, store]);
  const byPlace = new Map<string, VerdictCell[]>();
  for (const cell of cells) {
    const key = placeKey(cell.property, cell.committer, cell.store);
    const there = byPlace.get(key);
    if (there === undefined) byPlace.set(key, [cell]);
    else there.push(cell);
  }
  const properties = distinct(cells.map((cell) => cell.property));
  const byProperty = new Map(
    properties.map((property) => [property, cells.filter((cell) => cell.property === property)]),
  );
  return {
    committers: distinct(cells.map((cell) => cell.committer)),
    stores: distinct(cells.map((cell) => cell.store)),
    scenarios,
    properties,
    place: (property, committer, store) =>
      amountsTo(byPlace.get(placeKey(property, committer, store)) ?? [], scenarios),
    cellsOf: (property) => byProperty.get(property) ?? [],
  };
}

/** The letters of a place, where not all that ran came out alike: `ab`, `ab !c`. */
export function placeLetters({ letters, everywhere, loud }: Place): string {
  const also = loud === "" ? "" : ` ${wordsOf["violated-loud"].sign}${loud}`;
  return everywhere ? "" : `${letters}${also}`;
}

/** Is there a place that nobody asked about? */
export function hasGaps({ properties, committers, stores, place }: Grid): boolean {
  return properties.some((property) =>
    committers.some((committer) =>
      stores.some((store) => place(property, committer, store).kind === "not-run"),
    ),
  );
}

/** How many of the cells there are of each kind, worst first: `3 VIOLATED and 12 held in every execution`. */
export function tallyWords(cells: readonly VerdictCell[]): string {
  const words: Readonly<Record<Kind, string>> = {
    "violated-silent": "VIOLATED silently",
    "violated-loud": "violated not silently",
    unknown: "unknown",
    refuses: "refused",
    "holds-sampled": "held in a sample",
    "holds-exhaustive": "held in every execution",
    vacuous: "vacuous",
    "not-run": "not run",
  };
  const numbers = kinds.map((kind) => [kind, cells.filter((cell) => kindOf(cell) === kind).length] as const);
  return listed(
    numbers.filter(([, number]) => number > 0).map(([kind, number]) => `${digits(number)} ${words[kind]}`),
  );
}
