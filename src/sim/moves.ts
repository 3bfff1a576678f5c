/**
 * The ways in which the world may go on from a state, as numbers: the same list is filled again and again, so that a
 * search makes no object per step.
 */

/** One way in which the world may go on. */
export interface Option {
  /** Which process, or -1 where the store does something by itself. */
  readonly process: number;
  readonly kind: "outcome" | "crash" | "deliver";
  /** Position of the request among the process's pending ones, or of the zombie among the zombies. */
  readonly pending: number;
  /** Position of the outcome among the request's outcomes, or of the delivery. */
  readonly outcome: number;
  /** Which of the requests without callers are still in flight, where the bound has no room for all: 0, 1, … */
  readonly kept: number;
  readonly anomalies: number;
  readonly faults: number;
  readonly crashes: number;
}

/** Where the world stands with respect to its end. */
export type Standing = "running" | "ended" | "wedged";

export const outcomeKind = 0;
export const crashKind = 1;
export const deliverKind = 2;
const kinds = ["outcome", "crash", "deliver"] as const;

/** Columns of a move. */
const processColumn = 0;
const kindColumn = 1;
const pendingColumn = 2;
const outcomeColumn = 3;
const transitionColumn = 4;
const anomaliesColumn = 5;
const faultsColumn = 6;
const keptColumn = 7;
const columns = 8;

export class Moves {
  #cells = new Int32Array(columns * 16);
  #count = 0;
  /** Where the world stands in the state that the moves go on from. */
  standing: Standing = "ended";

  get count(): number {
    return this.#count;
  }

  clear(): void {
    this.#count = 0;
  }

  /** A request is answered: by `transition`, a number of its service's, the one at position `outcome` of its group. */
  addOutcome(
    process: number,
    pending: number,
    outcome: number,
    transition: number,
    anomalies: number,
    faults: number,
    kept: number,
  ): void {
    const at = this.#next();
    const cells = this.#cells;
    cells[at + processColumn] = process;
    cells[at + kindColumn] = outcomeKind;
    cells[at + pendingColumn] = pending;
    cells[at + outcomeColumn] = outcome;
    cells[at + transitionColumn] = transition;
    cells[at + anomaliesColumn] = anomalies;
    cells[at + faultsColumn] = faults;
    cells[at + keptColumn] = kept;
  }

  addCrash(process: number, kept: number): void {
    this.addOutcome(process, 0, 0, 0, 0, 0, kept);
    this.#cells[(this.#count - 1) * columns + kindColumn] = crashKind;
  }

  /** A zombie takes effect. */
  addDelivery(zombie: number, delivery: number): void {
    this.addOutcome(-1, zombie, delivery, 0, 0, 0, 0);
    this.#cells[(this.#count - 1) * columns + kindColumn] = deliverKind;
  }

  process(move: number): number {
    return this.#cells[move * columns + processColumn]!;
  }

  kind(move: number): number {
    return this.#cells[move * columns + kindColumn]!;
  }

  pending(move: number): number {
    return this.#cells[move * columns + pendingColumn]!;
  }

  outcome(move: number): number {
    return this.#cells[move * columns + outcomeColumn]!;
  }

  kept(move: number): number {
    return this.#cells[move * columns + keptColumn]!;
  }

  transition(move: number): number {
    return this.#cells[move * columns + transitionColumn]!;
  }

  anomalies(move: number): number {
    return this.#cells[move * columns + anomaliesColumn]!;
  }

  faults(move: number): number {
    return this.#cells[move * columns + faultsColumn]!;
  }

  crashes(move: number): number {
    return this.kind(move) === crashKind ? 1 : 0;
  }

  /** How much bad luck a move is. */
  cost(move: number): number {
    return this.anomalies(move) + this.faults(move) + this.crashes(move);
  }

  /** A move as an object. */
  option(move: number): Option {
    return {
      process: this.process(move),
      kind: kinds[this.kind(move)]!,
      pending: this.pending(move),
      outcome: this.outcome(move),
      kept: this.kept(move),
      anomalies: this.anomalies(move),
      faults: this.faults(move),
      crashes: this.crashes(move),
    };
  }

  options(): Option[] {
    return Array.from({ length: this.#count }, (_, move) => this.option(move));
  }

  #next(): number {
    const at = this.#count * columns;
    if (at === this.#cells.length) {
      const larger = new Int32Array(this.#cells.length * 2);
      larger.set(this.#cells);
      this.#cells = larger;
    }
    this.#count += 1;
    return at;
  }
}
