/**
 * Every execution within the bounds, least bad luck first: buckets by (cost, steps) in lexicographic order, where cost =
 * anomalies + faults + crashes. A state is closed when it is taken out, so the first violation of a property that is met
 * is one of least cost, and of fewest steps among those.
 */
import type { Violation } from "../check/property.js";
import { IntList } from "../sim/int-list.js";
import { crashKind, isRun, Moves, stepKind } from "../sim/moves.js";
import type { Option } from "../sim/world.js";
import { canEndFrom, ended, noHope, wedgeIn } from "./liveness.js";
import { PackedSet } from "./packed-set.js";
import type { FullRow, Independence, Stepper } from "./steps.js";
import { nobody, type Watch } from "./watch.js";
import { MoveCounts, type Witnesses } from "./witnesses.js";

/** Where to give up: a limit that is hit makes every property that was not violated `unknown`. */
export interface SearchLimits {
  /** Distinct states. */
  readonly states: number;
  /** By property: only violations that cost less are looked for. Left out: all. */
  readonly costBelow?: readonly number[];
  /** Explore every order, also of steps that are known not to meet. */
  readonly plain?: boolean;
}

/** A violation with the way to it: what happened, step by step. */
export interface Found {
  readonly property: number;
  readonly violation: Violation;
  readonly path: readonly Option[];
  readonly cost: number;
}

export interface SearchResult {
  /** Everything within the bounds was seen (or every property was violated first). */
  readonly complete: boolean;
  /** `trespass`: it rested on processes not meeting, and they met. */
  readonly stopped?: "limit" | "interrupted" | "trespass";
  /** Of steps that are known not to meet one order was explored: the least cost is proven, the fewest steps are not. */
  readonly reduced: boolean;
  /** All states of at most so much cost were closed, so what is not found needs more; -1 where there is no such cost. */
  readonly closedCost: number;
  /** Distinct states that were closed. */
  readonly states: number;
  readonly transitions: number;
  readonly bytes: number;
  readonly found: readonly Found[];
  readonly witnesses: Witnesses;
  /** The way to a state in which nobody can go on though somebody has not finished, if there is one. */
  readonly wedge: readonly Option[] | undefined;
}

/** A state's rank, in the order of closing, is its cost above so many bits of steps. */
const stepsBits = 20;
const stepsMax = 2 ** stepsBits - 1;
const costMax = 2 ** 10 - 1;

/** Notes beside a state: the rank of the best way to it, its last state but one, and whether the state is closed. */
const rankNote = 0;
const parentNote = 1;
const closedBit = 1 << 30;

/** A third note, where a property of liveness asks for it: a state that a calm step leads to; see {@link Search.#hopeFor}. */
const hopeNote = 2;
/** Notes are 0 at first. */
const hopeBase = -noHope;

/** Exhausts an arena. Throws a ProcessFault where a process breaks the rules of executions. */
export async function exhaust(
  stepper: Stepper,
  limits: SearchLimits,
  watch: Watch = nobody,
): Promise<SearchResult> {
  const independence = limits.plain === true ? undefined : stepper.stage.regions;
  const result = await new Search(stepper, limits, watch, independence).run();
  // Somebody touched what was declared private: what the search left out may matter after all.
  return result.stopped === "trespass" ? new Search(stepper, limits, watch, undefined).run() : result;
}

class Search {
  readonly #stepper: Stepper;
  readonly #limits: SearchLimits;
  readonly #watch: Watch;
  readonly #independence: Independence | undefined;
  readonly #set: PackedSet;
  /** Buckets by cost, then by steps. */
  /** By cost, then by steps; a cost that no state has is left out. */
  readonly #buckets: ((IntList | undefined)[] | undefined)[] = [];
  readonly #budgetSlot: number;
  readonly #found: Found[] = [];
  readonly #counts: MoveCounts;
  readonly #liveness: boolean;
  /** The state that is being visited, what may come next, and the state after one of these. */
  readonly #row: FullRow;
  readonly #moves = new Moves();
  readonly #out: FullRow;
  #wedge: readonly Option[] | undefined;
  #trespassed = false;
  #states = 0;
  #transitions = 0;
  #waiting = 0;
  #closedCost = -1;

  constructor(stepper: Stepper, limits: SearchLimits, watch: Watch, independence: Independence | undefined) {
    this.#independence = independence;
    this.#stepper = stepper;
    this.#limits = limits;
    this.#watch = watch;
    this.#budgetSlot = minimisedSlot(stepper);
    this.#liveness = stepper.monitors.properties.some((property) => property.liveness);
    this.#set = new PackedSet(stepper.width, { notes: this.#liveness ? 3 : 2, without: this.#budgetSlot });
    this.#counts = new MoveCounts(stepper.world);
    this.#row = new Int32Array(stepper.width);
    this.#out = new Int32Array(stepper.width);
  }

  async run(): Promise<SearchResult> {
    this.#set.stage(await this.#stepper.initial());
    this.#put(0, 0, 0, -1);
    for (let cost = 0; cost < this.#buckets.length; cost++) {
      // Costless steps put states into the bucket list that is being walked, further on.
      for (let steps = 0; steps < (this.#buckets[cost]?.length ?? 0); steps++) {
        const bucket = this.#buckets[cost]?.[steps];
        if (bucket === undefined) continue;
        const stopped = await this.#close(bucket, cost, steps);
        if (stopped !== undefined) return this.#result(stopped === "settled" ? undefined : stopped);
        this.#buckets[cost]![steps] = undefined;
      }
      this.#closedCost = cost;
    }
    this.#judgeLiveness();
    return this.#result(undefined);
  }

  /** Closes the states of a bucket; says why the search is to stop, if it is. */
  async #close(bucket: IntList, cost: number, steps: number): Promise<SearchResult["stopped"] | "settled"> {
    const rank = rankOf(cost, steps);
    let found = -1;
    for (let at = 0; at < bucket.length; at++) {
      const index = bucket.at(at);
      this.#waiting -= 1;
      // Closed, or put in again nearer to the start.
      if (this.#set.note(index, rankNote) !== rank) continue;
      if (this.#states >= this.#limits.states) return "limit";
      this.#set.setNote(index, rankNote, rank | closedBit);
      this.#states += 1;
      this.#read(index, cost, this.#row);
      this.#set.near(this.#row);
      this.#stepper.world.expand(this.#row, this.#moves);
      this.#noteViolations(index, cost);
      if (this.#moves.standing === "ended") await this.#end(index, cost, steps);
      if (this.#moves.standing === "wedged" && this.#isStuck()) this.#wedge ??= this.#pathTo(index);
      const alone = this.#alone();
      if (!this.#isReady(alone, true)) await this.#prepare(alone, true);
      const open = this.#take(alone, true, index, cost, steps);
      if (alone >= 0 && !open) {
        if (!this.#isReady(alone, false)) await this.#prepare(alone, false);
        this.#take(alone, false, index, cost, steps);
      }
      if (this.#trespassed) return "trespass";
      if (this.#found.length !== found) {
        found = this.#found.length;
        if (this.#settled(cost)) return "settled";
      }
      if (this.#states % 4096 === 0 && (await this.#pause(steps))) return "interrupted";
    }
    return undefined;
  }

  /** The state of least cost and fewest steps from which no calm continuation ends is where a liveness property breaks. */
  #judgeLiveness(): void {
    if (!this.#liveness) return;
    const canEnd = canEndFrom({
      states: this.#set.size,
      hope: (state) => this.#set.note(state, hopeNote) - hopeBase,
      calmSteps: (state, visit) => this.#calmSteps(state, visit),
    });
    let stuck = -1;
    for (let index = 0; index < canEnd.length; index++) {
      if (canEnd[index] === 0 && (stuck < 0 || this.#rank(index) < this.#rank(stuck))) stuck = index;
    }
    if (stuck < 0) return;
    const cost = costOf(this.#rank(stuck));
    const row = new Int32Array(this.#stepper.width);
    this.#read(stuck, cost, row);
    this.#stepper.monitors.properties.forEach((property, index) => {
      if (property.liveness) this.#note(index, wedgeIn(this.#stepper, row), stuck, cost);
    });
  }

  /** Nothing is left to look for at this cost and above. A search without properties only counts: it goes on to the end. */
  #settled(cost: number): boolean {
    const { properties } = this.#stepper.monitors;
    const settled = (property: number): boolean =>
      this.#found.some((found) => found.property === property) || cost >= this.#costBelow(property);
    return properties.length > 0 && properties.every((_, property) => settled(property));
  }

  #costBelow(property: number): number {
    return this.#limits.costBelow?.[property] ?? Number.POSITIVE_INFINITY;
  }

  #noteViolations(index: number, cost: number): void {
    const { monitors } = this.#stepper;
    const id = this.#stepper.monitorsOf(this.#row);
    if (!monitors.violated(id)) return;
    for (let property = 0; property < monitors.properties.length; property++) {
      const violation = monitors.violation(id, property);
      if (violation !== undefined) this.#note(property, violation, index, cost);
    }
  }

  /** Judges the state that is being visited, in which all processes have finished. */
  async #end(index: number, cost: number, steps: number): Promise<void> {
    if (this.#liveness) this.#set.setNote(index, hopeNote, ended + hopeBase);
    const { monitors } = this.#stepper;
    const id = this.#stepper.monitorsOf(this.#row);
    const violations = this.#stepper.judgeNow(this.#row) ?? (await this.#stepper.judge(this.#row));
    violations.forEach((violation, property) => {
      if (violation !== undefined) this.#note(property, violation, index, cost);
    });
    this.#watch.ended?.({
      row: this.#row,
      cost,
      steps,
      violated: violations.map((violation, property) => {
        return violation !== undefined || monitors.violation(id, property) !== undefined;
      }),
      path: () => this.#pathTo(index),
    });
  }

  /** Nothing can happen any more, but for a crash, or a misfortune of the store's own. */
  #isStuck(): boolean {
    for (let move = 0; move < this.#moves.count; move++) {
      const kind = this.#moves.kind(move);
      const misfortune = kind === crashKind || (kind === stepKind && this.#moves.cost(move) > 0);
      if (!misfortune) return false;
    }
    return true;
  }

  /** With `alone` a process, `own` means its moves, else the others'; without (-1), all moves are meant. */
  #isMeant(move: number, alone: number, own: boolean): boolean {
    return alone < 0 || (this.#moves.process(move) === alone) === own;
  }

  /** Has the code for these moves been run? */
  #isReady(alone: number, own: boolean): boolean {
    const moves = this.#moves;
    for (let move = 0; move < moves.count; move++) {
      if (!isRun(moves, move) && this.#isMeant(move, alone, own)) return false;
    }
    return true;
  }

  async #prepare(alone: number, own: boolean): Promise<void> {
    const moves = this.#moves;
    for (let move = 0; move < moves.count; move++) {
      if (!isRun(moves, move) && this.#isMeant(move, alone, own))
        await this.#stepper.world.prepareMove(this.#row, moves, move);
    }
  }

  /** Takes these moves from a state; true if they are those of a process alone, and one leads to a state that is not closed. */
  #take(alone: number, own: boolean, index: number, cost: number, steps: number): boolean {
    const moves = this.#moves;
    const set = this.#set;
    set.clearStage();
    for (let move = 0; move < moves.count; move++) {
      if (!this.#isMeant(move, alone, own)) continue;
      if (this.#trespasses(move)) this.#trespassed = true;
      this.#stepper.take(this.#row, moves, move, this.#out);
      this.#counts.add(this.#row, moves, move);
      set.stage(this.#out);
    }
    set.readAhead();
    let open = false;
    let staged = 0;
    for (let move = 0; move < moves.count; move++) {
      if (!this.#isMeant(move, alone, own)) continue;
      const more = moves.cost(move);
      const next = this.#put(staged++, cost + more, steps + 1, index);
      if (more === 0 && this.#liveness) this.#hopeFor(index, next);
      if (alone >= 0) open ||= set.note(next, rankNote) < closedBit;
    }
    this.#transitions += staged;
    return open;
  }

  /**
   * Remembers a calm step: if there is one, one that leads to a state that is not closed or that costs less. Those go round in
   * no circle: the cost never grows along them, and where it stays the same, they lead to what is closed later.
   */
  #hopeFor(index: number, next: number): void {
    const remembered = this.#set.note(index, hopeNote) - hopeBase;
    if (remembered === ended) return;
    const rank = this.#set.note(next, rankNote);
    const onwards = rank < closedBit || costOf(rank & ~closedBit) < costOf(this.#rank(index));
    if (onwards || remembered === noHope) this.#set.setNote(index, hopeNote, next + hopeBase);
  }

  /** Calls `visit` with the states that calm steps lead to from a closed state, until it says that this is enough. */
  #calmSteps(index: number, visit: (next: number) => boolean): void {
    this.#read(index, costOf(this.#rank(index)), this.#row);
    const moves = this.#stepper.world.expand(this.#row, this.#moves);
    for (let move = 0; move < moves.count; move++) {
      if (moves.cost(move) > 0 || !isRun(moves, move)) continue;
      this.#stepper.take(this.#row, moves, move, this.#out);
      const next = this.#set.find(this.#out);
      if (next >= 0 && visit(next)) return;
    }
  }

  #trespasses(move: number): boolean {
    const independence = this.#independence;
    if (independence === undefined) return false;
    return independence.trespasses(this.#stepper.world, this.#row, this.#moves.option(move));
  }

  /**
   * A process whose steps alone need to be taken here, or -1. None of them may be seen by a property; that not all of
   * them may lead to closed states (then nobody else would ever be let go on) is up to the caller.
   */
  #alone(): number {
    if (this.#independence === undefined) return -1;
    const { world } = this.#stepper;
    const alone = this.#independence.alone(world, this.#row);
    if (alone < 0) return -1;
    for (let move = 0; move < this.#moves.count; move++) {
      if (this.#moves.process(move) === alone && this.#stepper.isSeen(this.#moves, move)) return -1;
    }
    return alone;
  }

  /** Puts a state that was staged in, if this is the best way to it so far; its index. */
  #put(staged: number, cost: number, steps: number, parent: number): number {
    if (steps > stepsMax || cost > costMax)
      throw new RangeError(`more than ${stepsMax} steps, or a cost of more than ${costMax}, from the start`);
    const set = this.#set;
    const before = set.size;
    const index = set.addStaged(staged);
    const rank = rankOf(cost, steps);
    // The rank of a closed state is no larger: whoever is put in is no nearer to the start than who is being visited.
    if (index < before && (set.note(index, rankNote) & ~closedBit) <= rank) return index;
    set.setNote(index, rankNote, rank);
    set.setNote(index, parentNote, parent);
    const bySteps = (this.#buckets[cost] ??= []);
    while (bySteps.length <= steps) bySteps.push(undefined);
    (bySteps[steps] ??= new IntList()).push(index);
    this.#waiting += 1;
    return index;
  }

  /** The rank of the best way to a state. */
  #rank(index: number): number {
    return this.#set.note(index, rankNote) & ~closedBit;
  }

  /** A state without the budget that the search minimises: that one follows from the cost at which it is taken out. */
  #read(index: number, cost: number, row: FullRow): void {
    this.#set.read(index, row);
    const { anomaliesAt, faultsAt, crashesAt } = this.#stepper.world;
    row[this.#budgetSlot] = cost - row[anomaliesAt]! - row[faultsAt]! - row[crashesAt]!;
  }

  #note(property: number, violation: Violation, index: number, cost: number): void {
    if (cost >= this.#costBelow(property) || this.#found.some((found) => found.property === property)) return;
    this.#found.push({ property, violation, path: this.#pathTo(index), cost });
  }

  #pathTo(index: number): readonly Option[] {
    const indices: number[] = [];
    for (let at = index; at >= 0; at = this.#set.note(at, parentNote)) indices.push(at);
    indices.reverse();
    return indices.slice(1).map((to, position) => this.#stepBetween(indices[position]!, to));
  }

  /** The first option by which a state was reached from the one before it on the best way. */
  #stepBetween(from: number, to: number): Option {
    const cost = costOf(this.#rank(from));
    const more = costOf(this.#rank(to)) - cost;
    const [row, out] = [new Int32Array(this.#stepper.width), new Int32Array(this.#stepper.width)];
    this.#read(from, cost, row);
    const moves = this.#stepper.world.expand(row, new Moves());
    for (let move = 0; move < moves.count; move++) {
      if (moves.cost(move) !== more || !isRun(moves, move)) continue;
      this.#stepper.take(row, moves, move, out);
      if (this.#set.find(out) === to) return moves.option(move);
    }
    throw new Error("a state was not reached from the one before it");
  }

  async #pause(depth: number): Promise<boolean> {
    this.#watch.progress({
      phase: "exhaust",
      done: this.#states,
      waiting: this.#waiting,
      transitions: this.#transitions,
      depth,
      bytes: this.#bytes(),
    });
    await this.#watch.breathe();
    return this.#watch.interrupted();
  }

  #bytes(): number {
    let bytes = this.#set.bytes;
    for (const bySteps of this.#buckets) for (const bucket of bySteps ?? []) bytes += bucket?.bytes ?? 0;
    return bytes;
  }

  #result(stopped: SearchResult["stopped"]): SearchResult {
    return {
      complete: stopped === undefined,
      ...(stopped === undefined ? {} : { stopped }),
      reduced: this.#independence !== undefined,
      closedCost: this.#closedCost,
      states: this.#states,
      transitions: this.#transitions,
      bytes: this.#bytes(),
      found: this.#found,
      witnesses: this.#counts.witnesses(),
      wedge: this.#wedge,
    };
  }
}

function rankOf(cost: number, steps: number): number {
  return (cost << stepsBits) | steps;
}

function costOf(rank: number): number {
  return rank >>> stepsBits;
}

/**
 * Which of the three budgets need not be part of a state's key: one that follows from the cost and the other two. Two
 * ways to the same state with the same use of the others differ only in it, and the cheaper way can do all that the
 * dearer one can.
 */
function minimisedSlot(stepper: Stepper): number {
  const { anomaliesAt, faultsAt, crashesAt, budgets } = stepper.world;
  if (budgets.anomalies > 0) return anomaliesAt;
  if (budgets.faults > 0) return faultsAt;
  return crashesAt;
}
