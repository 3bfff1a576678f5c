/**
 * Requests in flight, as small integers: the zombies of a state, and its conflicts (which pending conditional requests
 * another effect has collided with). Each change is worked out once, then looked up.
 */
import { Interner } from "./interner.js";
import { PairMap } from "./pair-map.js";

/** A request that goes on without its caller. */
export interface Zombie {
  readonly request: number;
  readonly conflicted: boolean;
}

/** Id of "none", of zombies and of conflicts. */
export const none = 0;

export class Flight {
  readonly #zombiesMax: number;
  readonly #textOf: (request: number) => string;
  readonly #zombies = new Interner<readonly Zombie[]>();
  /** Lists of marks, sorted. A mark is a number for a process's strand, which has at most one request pending. */
  readonly #conflicts = new Interner<readonly number[]>();
  readonly #marks = new Interner<{ readonly process: number }>();
  readonly #single = new PairMap();
  readonly #together = new PairMap();
  readonly #kept = new PairMap();
  readonly #landed = new PairMap();
  readonly #without = new PairMap();
  readonly #withoutProcess = new PairMap();
  readonly #choices = new Map<number, readonly (readonly number[])[]>();

  /** `textOf`: the exact text form of a request, the same in every world. */
  constructor(zombiesMax: number, textOf: (request: number) => string) {
    this.#zombiesMax = zombiesMax;
    this.#textOf = textOf;
    this.#zombies.intern("", []);
    this.#conflicts.intern("", []);
  }

  zombies(id: number): readonly Zombie[] {
    return this.#zombies.get(id);
  }

  /** The mark of a process's strand. */
  mark(process: number, strand: string): number {
    return this.#marks.intern(`${process} ${strand}`, { process });
  }

  /** Id of zombies that are one request. */
  single(request: number, conflicted: boolean): number {
    const bit = conflicted ? 1 : 0;
    let id = this.#single.get(request, bit);
    if (id < 0) {
      id = this.#internZombies([{ request, conflicted }]);
      this.#single.set(request, bit, id);
    }
    return id;
  }

  /** Both lists of zombies in one, however many they are. */
  together(some: number, others: number): number {
    if (others === none) return some;
    let id = this.#together.get(some, others);
    if (id < 0) {
      id = this.#internZombies([...this.#zombies.get(some), ...this.#zombies.get(others)]);
      this.#together.set(some, others, id);
    }
    return id;
  }

  /**
   * In how many ways room can be made for `more` zombies to come. Where more requests are in flight than the bound
   * allows, some have been lost by now, nobody can tell when; which are left is a choice, so that no execution within the
   * bound is left out. 0: there is no way.
   */
  ways(zombies: number, more: number): number {
    const count = this.#zombies.get(zombies).length;
    return count + more <= this.#zombiesMax ? 1 : this.#choicesOf(count, this.#zombiesMax - more).length;
  }

  /** What is left of zombies where room is made for `more` in way number `kept`. */
  makeRoom(zombies: number, more: number, kept: number): number {
    const list = this.#zombies.get(zombies);
    const bound = this.#zombiesMax - more;
    if (list.length <= bound) return zombies;
    const way = kept * 2 + more;
    let id = this.#kept.get(zombies, way);
    if (id < 0) {
      id = this.#internZombies(this.#choicesOf(list.length, bound)[kept]!.map((index) => list[index]!));
      this.#kept.set(zombies, way, id);
    }
    return id;
  }

  /** Without the one at a position: it has taken effect. */
  withoutZombie(zombies: number, position: number): number {
    let next = this.#landed.get(zombies, position);
    if (next < 0) {
      next = this.#internZombies(this.#zombies.get(zombies).toSpliced(position, 1));
      this.#landed.set(zombies, position, next);
    }
    return next;
  }

  /** With the bit of each zombie set that `hits`. */
  strike(zombies: number, hits: (request: number) => boolean): number {
    const before = this.#zombies.get(zombies);
    if (!before.some((zombie) => !zombie.conflicted && hits(zombie.request))) return zombies;
    return this.#internZombies(
      before.map((zombie) => ({ ...zombie, conflicted: zombie.conflicted || hits(zombie.request) })),
    );
  }

  isConflicted(conflicts: number, mark: number): boolean {
    return conflicts !== none && this.#conflicts.get(conflicts).includes(mark);
  }

  withConflicts(conflicts: number, marks: readonly number[]): number {
    return this.#internConflicts([...new Set([...this.#conflicts.get(conflicts), ...marks])]);
  }

  /** Without a strand's: its request has been answered. */
  withoutConflict(conflicts: number, mark: number): number {
    if (conflicts === none) return none;
    let next = this.#without.get(conflicts, mark);
    if (next < 0) {
      next = this.#internConflicts(this.#conflicts.get(conflicts).filter((other) => other !== mark));
      this.#without.set(conflicts, mark, next);
    }
    return next;
  }

  /** Without those of a process that has died. */
  withoutConflictsOf(conflicts: number, process: number): number {
    if (conflicts === none) return none;
    let next = this.#withoutProcess.get(conflicts, process);
    if (next < 0) {
      const others = this.#conflicts
        .get(conflicts)
        .filter((mark) => this.#marks.get(mark).process !== process);
      next = this.#internConflicts(others);
      this.#withoutProcess.set(conflicts, process, next);
    }
    return next;
  }

  #internZombies(zombies: readonly Zombie[]): number {
    // By what they are, not by their ids, which depend on what else was explored: a recorded choice must mean the same
    // in every world of the same spec.
    const sorted = zombies.toSorted(
      (a, b) =>
        compareTexts(this.#textOf(a.request), this.#textOf(b.request)) ||
        Number(a.conflicted) - Number(b.conflicted),
    );
    const key = sorted.map(({ request, conflicted }) => `${request}${conflicted ? "!" : ""}`).join(" ");
    return this.#zombies.intern(key, sorted);
  }

  #internConflicts(marks: readonly number[]): number {
    const sorted = marks.toSorted((a, b) => a - b);
    return this.#conflicts.intern(sorted.join(" "), sorted);
  }

  #choicesOf(count: number, size: number): readonly (readonly number[])[] {
    const key = count * 2 ** 16 + size;
    let ways = this.#choices.get(key);
    if (ways === undefined) {
      ways = choices(count, size);
      this.#choices.set(key, ways);
    }
    return ways;
  }
}

/** All ways to choose `size` of the numbers from 0 to `count - 1`; one, all of them, where there are no more. */
function choices(count: number, size: number): readonly (readonly number[])[] {
  if (count <= size) return [Array.from({ length: count }, (_, index) => index)];
  if (size <= 0) return size === 0 ? [[]] : [];
  const last = count - 1;
  return [...choices(last, size), ...choices(last, size - 1).map((some) => [...some, last])];
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
