/**
 * What defences change: each committer behind defences beside the same committer without, cell by cell. A change counts only
 * where both sides are exhaustive: what was sampled says nothing about what a defence prevents.
 */
import type { CostFile, CostPoint } from "../check/cost.js";
import { luckOf, type VerdictCell, type Verdicts } from "../check/verdict.js";
import { readDefended } from "./defended-name.js";
import { kindOf } from "./words.js";

/**
 * The worst that is said comes first. `harms`: something is broken that was not, or with less bad luck, or more quietly.
 * `trades`: that, and something else is rescued or dearer. `stops`: no job is acknowledged any more. `no-help`: what was broken is broken for the same price.
 * `dearer`: it takes more bad luck, or is loud now. `rescues-some`, `rescues`: of what was broken, some or all holds in every
 * execution within the bounds. `holds`: nothing was broken, and nothing is. `unknown`: one of the sides is not known.
 */
export const effects = [
  "harms",
  "trades",
  "stops",
  "unknown",
  "no-help",
  "dearer",
  "rescues-some",
  "rescues",
  "refuses",
  "holds",
] as const;

export type Effect = (typeof effects)[number];

/** One verdict that is another one behind the defence. */
export interface Change {
  readonly way: "broken" | "cheaper" | "rescued" | "dearer";
  readonly before: VerdictCell;
  readonly after: VerdictCell;
}

/** What a defence comes to for a committer on a store, over all scenarios and properties that ran. */
export interface DefenceEffect {
  readonly committer: string;
  /** One, or several one behind the other. */
  readonly defence: string;
  readonly store: string;
  readonly effect: Effect;
  readonly changes: readonly Change[];
  /** The cells of the committer behind the defence. */
  readonly cells: readonly VerdictCell[];
}

/** What is said of the defences of one committer. */
export interface DefenceTable {
  readonly committer: string;
  readonly stores: readonly string[];
  readonly rows: readonly {
    readonly defence: string;
    readonly factor: Factor | undefined;
    /** By store; undefined where it did not run. */
    effectOn(store: string): DefenceEffect | undefined;
    readonly effects: readonly DefenceEffect[];
  }[];
}

/** A table for each committer: its defences down, its stores across. */
export function defenceTables(verdicts: Pick<Verdicts, "cells">, cost?: CostFile): readonly DefenceTable[] {
  const all = defenceEffects(verdicts);
  const distinct = (values: readonly string[]): readonly string[] => [...new Set(values)];
  return distinct(all.map(({ committer }) => committer)).map((committer) => {
    const own = all.filter((one) => one.committer === committer);
    return {
      committer,
      stores: distinct(own.map(({ store }) => store)),
      rows: distinct(own.map(({ defence }) => defence)).map((defence) => {
        const effects = own.filter((one) => one.defence === defence);
        return {
          defence,
          factor: factorOf(cost, `${committer} + ${defence}`),
          effectOn: (store) => effects.find((one) => one.store === store),
          effects,
        };
      }),
    };
  });
}

/** How many times as many requests, and how many times as long, a job takes behind a defence, where nothing goes wrong. */
export interface Factor {
  readonly tasks: number;
  readonly files: number;
  readonly requests: { readonly before: number; readonly after: number };
  /** Requests of a key-value table beside the store that the defence makes; none is 0. They count as requests. */
  readonly table: number;
  /** Median of the whole job, in milliseconds of virtual time. */
  readonly job: { readonly before: number; readonly after: number };
}

/** In the order of the cells; empty where no committer ran both with and without defences. */
export function defenceEffects({ cells }: Pick<Verdicts, "cells">): readonly DefenceEffect[] {
  const plain = new Map<string, VerdictCell>();
  const groups = new Map<string, { readonly first: VerdictCell; readonly cells: VerdictCell[] }>();
  for (const cell of cells) {
    const { defences } = readDefended(cell.committer);
    if (defences.length === 0) plain.set(keyOf(cell.committer, cell), cell);
    const key = JSON.stringify([cell.committer, cell.store]);
    if (defences.length === 0) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { first: cell, cells: [cell] });
    else group.cells.push(cell);
  }
  return [...groups.values()].flatMap(({ first, cells }) => {
    const { committer, defences } = readDefended(first.committer);
    const pairs = cells.flatMap((after) => {
      const before = plain.get(keyOf(committer, after));
      return before === undefined ? [] : [{ before, after }];
    });
    if (pairs.length === 0) return [];
    const changes = pairs.flatMap(({ before, after }) => changeOf(before, after));
    const effect = effectOf(pairs, changes);
    return [{ committer, defence: defences.join(" + "), store: first.store, effect, changes, cells }];
  });
}

function keyOf(committer: string, { store, scenario, property }: VerdictCell): string {
  return JSON.stringify([committer, store, scenario, property]);
}

interface Pair {
  readonly before: VerdictCell;
  readonly after: VerdictCell;
}

function changeOf(before: VerdictCell, after: VerdictCell): readonly Change[] {
  // A committer that declines the store breaks nothing there; behind a defence its reader may.
  if (before.verdict === "refuses" && after.verdict === "violated") return [{ way: "broken", before, after }];
  if (!isSettled(before) || !isSettled(after)) return [];
  const [was, is] = [before.counterexample, after.counterexample];
  if (before.verdict === "holds" && after.verdict === "violated") return [{ way: "broken", before, after }];
  if (before.verdict === "violated" && after.verdict === "holds") return [{ way: "rescued", before, after }];
  if (was === undefined || is === undefined) return [];
  const price = luckOf(is.cost) - luckOf(was.cost);
  if (price < 0 || (price === 0 && is.silent && !was.silent)) return [{ way: "cheaper", before, after }];
  if (price > 0 || (price === 0 && was.silent && !is.silent)) return [{ way: "dearer", before, after }];
  return [];
}

/** Known for every execution within its bounds, or shown by an execution. */
function isSettled({ verdict, evidence }: VerdictCell): boolean {
  return verdict === "violated" || (verdict === "holds" && evidence === "exhaustive");
}

function effectOf(pairs: readonly Pair[], changes: readonly Change[]): Effect {
  const has = (...ways: readonly Change["way"][]): boolean => changes.some(({ way }) => ways.includes(way));
  const worse = has("broken", "cheaper");
  const better = has("rescued", "dearer");
  if (worse) return better ? "trades" : "harms";
  if (pairs.some(({ before, after }) => before.verdict !== "unknown" && kindOf(after) === "vacuous")) {
    return "stops";
  }
  if (pairs.every(({ after }) => after.verdict === "refuses")) return "refuses";
  if (pairs.some(({ before, after }) => !isSettled(before) || !isSettled(after))) return "unknown";
  const left = pairs.some(({ after }) => after.verdict === "violated");
  if (has("rescued")) return left ? "rescues-some" : "rescues";
  if (has("dearer")) return "dearer";
  return left ? "no-help" : "holds";
}

/** The factor of a committer's name behind defences; undefined where it has none, or it or the committer alone was not measured. */
export function factorOf(cost: CostFile | undefined, name: string): Factor | undefined {
  const { committer, defences } = readDefended(name);
  if (defences.length === 0) return undefined;
  const pointsOf = (name: string): readonly CostPoint[] =>
    cost?.committers.find((one) => one.committer === name)?.points ?? [];
  const [after] = pointsOf(name);
  const before = pointsOf(committer).find(
    ({ tasks, files }) => tasks === after?.tasks && files === after.files,
  );
  if (after === undefined || before === undefined) return undefined;
  const { tasks, files } = after;
  return {
    tasks,
    files,
    requests: { before: requestsOf(before), after: requestsOf(after) },
    table: (after.table ?? 0) - (before.table ?? 0),
    job: { before: before.job.p50, after: after.job.p50 },
  };
}

function requestsOf({ requests, table = 0 }: CostPoint): number {
  return Object.values(requests).reduce((sum, one) => sum + one, table);
}
