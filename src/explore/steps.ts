/** One step of the world together with the properties: what every explorer does, whoever chooses. */
import type { Ending, Property, Scene, Violation } from "../check/property.js";
import { Interner } from "../sim/interner.js";
import { crashKind, type Moves, outcomeKind } from "../sim/moves.js";
import { type Option, type Row, World, type WorldSpec } from "../sim/world.js";
import { Monitors } from "./monitors.js";

/** What can be explored: a world, and how its ends are judged. A scenario's stage is one; so is any small program. */
export interface Arena {
  readonly world: WorldSpec;
  readonly scene: Scene;
  /** Index among the world's services of the one whose state is judged at the end. */
  readonly storeIndex: number;
  /** Indexes of other services whose states are judged together with that one's, if any. */
  readonly judgedBeside?: readonly number[];
  /** Exact text form of what is judged of a state of that service, and of those beside it: endings with equal keys are equal. */
  endingKey(state: never, beside?: readonly unknown[]): string;
  ending(state: never, beside?: readonly unknown[]): Promise<Ending>;
  /** Where processes do not meet, so that one order of their steps stands for all. */
  readonly regions?: Independence;
}

/** What is known of processes that do not meet; see `src/job/regions.ts`. */
export interface Independence {
  /** A process whose steps alone need to be taken next, or -1. */
  alone(world: World, row: Row): number;
  /** Does the option show that what is known is wrong? */
  trespasses(world: World, row: Row, option: Option): boolean;
}

/** A row of the world with the monitors' id behind it. */
export type FullRow = Row;

/** What has been worked out of a world, whoever watches it. */
interface Known {
  readonly world: World;
  readonly endings?: Endings;
}

interface Endings {
  readonly keys: Interner<Ending>;
  /** Ending by the states that it depends on, which many ends share. */
  readonly of: Map<number | string, number>;
}

export class Stepper<A extends Arena = Arena> {
  readonly world: World;
  readonly stage: A;
  readonly monitors: Monitors;
  readonly width: number;
  readonly #monitorsAt: number;
  readonly #endings: Endings;

  constructor(stage: A, properties: readonly Property[], known: Known = { world: new World(stage.world) }) {
    this.stage = stage;
    this.world = known.world;
    this.#endings = known.endings ?? { keys: new Interner(), of: new Map() };
    this.monitors = new Monitors(properties, stage.scene, this.world.words);
    this.#monitorsAt = this.world.width;
    this.width = this.world.width + 1;
  }

  /** A stepper of the same world that watches other properties: what has been worked out of it serves both. */
  watching(properties: readonly Property[]): Stepper<A> {
    return new Stepper(this.stage, properties, { world: this.world, endings: this.#endings });
  }

  async initial(): Promise<FullRow> {
    const row = new Int32Array(this.width);
    row.set(await this.world.initial());
    row[this.#monitorsAt] = this.monitors.initial;
    return row;
  }

  /** The world's part of a row. */
  worldOf(row: FullRow): Row {
    return row.subarray(0, this.world.width);
  }

  monitorsOf(row: FullRow): number {
    return row[this.#monitorsAt]!;
  }

  /** Writes the row after `option` into `out`. */
  async step(row: FullRow, option: Option, out: FullRow): Promise<void> {
    if (this.stepNow(row, option, out)) return;
    await this.world.prepare(this.worldOf(row), option);
    if (!this.stepNow(row, option, out)) throw new Error("a prepared step cannot be taken");
  }

  /** As {@link step}, but false where a process's code must be run first. */
  stepNow(row: FullRow, option: Option, out: FullRow): boolean {
    if (!this.world.apply(row, option, out)) return false;
    let monitors = row[this.#monitorsAt]!;
    for (const events of this.world.eventsOf(row, option)) monitors = this.monitors.step(monitors, events);
    out[this.#monitorsAt] = monitors;
    return true;
  }

  /** Writes the row after a move of those that the world has listed into `out`; its code must have been run. */
  take(row: FullRow, moves: Moves, move: number, out: FullRow): void {
    this.world.take(row, moves, move, out);
    const kind = moves.kind(move);
    let monitors = row[this.#monitorsAt]!;
    if (kind === outcomeKind) {
      const { events } = this.world.services[moves.service(move)]!.aspectOf(moves.transition(move));
      if (events !== 0) monitors = this.monitors.step(monitors, events);
    } else if (kind === crashKind) {
      for (const events of this.world.eventsOfCrash(row, moves.process(move)))
        monitors = this.monitors.step(monitors, events);
    }
    out[this.#monitorsAt] = monitors;
  }

  /** Do properties hear of a move? */
  isSeen(moves: Moves, move: number): boolean {
    if (moves.kind(move) === crashKind) return true;
    if (moves.kind(move) !== outcomeKind) return false;
    return this.world.services[moves.service(move)]!.aspectOf(moves.transition(move)).events !== 0;
  }

  /** What each property says in a row where all processes have finished. */
  async judge(row: FullRow): Promise<readonly (Violation | undefined)[]> {
    const { id, ending } = await this.ending(row);
    return this.monitors.atEnd(row[this.#monitorsAt]!, id, ending);
  }

  /** As {@link judge}; undefined where the table has not been read in that state yet. */
  judgeNow(row: FullRow): readonly (Violation | undefined)[] | undefined {
    const id = this.#endings.of.get(this.#judged(row));
    if (id === undefined) return undefined;
    return this.monitors.atEnd(row[this.#monitorsAt]!, id, this.#endings.keys.get(id));
  }

  /** The table as it truly is in a row. */
  async ending(row: FullRow): Promise<{ readonly id: number; readonly ending: Ending }> {
    const judged = this.#judged(row);
    let id = this.#endings.of.get(judged);
    if (id === undefined) {
      const { store, beside } = judgedStates(this.stage, this.world, row);
      const key = this.stage.endingKey(store, beside);
      id =
        this.#endings.keys.find(key) ??
        this.#endings.keys.intern(key, await this.stage.ending(store, beside));
      this.#endings.of.set(judged, id);
    }
    return { id, ending: this.#endings.keys.get(id) };
  }

  /** The states that an ending depends on: a number where that is the store's alone. */
  #judged(row: FullRow): number | string {
    const { storeIndex, judgedBeside = [] } = this.stage;
    const store = row[storeIndex]!;
    return judgedBeside.length === 0 ? store : [storeIndex, ...judgedBeside].map((at) => row[at]).join(" ");
  }
}

/** The states that are judged of a row. */
export function judgedStates(
  { storeIndex, judgedBeside = [] }: Arena,
  world: World,
  row: Row,
): { readonly store: never; readonly beside: readonly unknown[] } {
  return {
    store: world.serviceState(row, storeIndex) as never,
    beside: judgedBeside.map((at) => world.serviceState(row, at)),
  };
}
