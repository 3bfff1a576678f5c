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
    const worldRow = stepper.worldOf(row);
    const options = [
      ...world.automata.flatMap((_, process) => world.optionsOf(worldRow, process)),
      ...world.ownOptions(worldRow).filter(({ kind }) => kind === "step"),
    ];
    for (const option of options.filter(isCalm)) {
      const next = new Int32Array(stepper.width);
      await stepper.step(row, option, next);
      seen.add(next);
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

/** What a search tells of its states, once all of them are closed. */
export interface Searched {
  readonly states: number;
  /**
   * A state that a calm step leads to, {@link ended} where all processes have finished, or {@link noHope}. Whoever goes
   * from state to state by these comes to one of the latter two.
   */
  hope(state: number): number;
  /** All states that calm steps lead to. */
  calmSteps(state: number): readonly number[];
}

export const noHope = -1;
export const ended = -2;

/** By state, 1: some calm continuation ends. */
export function canEndFrom(searched: Searched): Uint8Array {
  const can = new Uint8Array(searched.states);
  const doubtful = followHopes(searched, can);
  /** By state: the doubtful ones that a calm step leads from. */
  const before = new Map<number, number[]>();
  const queue: number[] = [];
  for (const state of doubtful) {
    for (const next of searched.calmSteps(state)) {
      if (can[next] === 1) {
        queue.push(state);
        break;
      }
      const known = before.get(next);
      if (known === undefined) before.set(next, [state]);
      else known.push(state);
    }
  }
  for (let state = queue.pop(); state !== undefined; state = queue.pop()) {
    if (can[state] === 1) continue;
    can[state] = 1;
    for (const source of before.get(state) ?? []) queue.push(source);
  }
  return can;
}

/** Marks the states whose hope leads to an end; returns the others. */
function followHopes(searched: Searched, can: Uint8Array): readonly number[] {
  const unknown = 2;
  can.fill(unknown);
  const doubtful: number[] = [];
  const way: number[] = [];
  for (let start = 0; start < searched.states; start++) {
    let state = start;
    while (state >= 0 && can[state] === unknown) {
      way.push(state);
      state = searched.hope(state);
    }
    const end = state >= 0 ? can[state]! : state === ended ? 1 : 0;
    for (const passed of way) can[passed] = end;
    if (end === 0) doubtful.push(...way);
    way.length = 0;
  }
  return doubtful;
}
