/**
 * Every execution within the bounds, least bad luck first: buckets by (cost, steps) in lexicographic order, where cost =
 * anomalies + faults + crashes. A state is closed when it is taken out, so the first violation of a property that is met
 * is one of least cost, and of fewest steps among those.
 */
import type { Violation } from "../check/property.js";
import type { Option } from "../sim/world.js";
import { CalmSteps, isCalm, wedgeIn } from "./liveness.js";
import { PackedSet } from "./packed-set.js";
import type { FullRow, Independence, Stepper } from "./steps.js";
import { nobody, type Watch } from "./watch.js";
import { Witnesses } from "./witnesses.js";

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
  /** Distinct states that were closed. */
  readonly states: number;
  readonly transitions: number;
  readonly bytes: number;
  readonly found: readonly Found[];
  readonly witnesses: Witnesses;
  /** The way to a state in which nobody can go on though somebody has not finished, if there is one. */
  readonly wedge: readonly Option[] | undefined;
}

const stepsMax = 2 ** 20;

/** A state that is being visited. */
interface From {
  readonly row: FullRow;
  readonly index: number;
  readonly cost: number;
  readonly steps: number;
  readonly options: readonly Option[];
}

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
  /** Per state: cost and steps of the best way found, packed; its last step. */
  #best = new Float64Array(1 << 12);
  #parent = new Int32Array(1 << 12);
  #ordinal = new Int32Array(1 << 12);
  #closed = new Uint8Array(1 << 12);
  /** Buckets by cost, then by steps. */
  readonly #buckets: number[][][] = [];
  readonly #budgetSlot: number;
  readonly #found: Found[] = [];
  readonly #witnesses = new Witnesses();
  /** Kept only where a property asks for it. */
  readonly #calm: CalmSteps | undefined;
  #wedge: readonly Option[] | undefined;
  #trespassed = false;
  #states = 0;
  #transitions = 0;
  #waiting = 0;

  constructor(stepper: Stepper, limits: SearchLimits, watch: Watch, independence: Independence | undefined) {
    this.#independence = independence;
    this.#stepper = stepper;
    this.#limits = limits;
    this.#watch = watch;
    this.#set = new PackedSet(stepper.width);
    this.#budgetSlot = minimisedSlot(stepper);
    this.#calm = stepper.monitors.properties.some((property) => property.liveness)
      ? new CalmSteps()
      : undefined;
  }

  async run(): Promise<SearchResult> {
    this.#put(await this.#stepper.initial(), 0, 0, -1, -1);
    const row = new Int32Array(this.#stepper.width);
    for (let cost = 0; cost < this.#buckets.length; cost++) {
      // Costless steps put states into the bucket list that is being walked, further on.
      for (let steps = 0; steps < (this.#buckets[cost]?.length ?? 0); steps++) {
        const bucket = this.#buckets[cost]?.[steps] ?? [];
        for (const index of bucket) {
          this.#waiting -= 1;
          if (this.#closed[index] === 1 || this.#best[index] !== cost * stepsMax + steps) continue;
          if (this.#states >= this.#limits.states) return this.#result("limit");
          this.#closed[index] = 1;
          this.#states += 1;
          this.#read(index, cost, row);
          await this.#visit(row, index, cost, steps);
          if (this.#trespassed) return this.#result("trespass");
          if (this.#settled(cost)) return this.#result(undefined);
          if (this.#states % 4096 === 0 && (await this.#pause(steps))) return this.#result("interrupted");
        }
        if (this.#buckets[cost] !== undefined) this.#buckets[cost]![steps] = [];
      }
    }
    this.#judgeLiveness();
    return this.#result(undefined);
  }

  /** The state of least cost and fewest steps from which no calm continuation ends is where a liveness property breaks. */
  #judgeLiveness(): void {
    if (this.#calm === undefined) return;
    const canEnd = this.#calm.canEnd(this.#set.size);
    let stuck = -1;
    for (let index = 0; index < canEnd.length; index++) {
      if (canEnd[index] === 0 && (stuck < 0 || this.#best[index]! < this.#best[stuck]!)) stuck = index;
    }
    if (stuck < 0) return;
    const cost = Math.floor(this.#best[stuck]! / stepsMax);
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

  async #visit(row: FullRow, index: number, cost: number, steps: number): Promise<void> {
    const { world, monitors } = this.#stepper;
    const id = this.#stepper.monitorsOf(row);
    for (let property = 0; property < monitors.properties.length; property++) {
      const violation = monitors.violation(id, property);
      if (violation !== undefined) this.#note(property, violation, index, cost);
    }
    const worldRow = this.#stepper.worldOf(row);
    const standing = world.standing(worldRow);
    if (standing === "ended") {
      this.#calm?.addEnd(index);
      const violations = await this.#stepper.judge(row);
      violations.forEach((violation, property) => {
        if (violation !== undefined) this.#note(property, violation, index, cost);
      });
      this.#watch.ended?.({
        row,
        cost,
        steps,
        violated: violations.map((violation, property) => {
          return violation !== undefined || monitors.violation(id, property) !== undefined;
        }),
        path: () => this.#pathTo(index),
      });
    }
    const options = optionsIn(this.#stepper, row);
    if (standing === "wedged" && options.every((option) => option.kind === "crash"))
      this.#wedge ??= this.#pathTo(index);
    const from: From = { row, index, cost, steps, options };
    const alone = this.#alone(row, options);
    if (alone >= 0 && (await this.#expand(from, (option) => option.process === alone))) return;
    await this.#expand(from, (option) => alone < 0 || option.process !== alone);
  }

  /** Takes the options that `which` tells; true if one of them leads to a state that is not closed. */
  async #expand(
    { row, index, cost, steps, options }: From,
    which: (option: Option) => boolean,
  ): Promise<boolean> {
    const { world } = this.#stepper;
    const worldRow = this.#stepper.worldOf(row);
    const out = new Int32Array(this.#stepper.width);
    let open = false;
    for (let ordinal = 0; ordinal < options.length; ordinal++) {
      const option = options[ordinal]!;
      if (!which(option)) continue;
      if (this.#independence?.trespasses(world, worldRow, option) === true) this.#trespassed = true;
      if (!this.#stepper.stepNow(row, option, out)) await this.#stepper.step(row, option, out);
      this.#transitions += 1;
      this.#witnesses.note(world, worldRow, option);
      const more = option.anomalies + option.faults + option.crashes;
      const next = this.#put(out, cost + more, steps + 1, index, ordinal);
      if (isCalm(option)) this.#calm?.add(index, next);
      open ||= this.#closed[next] === 0;
    }
    return open;
  }

  /**
   * A process whose steps alone need to be taken here, or -1. None of them may be seen by a property; that not all of
   * them may lead to closed states (then nobody else would ever be let go on) is up to the caller.
   */
  #alone(row: FullRow, options: readonly Option[]): number {
    if (this.#independence === undefined) return -1;
    const { world } = this.#stepper;
    const worldRow = this.#stepper.worldOf(row);
    const alone = this.#independence.alone(world, worldRow);
    const seen = options.some(
      (option) => option.process === alone && world.eventsOf(worldRow, option).length > 0,
    );
    return seen ? -1 : alone;
  }

  /** Puts a state in, if this is the best way to it so far; its index. */
  #put(row: FullRow, cost: number, steps: number, parent: number, ordinal: number): number {
    const kept = row[this.#budgetSlot]!;
    row[this.#budgetSlot] = 0;
    const before = this.#set.size;
    const index = this.#set.add(row);
    row[this.#budgetSlot] = kept;
    const rank = cost * stepsMax + steps;
    if (index === before) this.#grow(index);
    else if (this.#closed[index] === 1 || this.#best[index]! <= rank) return index;
    this.#best[index] = rank;
    this.#parent[index] = parent;
    this.#ordinal[index] = ordinal;
    const bySteps = (this.#buckets[cost] ??= []);
    while (bySteps.length <= steps) bySteps.push([]);
    bySteps[steps]!.push(index);
    this.#waiting += 1;
    return index;
  }

  /** A state without the budget that the search minimises: that one follows from the cost at which it is taken out. */
  #read(index: number, cost: number, row: FullRow): void {
    this.#set.read(index, row);
    const { anomaliesAt, faultsAt, crashesAt } = this.#stepper.world;
    row[this.#budgetSlot] = cost - row[anomaliesAt]! - row[faultsAt]! - row[crashesAt]!;
  }

  #grow(index: number): void {
    if (index < this.#best.length) return;
    const length = this.#best.length * 2;
    const best = new Float64Array(length);
    best.set(this.#best);
    this.#best = best;
    const parent = new Int32Array(length);
    parent.set(this.#parent);
    this.#parent = parent;
    const ordinal = new Int32Array(length);
    ordinal.set(this.#ordinal);
    this.#ordinal = ordinal;
    const closed = new Uint8Array(length);
    closed.set(this.#closed);
    this.#closed = closed;
  }

  #note(property: number, violation: Violation, index: number, cost: number): void {
    if (cost >= this.#costBelow(property) || this.#found.some((found) => found.property === property)) return;
    this.#found.push({ property, violation, path: this.#pathTo(index), cost });
  }

  #pathTo(index: number): readonly Option[] {
    const indices: number[] = [];
    for (let at = index; at >= 0; at = this.#parent[at]!) indices.push(at);
    indices.reverse();
    const row = new Int32Array(this.#stepper.width);
    return indices.slice(1).map((at, position) => {
      const from = indices[position]!;
      this.#read(from, Math.floor(this.#best[from]! / stepsMax), row);
      return optionsIn(this.#stepper, row)[this.#ordinal[at]!]!;
    });
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
    return this.#set.bytes + this.#best.length * (8 + 4 + 4 + 1);
  }

  #result(stopped: SearchResult["stopped"]): SearchResult {
    return {
      complete: stopped === undefined,
      ...(stopped === undefined ? {} : { stopped }),
      reduced: this.#independence !== undefined,
      states: this.#states,
      transitions: this.#transitions,
      bytes: this.#bytes(),
      found: this.#found,
      witnesses: this.#witnesses,
      wedge: this.#wedge,
    };
  }
}

/** All options in a row, in a fixed order: each process's, then the store's own. */
export function optionsIn(stepper: Stepper, row: FullRow): readonly Option[] {
  const { world } = stepper;
  const worldRow = stepper.worldOf(row);
  const options: Option[] = [];
  for (let process = 0; process < world.automata.length; process++)
    options.push(...world.optionsOf(worldRow, process));
  options.push(...world.ownOptions(worldRow));
  return options;
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
