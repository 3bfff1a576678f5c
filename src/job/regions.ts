/**
 * Where tasks do not meet: while a task runs, nobody but its own attempts touches the keys that its committer declares
 * private to it. Then the order of its steps and the other tasks' steps cannot matter, and one order stands for all.
 *
 * Source: Godefroid, "Partial-Order Methods for the Verification of Concurrent Systems", 1996: a set of transitions is
 * persistent in a state if nothing that the others may do without it depends on it. That nobody else touches the keys is
 * checked as the search runs; if somebody does, the search begins again without this.
 */
import type { Option, Row, World } from "../sim/world.js";
import { keysOf, prefixOf, type StoreRequest } from "../store/requests.js";
import { type BoardRequest, type BoardState, liveAttempts } from "./board.js";

/** One attempt's process, with the prefixes that are its task's. */
export interface Region {
  readonly process: number;
  readonly run: number;
  readonly task: number;
  readonly prefixes: readonly string[];
}

export class Regions {
  readonly #regions: readonly Region[];
  readonly #storeIndex: number;
  readonly #boardIndex: number;
  /** By request: the world keeps one object of each. */
  readonly #touched = new WeakMap<StoreRequest, readonly Region[]>();

  constructor(regions: readonly Region[], storeIndex: number, boardIndex: number) {
    this.#regions = regions;
    this.#storeIndex = storeIndex;
    this.#boardIndex = boardIndex;
  }

  /**
   * A process whose steps alone need to be taken next, or -1. Its requests are private to its task, of which it is the
   * only attempt that does anything, or are messages about its task, which commute with those about others.
   */
  alone(world: World, row: Row): number {
    if (world.zombiesIn(row) > 0 || world.hasSteps(row)) return -1;
    const board = world.serviceState(row, this.#boardIndex) as BoardState;
    for (const region of this.#regions) {
      const task = board[region.run]!.tasks[region.task]!;
      if (liveAttempts(task) !== 1 || world.atRest(row, region.process)) continue;
      // Where the task has another success, the driver need not wait for this attempt.
      if (task.winner >= 0) continue;
      // An attempt that was refused the commit is not under way any more, and may still be cleaning up.
      const others = this.#regions.filter((other) => other !== region && isSameTask(other, region));
      if (!others.every((other) => world.atRest(row, other.process))) continue;
      const requests = world.pendingOf(row, region.process);
      if (requests.every(({ service, request }) => this.#isOwn(region, service, request)))
        return region.process;
    }
    return -1;
  }

  /**
   * Does the option touch keys that were declared private to another task? The attempts of all tasks run at once, so
   * another task's may not do so even where the task is over: in an order that was left out it was not.
   */
  trespasses(world: World, row: Row, option: Option): boolean {
    const asked = option.kind === "crash" ? undefined : world.requestOf(row, option);
    if (asked === undefined || asked.service !== this.#storeIndex) return false;
    const own = this.#regions.find((region) => region.process === option.process);
    const board = world.serviceState(row, this.#boardIndex) as BoardState;
    return this.#touchedBy(asked.request as StoreRequest).some((region) =>
      own === undefined ? liveAttempts(board[region.run]!.tasks[region.task]!) > 0 : !isSameTask(region, own),
    );
  }

  /** The regions in which the request may read or write something: worked out once for each. */
  #touchedBy(request: StoreRequest): readonly Region[] {
    let touched = this.#touched.get(request);
    if (touched === undefined) {
      touched = this.#regions.filter(({ prefixes }) => prefixes.some((prefix) => touches(request, prefix)));
      this.#touched.set(request, touched);
    }
    return touched;
  }

  #isOwn(region: Region, service: number, request: unknown): boolean {
    if (service === this.#boardIndex) {
      const { op } = request as BoardRequest;
      return op === "await-launch" || op === "may-commit" || op === "report";
    }
    // Of the other services nothing is declared.
    return service === this.#storeIndex && isBelow(request as StoreRequest, region.prefixes);
  }
}

function isSameTask(a: Region, b: Region): boolean {
  return a.run === b.run && a.task === b.task;
}

/** Everything that the request reads or writes is below one of the prefixes. */
function isBelow(request: StoreRequest, prefixes: readonly string[]): boolean {
  const below = (key: string): boolean => prefixes.some((prefix) => key.startsWith(prefix));
  const listed = prefixOf(request);
  return listed === undefined ? keysOf(request).every(below) : below(listed);
}

/** Something that the request reads or writes may be below the prefix. */
function touches(request: StoreRequest, prefix: string): boolean {
  const listed = prefixOf(request);
  if (listed === undefined) return keysOf(request).some((key) => key.startsWith(prefix));
  return listed.startsWith(prefix) || prefix.startsWith(listed);
}
