/**
 * Liveness in the small: with misfortune at an end, some continuation ends the job. A state from which none does is a
 * wedge, whether nobody can go on (deadlock) or all go round for ever (livelock).
 */
import type { Violation } from "../check/property.js";
import { crashedNode, type Option } from "../sim/world.js";
import { PackedSet } from "./packed-set.js";
import type { FullRow, Stepper } from "./steps.js";

/** More states than these are not looked at: then an end is taken to be possible. */
const statesMax = 200_000;

/** Does it cost nothing: no wrong answer, no fault, no crash? */
export function isCalm(option: Option): boolean {
  return option.anomalies === 0 && option.faults === 0 && option.crashes === 0;
}

/** Can all processes still finish from here, if nothing goes wrong any more? */
export async function canEnd(stepper: Stepper, from: FullRow): Promise<boolean> {
  const { world } = stepper;
  const seen = new PackedSet(stepper.width);
  seen.add(from);
  const row = new Int32Array(stepper.width);
  for (let index = 0; index < seen.size; index++) {
    if (index >= statesMax) return true;
    seen.read(index, row);
    if (world.standing(stepper.worldOf(row)) === "ended") return true;
    for (let process = 0; process < world.automata.length; process++) {
      for (const option of world.optionsOf(stepper.worldOf(row), process)) {
        if (!isCalm(option)) continue;
        const next = new Int32Array(stepper.width);
        await stepper.step(row, option, next);
        seen.add(next);
      }
    }
  }
  return false;
}

/** What is said of a state from which no calm continuation ends. */
export function wedgeIn(stepper: Stepper, row: FullRow): Violation {
  const { world } = stepper;
  const worldRow = stepper.worldOf(row);
  const waiting = world.automata.flatMap(({ spec }, process) => {
    const alive = world.nodeOf(worldRow, process) !== crashedNode;
    return alive && !world.atRest(worldRow, process) ? [spec.name] : [];
  });
  return {
    message: `from here on the job cannot end, though nothing more goes wrong: ${waiting.join(", ")} cannot finish`,
  };
}

/** The calm steps between the states of a search, from which it follows what can end. */
export class CalmSteps {
  #from: Int32Array = new Int32Array(1 << 12);
  #to: Int32Array = new Int32Array(1 << 12);
  #size = 0;
  readonly #ends: number[] = [];

  add(from: number, to: number): void {
    if (this.#size === this.#from.length) {
      this.#from = doubled(this.#from);
      this.#to = doubled(this.#to);
    }
    this.#from[this.#size] = from;
    this.#to[this.#size] = to;
    this.#size += 1;
  }

  addEnd(state: number): void {
    this.#ends.push(state);
  }

  get bytes(): number {
    return this.#from.byteLength + this.#to.byteLength;
  }

  /** By state, 1: some calm continuation ends. */
  canEnd(states: number): Uint8Array {
    const starts = new Int32Array(states + 1);
    for (let step = 0; step < this.#size; step++) starts[this.#to[step]! + 1]! += 1;
    for (let state = 0; state < states; state++) starts[state + 1]! += starts[state]!;
    const sources = new Int32Array(this.#size);
    const filled = starts.slice();
    for (let step = 0; step < this.#size; step++) sources[filled[this.#to[step]!]!++] = this.#from[step]!;
    const reached = new Uint8Array(states);
    const queue = this.#ends.slice();
    for (const end of queue) reached[end] = 1;
    for (let state = queue.pop(); state !== undefined; state = queue.pop()) {
      for (let at = starts[state]!; at < starts[state + 1]!; at++) {
        const source = sources[at]!;
        if (reached[source] === 1) continue;
        reached[source] = 1;
        queue.push(source);
      }
    }
    return reached;
  }
}

function doubled(array: Int32Array): Int32Array {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}
