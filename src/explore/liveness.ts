/**
 * Liveness in the small: with misfortune at an end, some continuation ends the job. A state from which none does is a
 * wedge, whether nobody can go on (deadlock) or all go round for ever (livelock).
 */
import type { Violation } from "../check/property.js";
import { crashedNode, type Option } from "../sim/world.js";
import { PackedSet } from "./packed-set.js";
import type { FullRow, Stepper } from "./steps.js";
import { describeAsked } from "./trace.js";

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

/** What is said of a state from which no calm continuation ends: who cannot finish, and what each is about for ever. */
export function wedgeIn(stepper: Stepper, row: FullRow): Violation {
  const { world } = stepper;
  const forEver = requestsForEver(stepper, row);
  const waiting = world.automata.flatMap(({ spec }, process) => {
    const asked = [...(forEver.get(process) ?? [])];
    return asked.length === 0 ? [] : [`${spec.name} ${asked.slice(0, requestsTold).join(" and ")}`];
  });
  return {
    message: `from here on the job cannot end, though nothing more goes wrong: ${waiting.join("; ")}`,
    told: true,
  };
}

/** How many requests of a process are told. */
const requestsTold = 2;

/** Steps that lead to nothing new: after so many everybody goes in a circle, and so many more show all of it. */
const circling = 100;

/** By process that cannot finish: what it asks again and again, or what it waits for, where nobody takes turns but by calm steps. */
function requestsForEver(stepper: Stepper, from: FullRow): ReadonlyMap<number, ReadonlySet<string>> {
  const { world } = stepper;
  const told = new Map<number, Set<string>>();
  const seen = new PackedSet(stepper.width);
  let row = from;
  let turn = 0;
  for (let stale = 0; stale < 2 * circling; stale++) {
    const option = nextCalm(stepper, row, turn);
    const next = new Int32Array(stepper.width);
    if (option === undefined || !stepper.stepNow(row, option, next)) break;
    if (option.process >= 0) turn = option.process + 1;
    if (stale >= circling && option.process >= 0) {
      const asked = world.requestOf(stepper.worldOf(row), option)!;
      tell(told, option.process, `goes on and on with "${textOf(stepper, asked)}"`);
    }
    const before = seen.size;
    seen.add(next);
    if (seen.size > before) stale = -1;
    row = next;
  }
  const worldRow = stepper.worldOf(row);
  for (let process = 0; process < world.automata.length; process++) {
    if (told.has(process) || world.nodeOf(worldRow, process) === crashedNode) continue;
    if (world.atRest(worldRow, process)) continue;
    for (const asked of world.pendingOf(worldRow, process))
      tell(told, process, `waits for an answer to "${textOf(stepper, asked)}"`);
  }
  return told;
}

/** The well-behaved step of the next process in turn that can go on, else of a service. */
function nextCalm(stepper: Stepper, row: FullRow, turn: number): Option | undefined {
  const { world } = stepper;
  const worldRow = stepper.worldOf(row);
  const processes = world.automata.length;
  for (let after = 0; after < processes; after++) {
    const option = world.optionsOf(worldRow, (turn + after) % processes).find(isCalm);
    if (option !== undefined) return option;
  }
  return world.ownOptions(worldRow).find((option) => option.kind === "step" && isCalm(option));
}

function textOf({ world }: Stepper, { service, request }: { service: number; request: unknown }): string {
  return describeAsked(world.services[service]!.service.name, request);
}

function tell(told: Map<number, Set<string>>, process: number, what: string): void {
  const known = told.get(process);
  if (known === undefined) told.set(process, new Set([what]));
  else known.add(what);
}

/** What a search tells of its states, once all of them are closed. */
export interface Searched {
  readonly states: number;
  /** A state that a calm step leads to, {@link ended} where all processes have finished, or {@link noHope}. */
  hope(state: number): number;
  /** Calls `visit` with the states that calm steps lead to, until it says that this is enough. */
  calmSteps(state: number, visit: (next: number) => boolean): void;
}

export const noHope = -1;
export const ended = -2;

/** What is known of a state, by the way from hope to hope: {@link never} where that comes to no end. */
const never = 0;
const can = 1;
const unknown = 2;
const onTheWay = 3;

/** By state, 1: some calm continuation ends. */
export function canEndFrom(searched: Searched): Uint8Array {
  const known = new Uint8Array(searched.states);
  const doubtful = followHopes(searched, known);
  /** By state: the doubtful ones that a calm step leads from. */
  const before = new Map<number, number[]>();
  const queue: number[] = [];
  for (const state of doubtful) {
    searched.calmSteps(state, (next) => {
      if (known[next] === can) {
        queue.push(state);
        return true;
      }
      const sources = before.get(next);
      if (sources === undefined) before.set(next, [state]);
      else sources.push(state);
      return false;
    });
  }
  for (let state = queue.pop(); state !== undefined; state = queue.pop()) {
    if (known[state] === can) continue;
    known[state] = can;
    for (const source of before.get(state) ?? []) queue.push(source);
  }
  return known;
}

/** Marks the states from which hope after hope leads to an end; returns the others: theirs go round in a circle, or stop. */
function followHopes(searched: Searched, known: Uint8Array): readonly number[] {
  known.fill(unknown);
  const doubtful: number[] = [];
  const way: number[] = [];
  for (let start = 0; start < searched.states; start++) {
    let state = start;
    while (state >= 0 && known[state] === unknown) {
      known[state] = onTheWay;
      way.push(state);
      state = searched.hope(state);
    }
    const end = state >= 0 ? known[state] === can : state === ended;
    for (const passed of way) {
      known[passed] = end ? can : never;
      if (!end) doubtful.push(passed);
    }
    way.length = 0;
  }
  return doubtful;
}
