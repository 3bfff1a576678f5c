/**
 * A second explorer, for tests alone, that is as plain as can be: it runs the code of all processes again from the
 * start along every path, and merges nothing. No automata, no histories, no ids for states, no keys, no buckets; it
 * shares services, properties and types with the engine, and no other code. What both find must be the same.
 */
import { isDeepStrictEqual } from "node:util";
import type { Property } from "../../src/check/property.js";
import type { Arena } from "../../src/explore/steps.js";
import { type Mind, type Moment, type Move, NaiveView } from "./naive-moves.js";
import { NaiveProcess, quiet } from "./naive-process.js";

/** What an exploration found, in a form in which two explorers can be compared. */
export interface Findings {
  /** Least cost by `text of the judged final state|one mark a property: V for violated, - for not`. */
  readonly endings: ReadonlyMap<string, number>;
  /** Per property the least (cost, steps) of a violation. */
  readonly violations: readonly (readonly [cost: number, steps: number] | undefined)[];
  /** Is there an execution in which nobody can go on though somebody has not finished? */
  readonly wedged: boolean;
}

/** Thrown where there are more paths than asked for. */
export class TooManyPaths extends Error {
  override readonly name = "TooManyPaths";
}

/** Where a path was left: what could be done there, and what was. */
interface Fork {
  readonly asked: readonly (readonly unknown[])[];
  readonly moves: readonly Move[];
  at: number;
}

/** Explores every path within the budgets, depth first. Throws {@link TooManyPaths}. */
export async function exploreNaively(
  arena: Arena,
  properties: readonly Property[],
  pathsMax = Infinity,
): Promise<Findings & { readonly paths: number }> {
  const naive = new Naive(arena, properties);
  const stack: Fork[] = [];
  let paths = 0;
  do {
    if (paths++ >= pathsMax) throw new TooManyPaths(`more than ${pathsMax} paths`);
    await naive.run(stack);
    while (stack.length > 0 && ++stack.at(-1)!.at === stack.at(-1)!.moves.length) stack.pop();
  } while (stack.length > 0);
  return { ...naive.findings, paths };
}

class Naive {
  readonly #arena: Arena;
  readonly #properties: readonly Property[];
  readonly #endings = new Map<string, number>();
  readonly #violations: (readonly [number, number] | undefined)[];
  #wedged = false;

  constructor(arena: Arena, properties: readonly Property[]) {
    this.#arena = arena;
    this.#properties = properties;
    this.#violations = properties.map(() => undefined);
  }

  get findings(): Findings {
    return { endings: this.#endings, violations: this.#violations, wedged: this.#wedged };
  }

  /** Runs all processes from the start along the moves of the stack, then on along first moves to an end. */
  async run(stack: Fork[]): Promise<void> {
    const { world } = this.#arena;
    const processes = world.processes.map((spec) => new NaiveProcess(spec, world.seed));
    await quiet(processes);
    let now = this.#beginning();
    for (let depth = 0; ; depth++) {
      let fork = stack[depth];
      const asked = processes.map((process) => [...process.asks.values()].map((ask) => ask.request));
      if (fork === undefined) {
        fork = { asked, moves: await this.#look(now, processes), at: 0 };
        if (fork.moves.length === 0) return;
        stack.push(fork);
      } else if (!isDeepStrictEqual(asked, fork.asked)) {
        throw new Error("run again along the same path, a process asked for something else");
      }
      const { after, tell } = fork.moves[fork.at]!;
      now = after;
      if (tell === undefined) continue;
      processes[tell.process]!.answer(tell.number, tell.answer);
      await quiet(processes);
    }
  }

  #beginning(): Moment {
    return {
      services: this.#arena.world.services.map((service) => service.initial),
      conflicted: new Set(),
      strays: [],
      crashed: new Set(),
      anomalies: 0,
      faults: 0,
      crashes: 0,
      steps: 0,
      minds: this.#properties.map((property): Mind => ({ state: property.initial })),
    };
  }

  /** Judges a moment that is met for the first time on this path, and says how it may go on. */
  async #look(now: Moment, processes: readonly NaiveProcess[]): Promise<readonly Move[]> {
    now.minds.forEach((mind, index) => {
      if (mind === "violated") this.#noteViolation(index, now);
    });
    const view = new NaiveView(this.#arena, this.#properties, now, processes);
    const moves = view.moves();
    if (view.allAtRest()) await this.#judge(now);
    // A crash does not help those who are stuck, nor does a misfortune of the store's own.
    else if (moves.every((move) => move.misfortune === true)) this.#wedged = true;
    return moves;
  }

  async #judge(now: Moment): Promise<void> {
    const { storeIndex, judgedBeside = [], scene } = this.#arena;
    const state = now.services[storeIndex] as never;
    const beside = judgedBeside.map((at) => now.services[at]);
    const ending = await this.#arena.ending(state, beside);
    const marks = now.minds.map((mind, index) => {
      const property = this.#properties[index]!;
      const violated =
        mind === "violated" || property.atEnd(mind.state as never, ending, scene) !== undefined;
      if (violated) this.#noteViolation(index, now);
      return violated ? "V" : "-";
    });
    const text = `${this.#arena.endingKey(state, beside)}|${marks.join("")}`;
    this.#endings.set(text, Math.min(costOf(now), this.#endings.get(text) ?? Infinity));
  }

  #noteViolation(index: number, now: Moment): void {
    const cost = costOf(now);
    const [leastCost, leastSteps] = this.#violations[index] ?? [Infinity, Infinity];
    if (cost < leastCost || (cost === leastCost && now.steps < leastSteps)) {
      this.#violations[index] = [cost, now.steps];
    }
  }
}

function costOf({ anomalies, faults, crashes }: Moment): number {
  return anomalies + faults + crashes;
}
