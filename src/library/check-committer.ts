/** Checking a committer from a test of one's own. */
import { createHash } from "node:crypto";
import { appliesTo, type Property } from "../check/property.js";
import type { CounterexampleFile, VerdictCell } from "../check/verdict.js";
import { libraryEffort } from "../cli/effort.js";
import { findProperty, findScenario, findStore, properties, scenarios, stores } from "../cli/registry.js";
import { tool } from "../cli/version.js";
import { type Effort, runCell } from "../explore/cell.js";
import type { CommitterFactory } from "../job/committer.js";
import type { Scenario } from "../job/scenario.js";
import { GeneratedParts } from "../parts/generated-parts.js";
import { renderTimeline } from "../report/timeline.js";
import { amountWords, boundsWords, verdictSentence } from "../report/words.js";
import type { Personality } from "../store/personalities/index.js";

export interface CheckOptions {
  /** By name, or as they are; left out: all. */
  readonly stores?: readonly (string | Personality)[];
  readonly scenarios?: readonly (string | Scenario)[];
  readonly properties?: readonly (string | Property)[];
  /** What the committer is called in verdicts. */
  readonly name?: string;
  /** What generated rows and sampled choices depend on; "1" when left out. */
  readonly seed?: string;
  /** How many states are searched, and how many executions sampled where that does not close a cell. */
  readonly effort?: Partial<Effort>;
}

/** What {@link Checked.assertHolds} lets pass. */
export interface HoldsOptions {
  /** The committer may decline a store, as long as it acknowledges nothing there. */
  readonly mayRefuse?: boolean;
}

/** A property does not hold, or it is not known that it does. The message tells the execution step by step. */
export class PropertyError extends Error {
  override readonly name = "PropertyError";
  readonly cells: readonly VerdictCell[];

  constructor(message: string, cells: readonly VerdictCell[]) {
    super(message);
    this.cells = cells;
  }
}

/** What came out of a check. */
export class Checked {
  /** Stores x scenarios x properties, in the order in which they were given. */
  readonly cells: readonly VerdictCell[];
  readonly #counterexamples: ReadonlyMap<VerdictCell, CounterexampleFile>;

  constructor(cells: readonly VerdictCell[], counterexamples: ReadonlyMap<VerdictCell, CounterexampleFile>) {
    this.cells = cells;
    this.#counterexamples = counterexamples;
  }

  /** The cell of a store, a scenario and a property. @throws RangeError where it was not checked. */
  cell(store: string, scenario: string, property: string): VerdictCell {
    const found = this.cells.find(
      (cell) => cell.store === store && cell.scenario === scenario && cell.property === property,
    );
    if (found === undefined) throw new RangeError(`${property} was not checked on ${store} in ${scenario}`);
    return found;
  }

  /** The execution that violates the property of a cell; undefined where none was found. */
  counterexample(cell: VerdictCell): CounterexampleFile | undefined {
    return this.#counterexamples.get(cell);
  }

  /** @throws PropertyError unless every property holds in every cell. */
  assertHolds({ mayRefuse = false }: HoldsOptions = {}): void {
    const bad = this.cells.filter(
      ({ verdict }) => verdict !== "holds" && !(mayRefuse && verdict === "refuses"),
    );
    const worst = bad.find(({ verdict }) => verdict === "violated") ?? bad[0];
    if (worst === undefined) return;
    const file = this.#counterexamples.get(worst);
    const more =
      bad.length > 1 ? `\n\n${bad.length - 1} more of ${this.cells.length} cells do not hold.` : "";
    const told =
      file === undefined
        ? `Looked at: ${amountWords(worst)}, ${boundsWords(worst.bounds)}.`
        : renderTimeline(file, { width: 100, color: false });
    throw new PropertyError(`${verdictSentence(worst)}\n\n${told}${more}`, bad);
  }
}

/**
 * Runs a committer over stores and scenarios, and says of each property whether it holds. It runs in this thread, and
 * takes as long as the effort says.
 *
 * @throws ProcessFault where the committer breaks a rule of executions: it waits for something else than its context, uses
 * real time or randomness, shares memory between processes, or does not come to an end.
 */
export async function checkCommitter(
  factory: CommitterFactory,
  options: CheckOptions = {},
): Promise<Checked> {
  const seed = options.seed ?? "1";
  const parts = new GeneratedParts(seed);
  const committer = options.name ?? (factory.name === "" ? "committer" : factory.name);
  const shared = {
    committer,
    committerDigest: createHash("sha256").update(factory.toString()).digest("hex"),
    factory,
    properties: (options.properties ?? properties).map((one) =>
      typeof one === "string" ? findProperty(one) : one,
    ),
    seed,
    parts,
    effort: { ...libraryEffort, ...options.effort },
    tool,
  };
  const cells: VerdictCell[] = [];
  const counterexamples = new Map<VerdictCell, CounterexampleFile>();
  for (const store of options.stores ?? stores) {
    const personality = typeof store === "string" ? findStore(store) : store;
    for (const one of options.scenarios ?? scenarios) {
      const scenario = typeof one === "string" ? findScenario(one) : one;
      const properties = shared.properties.filter((property) => appliesTo(property, scenario.bounds));
      const result = await runCell({ ...shared, personality, scenario, properties });
      for (const cell of result.cells) {
        cells.push(cell);
        const file = result.counterexamples.get(cell.property);
        if (file !== undefined) counterexamples.set(cell, file);
      }
    }
  }
  return new Checked(cells, counterexamples);
}
