/**
 * Of the ways to a violation that cost least and have the fewest steps, one with the fewest context switches: what goes
 * on in one process without a break reads as one thought. Ties go to the way whose choices come first.
 *
 * A search of its own, because a state of it also remembers which process took the last step.
 */
import { isRun, Moves } from "../sim/moves.js";
import type { Option } from "../sim/world.js";
import { orderMoves } from "./choices.js";
import { PackedSet } from "./packed-set.js";
import type { FullRow, Stepper } from "./steps.js";

/** What is being looked for: a violation of the stepper's only property, as cheap and as short as is known to be possible. */
export interface Target {
  readonly cost: number;
  readonly steps: number;
}

interface Way {
  readonly switches: number;
  readonly parent: number;
  readonly option: Option | undefined;
}

/**
 * The path, or undefined where more than `statesMax` (state, last process) pairs would have to be looked at. The stepper
 * watches one property, of which a violation with this cost and number of steps is known. `alive` is told now and then that
 * the search goes on.
 */
export async function leastSwitches(
  stepper: Stepper,
  target: Target,
  statesMax: number,
  alive: () => void = () => undefined,
): Promise<readonly Option[] | undefined> {
  const search = new Search(stepper, target, statesMax, alive);
  return search.run();
}

/** One in so many states tells that the search goes on. */
const aliveEvery = 1024;

class Search {
  readonly #stepper: Stepper;
  readonly #target: Target;
  readonly #statesMax: number;
  readonly #alive: () => void;
  /** Rows with the last process and the cost behind them: at the same number of steps, only switches tell ways apart. */
  readonly #set: PackedSet;
  readonly #ways: Way[] = [];
  /** The state that is being visited, its moves in the order of choices, and the state after one of them. */
  readonly #row: FullRow;
  readonly #moves = new Moves();
  readonly #order: number[] = [];
  readonly #out: FullRow;
  readonly #key: Int32Array;

  constructor(stepper: Stepper, target: Target, statesMax: number, alive: () => void) {
    this.#stepper = stepper;
    this.#target = target;
    this.#statesMax = statesMax;
    this.#alive = alive;
    this.#set = new PackedSet(stepper.width + 2);
    this.#row = new Int32Array(stepper.width);
    this.#out = new Int32Array(stepper.width);
    this.#key = new Int32Array(stepper.width + 2);
  }

  async run(): Promise<readonly Option[] | undefined> {
    const key = new Int32Array(this.#stepper.width + 2);
    key.set(await this.#stepper.initial());
    key[this.#stepper.width] = -1;
    this.#set.add(key);
    this.#ways.push({ switches: 0, parent: -1, option: undefined });
    let layer: readonly number[] = [0];
    for (let steps = 0; steps < this.#target.steps; steps++) {
      const next = new Set<number>();
      for (const index of layer) {
        if (this.#set.size > this.#statesMax) return undefined;
        await this.#expand(index, next);
      }
      layer = [...next];
    }
    return this.#best(layer);
  }

  /** All ways have the same number of steps, so a state that was met in an earlier layer was met by a shorter way. */
  async #expand(index: number, next: Set<number>): Promise<void> {
    const { width, world } = this.#stepper;
    const key = this.#key;
    if (index % aliveEvery === 0) this.#alive();
    this.#set.read(index, key);
    const row = this.#row;
    row.set(key.subarray(0, width));
    const current = key[width]!;
    const spent = key[width + 1]!;
    const { switches } = this.#ways[index]!;
    const moves = world.expand(row, this.#moves);
    orderMoves(moves, current, this.#order);
    for (const move of this.#order) {
      const cost = spent + moves.cost(move);
      if (cost > this.#target.cost) continue;
      if (!isRun(moves, move)) await world.prepareMove(row, moves, move);
      this.#stepper.take(row, moves, move, this.#out);
      const process = moves.process(move);
      key.set(this.#out);
      key[width] = process < 0 ? current : process;
      key[width + 1] = cost;
      const more = process >= 0 && current >= 0 && process !== current ? 1 : 0;
      this.#put(switches + more, index, moves, move, next);
    }
  }

  /** Puts the state in the key in, if this is the best way to it so far. */
  #put(switches: number, parent: number, moves: Moves, move: number, next: Set<number>): void {
    const before = this.#set.size;
    const index = this.#set.add(this.#key);
    if (index < before && !(next.has(index) && switches < this.#ways[index]!.switches)) return;
    this.#ways[index] = { switches, parent, option: moves.option(move) };
    next.add(index);
  }

  async #best(layer: readonly number[]): Promise<readonly Option[] | undefined> {
    const { width } = this.#stepper;
    const key = new Int32Array(width + 2);
    let best = -1;
    for (const index of layer) {
      this.#set.read(index, key);
      if (key[width + 1] !== this.#target.cost) continue;
      if (best >= 0 && this.#ways[index]!.switches >= this.#ways[best]!.switches) continue;
      if (await this.#violates(key.slice(0, width))) best = index;
    }
    if (best < 0) return undefined;
    const path: Option[] = [];
    for (let way = this.#ways[best]!; way.option !== undefined; way = this.#ways[way.parent]!)
      path.push(way.option);
    return path.reverse();
  }

  async #violates(row: FullRow): Promise<boolean> {
    const { monitors, world } = this.#stepper;
    if (monitors.violation(this.#stepper.monitorsOf(row), 0) !== undefined) return true;
    if (world.standing(row) !== "ended") return false;
    const [violation] = await this.#stepper.judge(row);
    return violation !== undefined;
  }
}
