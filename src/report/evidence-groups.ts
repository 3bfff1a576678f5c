/** Cells that say the same of the same committer, put together: hundreds of cells become lines that can be read. */
import type { Bounds, VerdictCell } from "../check/verdict.js";
import type { Grid, Scenario } from "./grid.js";
import { boundsKey, joinLetters } from "./grid.js";
import { longId } from "./short-names.js";
import type { Kind } from "./words.js";
import { boundsWords, count, digits, evidenceWords, kindOf, kinds } from "./words.js";

export interface EvidenceGroup {
  readonly kind: Kind;
  /** At least one; the one with the least cost and the fewest steps first, otherwise in their order. */
  readonly cells: readonly VerdictCell[];
}

/** A sentence without its numbers and ids: two stores may need a step more or less for the same violation. */
function alike(sentence: string): string {
  return sentence.replace(longId, "#").replace(/\d+/g, "#");
}

/**
 * What cells must have in common to stand in one line. A violation stands on its own, whatever the bounds in which it was
 * found; for any other verdict the bounds are what it says.
 */
function likeness(cell: VerdictCell, widest: Bounds | undefined): string {
  const common = [
    kindOf(cell),
    cell.reason ?? "",
    cell.sampler ?? "",
    cell.closed !== undefined,
    cell.closedCost,
  ];
  if (cell.verdict !== "violated") {
    const scenarios = widest !== undefined && boundsKey(widest) === boundsKey(cell.bounds);
    return JSON.stringify([...common, scenarios ? "" : boundsKey(cell.bounds)]);
  }
  const found = cell.counterexample;
  return JSON.stringify([
    ...common,
    cell.evidence,
    cell.anomaly,
    found && [found.cost.anomalies, found.cost.faults, found.cost.crashes, found.silent, found.minimal],
    alike(found?.sentence ?? ""),
  ]);
}

/** The bounds of a cell's scenario. */
function widestOf(grid: Grid, cell: VerdictCell): Bounds | undefined {
  return grid.scenarios.find(({ name }) => name === cell.scenario)?.bounds;
}

/** Puts `cells` into groups, the worst first; whose cells they are is not looked at. */
export function groupCells(grid: Grid, cells: readonly VerdictCell[]): readonly EvidenceGroup[] {
  const groups = new Map<string, [VerdictCell, ...VerdictCell[]]>();
  for (const cell of cells) {
    const key = likeness(cell, widestOf(grid, cell));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [cell]);
    else group.push(cell);
  }
  return [...groups.values()]
    .map((group) => ({ kind: kindOf(group[0]), cells: shortestFirst(group) }))
    .sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind));
}

function shortestFirst(cells: readonly VerdictCell[]): VerdictCell[] {
  const steps = (cell: VerdictCell): number => cell.counterexample?.steps ?? 0;
  return [...cells].sort((a, b) => steps(a) - steps(b));
}

/** Which cells: `list-lag, s3-legacy (ab); strong (b)`; stores with the same scenarios together, no letters where all scenarios are meant. */
export function whereWords(cells: readonly VerdictCell[], grid: Grid): string {
  const byLetters = new Map<string, string[]>();
  for (const store of grid.stores) {
    const here = new Set(cells.filter((cell) => cell.store === store).map((cell) => cell.scenario));
    if (here.size === 0) continue;
    const letters = joinLetters(lettersOf(here, grid.scenarios));
    byLetters.set(letters, [...(byLetters.get(letters) ?? []), store]);
  }
  const all = joinLetters(grid.scenarios.map(({ letter }) => letter));
  return [...byLetters]
    .map(([letters, stores]) => {
      const where =
        stores.length === grid.stores.length && stores.length > 1 ? "every store" : stores.join(", ");
      return letters === all ? where : `${where} (${letters})`;
    })
    .join("; ");
}

function lettersOf(names: ReadonlySet<string>, scenarios: readonly Scenario[]): string[] {
  return scenarios.filter(({ name }) => names.has(name)).map(({ letter }) => letter);
}

/** `12` or `12 to 31`, in threes of digits. */
function rangeWords(values: readonly number[]): string {
  const least = Math.min(...values);
  const most = Math.max(...values);
  return least === most ? digits(least) : `${digits(least)} to ${digits(most)}`;
}

/** What the whole group stands on, in one clause; bounds that are the scenario's own are not spelt out again. */
export function groupEvidence({ cells }: EvidenceGroup, grid: Grid): string {
  // The fewest executions give the weakest bound: what is said of them then holds for each cell.
  const [first, ...rest] = cells;
  if (first === undefined) return "";
  const weakest = rest.reduce((a, b) => (b.executions < a.executions ? b : a), first);
  const widest = widestOf(grid, first);
  const shared = widest !== undefined && boundsKey(widest) === boundsKey(first.bounds);
  return evidenceWords(weakest, {
    ...(shared ? { within: "within the scenario's bounds" } : {}),
    ...(rest.length > 0 ? { amount: amountOfAll(cells, first), closed: closedOfAll(cells) } : {}),
  });
}

/** How the counterexamples of a group were found and how small they are, in one clause. */
export function counterexampleEvidence({ cells }: EvidenceGroup): string {
  const [first] = cells;
  const found = cells.flatMap((cell) => (cell.counterexample === undefined ? [] : [cell.counterexample]));
  const steps = rangeWords(found.map((one) => one.steps));
  const many = cells.length > 1 ? `${count(cells.length, "cell")}, ` : "";
  const sampled = first?.evidence === "sampled" ? `found in ${amountOfAll(cells, first)} and ` : "";
  const least = found.every((one) => one.minimal)
    ? "proven to need the least bad luck, and then the fewest steps"
    : `${sampled}shrunk, so one that needs less may exist`;
  return `${many}${steps} steps: ${least}`;
}

/** As {@link closedWords}, for cells of which some closed more than others. */
function closedOfAll(cells: readonly VerdictCell[]): string {
  const all = cells.flatMap(({ closed }) => (closed === undefined ? [] : [closed]));
  const [first, ...rest] = all;
  if (first === undefined) return "";
  const same = rest.every((one) => boundsKey(one.bounds) === boundsKey(first.bounds));
  const states = rangeWords(all.map((one) => one.states));
  return `; and it holds in every execution ${same ? `of ${boundsWords(first.bounds)}` : "within smaller bounds"} (${states} states)`;
}

function amountOfAll(cells: readonly VerdictCell[], first: VerdictCell): string {
  if (first.evidence === "sampled") {
    const executions = rangeWords(cells.map((cell) => cell.executions));
    return `${executions} executions of ${first.sampler ?? "a sampler without a name"}`;
  }
  const states = cells.flatMap((cell) => (cell.states === undefined ? [] : [cell.states]));
  return states.length === 0 ? "" : `${rangeWords(states)} states in each cell`;
}
