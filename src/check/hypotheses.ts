/**
 * Tables of expectations: what a document expects of protocols in certain circumstances, with what exactly these words are
 * taken to mean; and what runs say of each.
 */
import { type Bounds, type Cost, luckOf, type VerdictCell } from "./verdict.js";

/**
 * What a committer comes to in a scope, from good to bad. `loud`: nothing wrong is ever acknowledged, but jobs fail that would
 * have succeeded. `refuses`: it declines the store.
 */
export type Outcome = "holds" | "loud" | "refuses" | "violated";

/** One exact meaning of a column's words. */
export interface HypothesisScope {
  readonly name: string;
  readonly store: string;
  /** Beside the default bounds. */
  readonly bounds: Partial<Bounds>;
  /** Circumstances that must have been seen for "holds" to mean anything. */
  readonly requires: readonly string[];
  /** Names of the properties that are judged. */
  readonly properties: readonly string[];
}

export interface HypothesisColumn {
  /** As the document has it. */
  readonly name: string;
  /** What it is taken to mean, in a sentence. */
  readonly means: string;
  readonly scopes: readonly HypothesisScope[];
}

export interface Hypothesis {
  /** As the document has it. */
  readonly says: string;
  /** The outcomes that agree with it. What a cell comes to is the worst of its column's scopes. */
  readonly expects: readonly Outcome[];
  /** Of a violation that is expected: one of these properties must be among what is violated. Left out: any. */
  readonly violates?: readonly string[];
  /** The variant of the row's committer that the cell is about: one that lists, or cleans up. */
  readonly committer?: string;
  /** The names of the column's scopes that the cell is about; all when left out. */
  readonly scopes?: readonly string[];
  /** Of one that is refuted: what of the protocol makes it so, in a sentence or two. */
  readonly refutedBy?: string;
}

/** A cell that says nothing; or one that does, and that no scope here gives a meaning: it counts as neither. */
export interface NoHypothesis {
  /** As the document has it, where it says something. */
  readonly says?: string;
  /** Why there is nothing to look at, in a sentence; empty where another row has this cell. */
  readonly notFor: string;
}

export interface HypothesisRow {
  /** As the document has it. */
  readonly name: string;
  /** The committer that it is taken to mean, with its options. */
  readonly committer: string;
  /** Bounds that this row has besides the column's: a write mode, say. */
  readonly bounds?: Partial<Bounds>;
  /** One per column. */
  readonly cells: readonly (Hypothesis | NoHypothesis)[];
}

export interface HypothesisTable {
  /** The name of its page: `hadoop`. */
  readonly name: string;
  readonly title: string;
  /** Where the expectations come from, and what the outcomes are judged by. Markdown. */
  readonly about: string;
  readonly columns: readonly HypothesisColumn[];
  readonly rows: readonly HypothesisRow[];
}

/** The scopes that a cell is about. */
export function scopesOf(
  { scopes }: HypothesisColumn,
  hypothesis: Hypothesis | NoHypothesis,
): readonly HypothesisScope[] {
  if ("notFor" in hypothesis) return [];
  const { scopes: chosen } = hypothesis;
  return chosen === undefined ? scopes : scopes.filter(({ name }) => chosen.includes(name));
}

/** The committer that a cell is about. */
export function committerOf(row: HypothesisRow, hypothesis: Hypothesis | NoHypothesis): string {
  return ("notFor" in hypothesis ? undefined : hypothesis.committer) ?? row.committer;
}

/** One scope that is searched: what its result keeps of the question. */
export interface SearchedScope {
  /** Its name in the column. */
  readonly scope: string;
  /** Circumstances that must have been seen. */
  readonly requires: readonly string[];
  /** A command line that searches it again. */
  readonly reproduce: string;
}

/** What came out of one scope. */
export interface ScopeResult extends SearchedScope {
  /** All of the search's. */
  readonly bounds: Bounds;
  /** Undefined: not decided. */
  readonly outcome?: Outcome;
  /** Why it is not decided. */
  readonly reason?: string;
  /** Anomalies are allowed, and no answer that was asked for could be one. */
  readonly immune?: true;
  readonly evidence: "exhaustive" | "sampled";
  /** Of the search: distinct states, or executions. */
  readonly looked: number;
  /** Where it is violated. */
  readonly violation?: Violated;
}

/** The property that is violated, by the shortest execution of least bad luck, and how to see it again. */
export interface Violated {
  readonly property: string;
  readonly cost: Cost;
  readonly steps: number;
  readonly silent: boolean;
  readonly sentence: string;
  /** Further properties that are violated. */
  readonly also: readonly string[];
  /** The execution, where it is kept: a path relative to the page. */
  readonly file?: string;
}

/** Results as they are kept: by row and column. */
export interface HypothesisResults {
  readonly schema: "lakelitmus/hypotheses@1";
  readonly table: string;
  readonly rows: readonly {
    readonly row: string;
    readonly columns: readonly { readonly column: string; readonly scopes: readonly ScopeResult[] }[];
  }[];
}

/** What the cells of a search amount to. The worst violation is the one that needs the least bad luck, and is silent. */
export function resultOf(searched: SearchedScope, cells: readonly VerdictCell[]): ScopeResult {
  const [first] = cells;
  if (first === undefined) throw new RangeError("a search without properties has no result");
  const evidence = cells.some((cell) => cell.evidence === "sampled") ? "sampled" : "exhaustive";
  const looked = Math.max(...cells.map((cell) => (cell.states ?? 0) || cell.executions));
  const { scope, requires, reproduce } = searched;
  const base = { scope, bounds: first.bounds, requires, evidence, looked, reproduce } as const;
  const violated = cells
    .filter((cell) => cell.counterexample !== undefined)
    .toSorted((a, b) => byBadLuck(a.counterexample!, b.counterexample!));
  const [worst] = violated;
  if (worst?.counterexample !== undefined) {
    const { cost, steps, silent, sentence } = worst.counterexample;
    const also = violated.slice(1).map(({ property }) => property);
    return {
      ...base,
      evidence: worst.evidence,
      looked: (worst.states ?? 0) || worst.executions,
      outcome: "violated",
      violation: { property: worst.property, cost, steps, silent, sentence, also },
    };
  }
  const open = cells.find(({ verdict }) => verdict === "unknown");
  if (open !== undefined) return { ...base, reason: open.reason ?? "unknown" };
  if (cells.some(({ verdict }) => verdict === "refuses")) return { ...base, outcome: "refuses" };
  const seen = (witness: string): boolean => cells.some(({ witnessed }) => (witnessed[witness] ?? 0) > 0);
  const immune = first.bounds.anomalies > 0 && !seen("anomaly");
  return { ...base, outcome: seen("job-failed") ? "loud" : "holds", ...(immune ? { immune } : {}) };
}

/** Orders violations: the least bad luck first, then what is silent, then the fewest steps. */
export function byBadLuck(
  a: Pick<Violated, "cost" | "silent" | "steps">,
  b: Pick<Violated, "cost" | "silent" | "steps">,
): number {
  return luckOf(a.cost) - luckOf(b.cost) || Number(b.silent) - Number(a.silent) || a.steps - b.steps;
}

export type Ruling = "confirmed" | "refuted" | "undecided" | "neither" | "not applicable";

/** From good to bad. */
const outcomes: readonly Outcome[] = ["holds", "loud", "refuses", "violated"];

/** What a cell comes to: the worst of its scopes; undefined, where that is not known. */
export function worstOf(results: readonly ScopeResult[]): Outcome | undefined {
  // Samples show that something is violated, and not that it never is.
  const found = results.map(({ outcome, evidence }) =>
    evidence === "sampled" && outcome !== "violated" ? undefined : outcome,
  );
  if (found.includes("violated")) return "violated";
  if (found.length === 0 || found.includes(undefined)) return undefined;
  return outcomes.findLast((outcome) => found.includes(outcome));
}

export function rulingOf(hypothesis: Hypothesis | NoHypothesis, results: readonly ScopeResult[]): Ruling {
  if ("notFor" in hypothesis) return hypothesis.says === undefined ? "not applicable" : "neither";
  const worst = worstOf(results);
  if (worst === undefined) return "undecided";
  const { expects, violates } = hypothesis;
  const found = results.flatMap(({ violation }) =>
    violation ? [violation.property, ...violation.also] : [],
  );
  const other =
    worst === "violated" && violates !== undefined && !violates.some((one) => found.includes(one));
  return expects.includes(worst) && !other ? "confirmed" : "refuted";
}
