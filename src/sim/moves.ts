/**
 * The ways in which the world may go on from a state, as numbers: the same list is filled again and again, so that a
 * search makes no object per step.
 */

/** One way in which the world may go on. */
export interface Option {
  /** Which process, or -1 where a service does something by itself. */
  readonly process: number;
  /** `deliver`: a zombie takes effect; `step`: a service does something by itself. */
  readonly kind: "outcome" | "crash" | "deliver" | "step";
  /** Position of the request among the process's pending ones, of the zombie among the zombies, of the service among the services. */
  readonly pending: number;
  /** Position of the outcome among the request's outcomes, of the delivery, of the step. */
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
export const stepKind = 3;
const kinds = ["outcome", "crash", "deliver", "step"] as const;

/** Columns of a move. */
const kindColumn = 0;
const processColumn = 1;
const pendingColumn = 2;
const outcomeColumn = 3;
const keptColumn = 4;
const anomaliesColumn = 5;
const faultsColumn = 6;
const serviceColumn = 7;
const transitionColumn = 8;
const nextColumn = 9;
const columns = 10;

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

  /**
   * A request is answered by a transition, a number of its service's, which stands at position `outcome` of its group.
   * `next`: the node that the process comes to, or -1 where that is not known before its code has been run.
   */
  addOutcome(
    process: number,
    pending: number,
    outcome: number,
    kept: number,
    anomalies: number,
    faults: number,
    service: number,
    transition: number,
    next: number,
  ): void {
    const at = this.#add(outcomeKind, process, pending, outcome, kept);
    const cells = this.#cells;
    cells[at + anomaliesColumn] = anomalies;
    cells[at + faultsColumn] = faults;
    cells[at + serviceColumn] = service;
    cells[at + transitionColumn] = transition;
    cells[at + nextColumn] = next;
  }

  addCrash(process: number, kept: number): void {
    this.#add(crashKind, process, 0, 0, kept);
  }

  /** A zombie takes effect. */
  addDelivery(zombie: number, delivery: number): void {
    this.#add(deliverKind, -1, zombie, delivery, 0);
  }

  /** A service does something by itself. */
  addStep(service: number, step: number, anomalies: number, faults: number): void {
    const at = this.#add(stepKind, -1, service, step, 0);
    this.#cells[at + anomaliesColumn] = anomalies;
    this.#cells[at + faultsColumn] = faults;
  }

  kind(move: number): number {
    return this.#cells[move * columns + kindColumn]!;
  }

  process(move: number): number {
    return this.#cells[move * columns + processColumn]!;
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

  /** Of a move of kind "outcome": the service that answers. */
  service(move: number): number {
    return this.#cells[move * columns + serviceColumn]!;
  }

  /** Of a move of kind "outcome": the number of the transition, among its service's. */
  transition(move: number): number {
    return this.#cells[move * columns + transitionColumn]!;
  }

  /** Of a move of kind "outcome": the node that the process comes to, or -1. */
  next(move: number): number {
    return this.#cells[move * columns + nextColumn]!;
  }

  setNext(move: number, node: number): void {
    this.#cells[move * columns + nextColumn] = node;
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

  #add(kind: number, process: number, pending: number, outcome: number, kept: number): number {
    const at = this.#count++ * columns;
    if (at === this.#cells.length) {
      const larger = new Int32Array(this.#cells.length * 2);
      larger.set(this.#cells);
      this.#cells = larger;
    }
    const cells = this.#cells;
    cells[at + kindColumn] = kind;
    cells[at + processColumn] = process;
    cells[at + pendingColumn] = pending;
    cells[at + outcomeColumn] = outcome;
    cells[at + keptColumn] = kept;
    cells[at + anomaliesColumn] = 0;
    cells[at + faultsColumn] = 0;
    return at;
  }
}

/** Has the code that a move needs been run? */
export function isRun(moves: Moves, move: number): boolean {
  return moves.kind(move) !== outcomeKind || moves.next(move) >= 0;
}
