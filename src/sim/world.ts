/**
 * The world of a scenario: processes, services, requests in flight. A state of it is a row of small integers; the one
 * transition function of this file is what sampling, exhausting and replaying drive.
 */
import { Automaton } from "./automaton.js";
import type { ProcessSpec } from "./context.js";
import { Interner } from "./interner.js";
import type { AnyService, Effect } from "./service.js";
import { ServiceTransitions, Words, type Transition } from "./transitions.js";

/** What may be spent on misfortune, and how many requests may be in flight without their callers. */
export interface Budgets {
  readonly anomalies: number;
  readonly faults: number;
  readonly crashes: number;
  readonly zombies: number;
}

export interface WorldSpec {
  readonly processes: readonly ProcessSpec[];
  readonly services: readonly AnyService[];
  /** Part of every id that a process makes. */
  readonly seed: string;
  readonly budgets: Budgets;
  /** Replay every step of every process alone, and compare. */
  readonly check?: boolean;
}

/** A row: [state of each service…, node of each process…, zombies, conflicts, anomalies, faults, crashes]. */
export type Row = Int32Array;

/** A process that has crashed stands at this node. */
export const crashedNode = -1;

/** One way in which the world may go on. */
export interface Option {
  /** Which process, or -1 where the store does something by itself. */
  readonly process: number;
  readonly kind: "outcome" | "crash" | "deliver";
  /** Position of the request among the process's pending ones, or of the zombie among the zombies. */
  readonly pending: number;
  /** Position of the outcome among the request's outcomes, or of the delivery. */
  readonly outcome: number;
  /** Which of the requests without callers are still in flight, where the bound has no room for all: 0, 1, … */
  readonly kept: number;
  readonly anomalies: number;
  readonly faults: number;
  readonly crashes: number;
}

interface Zombie {
  readonly request: number;
  readonly conflicted: boolean;
}

/** Where the world stands with respect to its end. */
export type Standing = "running" | "ended" | "wedged";

const noOptions: readonly Option[] = [];

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

export class World {
  readonly words: Words;
  readonly services: readonly ServiceTransitions[];
  readonly automata: readonly Automaton[];
  readonly budgets: Budgets;
  readonly #zombies = new Interner<readonly Zombie[]>();
  /** Pending conditional requests that another effect has collided with: `process strand`, sorted. */
  readonly #conflicts = new Interner<readonly string[]>();
  readonly width: number;
  readonly #processAt: number;
  readonly #zombiesAt: number;
  readonly #conflictsAt: number;
  readonly anomaliesAt: number;
  readonly faultsAt: number;
  readonly crashesAt: number;

  constructor(spec: WorldSpec) {
    this.words = new Words(spec.services);
    this.budgets = spec.budgets;
    this.services = spec.services.map((service) => new ServiceTransitions(service, this.words, spec.budgets));
    this.automata = spec.processes.map(
      (process) => new Automaton(process, spec.seed, this.words, spec.check),
    );
    this.#zombies.intern("", []);
    this.#conflicts.intern("", []);
    this.#processAt = this.services.length;
    this.#zombiesAt = this.#processAt + this.automata.length;
    this.#conflictsAt = this.#zombiesAt + 1;
    this.anomaliesAt = this.#zombiesAt + 2;
    this.faultsAt = this.#zombiesAt + 3;
    this.crashesAt = this.#zombiesAt + 4;
    this.width = this.#zombiesAt + 5;
  }

  async initial(): Promise<Row> {
    const row = new Int32Array(this.width);
    this.services.forEach((service, index) => (row[index] = service.initial));
    for (const [index, automaton] of this.automata.entries())
      row[this.#processAt + index] = await automaton.root();
    return row;
  }

  /** How many requests are in flight without their callers. */
  zombiesIn(row: Row): number {
    return this.#zombies.get(row[this.#zombiesAt]!).length;
  }

  /** The requests that a process waits for. */
  pendingOf(row: Row, process: number): readonly { readonly service: number; readonly request: unknown }[] {
    const id = row[this.#processAt + process]!;
    if (id === crashedNode) return [];
    return this.automata[process]!.node(id).pending.map(({ request }) => this.words.requests.get(request));
  }

  /** The state of a service in a row. */
  serviceState(row: Row, index: number): unknown {
    return this.services[index]!.state(row[index]!);
  }

  nodeOf(row: Row, process: number): number {
    return row[this.#processAt + process]!;
  }

  /** Has the process finished, crashed, or nothing left to do unless somebody calls it? */
  atRest(row: Row, process: number): boolean {
    const id = row[this.#processAt + process]!;
    if (id === crashedNode) return true;
    const node = this.automata[process]!.node(id);
    if (node.done) return true;
    return node.pending.every(({ request }, index) => {
      const { service, request: data } = this.words.requests.get(request);
      const idles = this.services[service]!.service.idles?.(data) ?? false;
      return idles && this.#transitions(row, process, index).length === 0;
    });
  }

  /** Has every process finished, or is nobody able to go on? `some`: whether there are options left at all. */
  standing(row: Row): Standing {
    let blocked = false;
    for (let process = 0; process < this.automata.length; process++) {
      if (this.atRest(row, process)) continue;
      const id = row[this.#processAt + process]!;
      const pending = this.automata[process]!.node(id).pending;
      if (pending.some((_, index) => this.#transitions(row, process, index).length > 0)) return "running";
      blocked = true;
    }
    return blocked ? "wedged" : "ended";
  }

  /** What a process may do next in a row: for each of its requests each outcome within the budgets, then its crash. */
  optionsOf(row: Row, process: number): readonly Option[] {
    const id = row[this.#processAt + process]!;
    if (id === crashedNode) return noOptions;
    const node = this.automata[process]!.node(id);
    if (node.done) return noOptions;
    const anomaliesLeft = this.budgets.anomalies - row[this.anomaliesAt]!;
    const faultsLeft = this.budgets.faults - row[this.faultsAt]!;
    const zombies = this.#zombies.get(row[this.#zombiesAt]!).length;
    const waysWithOneMore =
      zombies < this.budgets.zombies ? 1 : choices(zombies, this.budgets.zombies - 1).length;
    const options: Option[] = [];
    for (let pending = 0; pending < node.pending.length; pending++) {
      const transitions = this.#transitions(row, process, pending);
      for (let outcome = 0; outcome < transitions.length; outcome++) {
        const { anomalies, faults, zombie } = transitions[outcome]!;
        if (anomalies > anomaliesLeft || faults > faultsLeft) continue;
        const ways = zombie < 0 ? 1 : waysWithOneMore;
        for (let kept = 0; kept < ways; kept++)
          options.push({ process, kind: "outcome", pending, outcome, kept, anomalies, faults, crashes: 0 });
      }
    }
    if (
      this.automata[process]!.spec.crashable &&
      row[this.crashesAt]! < this.budgets.crashes &&
      !this.atRest(row, process)
    ) {
      const bound = this.budgets.zombies;
      const fits = zombies + node.pending.length <= bound;
      const ways = fits ? 1 : choices(zombies + this.#flying(row, process).length, bound).length;
      for (let kept = 0; kept < ways; kept++) {
        const free = { pending: 0, outcome: 0, anomalies: 0, faults: 0 };
        options.push({ process, kind: "crash", ...free, kept, crashes: 1 });
      }
    }
    return options;
  }

  /** What the store may do by itself: let a zombie take effect. */
  ownOptions(row: Row): readonly Option[] {
    const zombies = this.#zombies.get(row[this.#zombiesAt]!);
    if (zombies.length === 0) return noOptions;
    return zombies.flatMap(({ request, conflicted }, pending) => {
      const { service } = this.words.requests.get(request);
      const deliveries = this.services[service]!.deliveries(row[service]!, request, conflicted);
      return deliveries.map((_, outcome): Option => {
        return {
          process: -1,
          kind: "deliver",
          pending,
          outcome,
          kept: 0,
          anomalies: 0,
          faults: 0,
          crashes: 0,
        };
      });
    });
  }

  /** The transition that an option of kind "outcome" stands for. */
  transition(row: Row, option: Option): Transition {
    return this.#transitions(row, option.process, option.pending)[option.outcome]!;
  }

  /** The request that an option answers, or that takes effect by itself. */
  requestOf(row: Row, option: Option): { readonly service: number; readonly request: unknown } | undefined {
    if (option.kind === "deliver") {
      return this.words.requests.get(this.#zombies.get(row[this.#zombiesAt]!)[option.pending]!.request);
    }
    const node = this.automata[option.process]!.node(row[this.#processAt + option.process]!);
    const pending = node.pending[option.pending];
    return pending === undefined ? undefined : this.words.requests.get(pending.request);
  }

  /** Writes the row after `option` into `out`; false where a process's code must be run first: then call {@link prepare}. */
  apply(row: Row, option: Option, out: Row): boolean {
    out.set(row);
    out[this.anomaliesAt]! += option.anomalies;
    out[this.faultsAt]! += option.faults;
    out[this.crashesAt]! += option.crashes;
    switch (option.kind) {
      case "outcome":
        return this.#applyOutcome(row, option, out);
      case "crash":
        this.#applyCrash(row, option, out);
        return true;
      case "deliver":
        this.#applyDelivery(row, option, out);
        return true;
    }
  }

  /** Runs the process's code for an option, so that {@link apply} succeeds. Throws a ProcessFault. */
  async prepare(row: Row, option: Option): Promise<void> {
    const { answer } = this.transition(row, option);
    await this.automata[option.process]!.advance(
      row[this.#processAt + option.process]!,
      option.pending,
      answer,
    );
  }

  /** Ids of the lists of events that an option brings about. */
  eventsOf(row: Row, option: Option): readonly number[] {
    if (option.kind === "outcome") {
      const { events } = this.transition(row, option);
      return events === 0 ? [] : [events];
    }
    if (option.kind === "deliver") return [];
    const name = this.automata[option.process]!.spec.name;
    const own = this.words.internEvents([{ type: "crashed", process: name }]);
    const others = this.services.map((service, index) => service.crashed(row[index]!, name).events);
    return [own, ...others.filter((events) => events !== 0)];
  }

  #transitions(row: Row, process: number, pending: number): readonly Transition[] {
    const node = this.automata[process]!.node(row[this.#processAt + process]!);
    const { request, strand } = node.pending[pending]!;
    const { service } = this.words.requests.get(request);
    const conflicts = row[this.#conflictsAt]!;
    const conflicted = conflicts !== 0 && this.#conflicts.get(conflicts).includes(`${process} ${strand}`);
    return this.services[service]!.of(row[service]!, request, conflicted);
  }

  #applyOutcome(row: Row, option: Option, out: Row): boolean {
    const { process, pending } = option;
    const id = row[this.#processAt + process]!;
    const transition = this.transition(row, option);
    const next = this.automata[process]!.known(id, pending, transition.answer);
    if (next === undefined) return false;
    const { request, strand } = this.automata[process]!.node(id).pending[pending]!;
    const { service } = this.words.requests.get(request);
    out[service] = transition.next;
    out[this.#processAt + process] = next;
    const own = `${process} ${strand}`;
    const conflicted = this.#conflicts.get(row[this.#conflictsAt]!).includes(own);
    this.#clearConflicts(out, (entry) => entry === own);
    if (transition.zombie < 0) {
      this.#collide(row, out, service, transition.effects, own);
      return true;
    }
    this.#makeRoom(out, this.budgets.zombies - 1, option.kept);
    const zombies = this.#zombies.get(out[this.#zombiesAt]!);
    // It has been in flight for as long as the request that it is: what came between has come between it too.
    this.#setZombies(out, [...zombies, { request: transition.zombie, conflicted }]);
    this.#collide(row, out, service, transition.effects, own);
    return true;
  }

  #applyCrash(row: Row, { process, kept }: Option, out: Row): void {
    const { spec } = this.automata[process]!;
    const flying = this.#flying(row, process);
    this.#clearConflicts(out, (entry) => entry.startsWith(`${process} `));
    out[this.#processAt + process] = crashedNode;
    this.services.forEach((service, index) => (out[index] = service.crashed(row[index]!, spec.name).next));
    this.#setZombies(out, [...this.#zombies.get(out[this.#zombiesAt]!), ...flying]);
    this.#makeRoom(out, this.budgets.zombies, kept);
  }

  /** The requests of a process that may still take effect without it. */
  #flying(row: Row, process: number): readonly Zombie[] {
    const conflicts = this.#conflicts.get(row[this.#conflictsAt]!);
    return this.automata[process]!.node(row[this.#processAt + process]!)
      .pending.filter(({ request }) => {
        const { service, request: data } = this.words.requests.get(request);
        return this.services[service]!.service.mutates(data);
      })
      .map(({ request, strand }) => ({ request, conflicted: conflicts.includes(`${process} ${strand}`) }));
  }

  #applyDelivery(row: Row, option: Option, out: Row): void {
    const zombies = this.#zombies.get(row[this.#zombiesAt]!);
    const { request, conflicted } = zombies[option.pending]!;
    const { service } = this.words.requests.get(request);
    const delivery = this.services[service]!.deliveries(row[service]!, request, conflicted)[option.outcome]!;
    out[service] = delivery.next;
    this.#setZombies(out, zombies.toSpliced(option.pending, 1));
    this.#collide(row, out, service, delivery.effects, "");
  }

  /**
   * Where more requests are in flight than the bound allows, some have been lost by now, nobody can tell when: `kept` says
   * which are left. All ways are options, so that no execution within the bound is left out.
   */
  #makeRoom(out: Row, bound: number, kept: number): void {
    const zombies = this.#zombies.get(out[this.#zombiesAt]!);
    if (zombies.length <= bound) return;
    this.#setZombies(
      out,
      choices(zombies.length, bound)[kept]!.map((index) => zombies[index]!),
    );
  }

  #setZombies(out: Row, zombies: readonly Zombie[]): void {
    // By what they are, not by their ids, which depend on what else was explored: a recorded choice must mean the same
    // in every world of the same spec.
    const sorted = zombies.toSorted(
      (a, b) =>
        compareTexts(this.words.textOf(a.request), this.words.textOf(b.request)) ||
        Number(a.conflicted) - Number(b.conflicted),
    );
    const key = sorted.map(({ request, conflicted }) => `${request}${conflicted ? "!" : ""}`).join(" ");
    out[this.#zombiesAt] = this.#zombies.intern(key, sorted);
  }

  #clearConflicts(out: Row, which: (entry: string) => boolean): void {
    const id = out[this.#conflictsAt]!;
    if (id === 0) return;
    this.#setConflicts(
      out,
      this.#conflicts.get(id).filter((entry) => !which(entry)),
    );
  }

  #setConflicts(out: Row, conflicts: readonly string[]): void {
    const sorted = conflicts.toSorted();
    out[this.#conflictsAt] = this.#conflicts.intern(sorted.join("|"), sorted);
  }

  /**
   * An effect on a key sets the bit of every conditional request in flight whose answer it could have changed. In
   * flight are the requests that were pending before the effect, but for the one (`own`) that had it.
   */
  #collide(row: Row, out: Row, service: number, effects: readonly Effect[], own: string): void {
    const target = this.services[service]!.service;
    if (effects.length === 0 || target.collides === undefined) return;
    const hit = (request: number): boolean => {
      const flying = this.words.requests.get(request);
      return (
        flying.service === service && effects.some((effect) => target.collides?.(flying.request, effect))
      );
    };
    const struck: string[] = [];
    this.automata.forEach((automaton, process) => {
      const id = row[this.#processAt + process]!;
      if (id === crashedNode) return;
      for (const { request, strand } of automaton.node(id).pending) {
        const name = `${process} ${strand}`;
        if (name !== own && hit(request)) struck.push(name);
      }
    });
    if (struck.length > 0) {
      const before = this.#conflicts.get(out[this.#conflictsAt]!);
      this.#setConflicts(out, [...new Set([...before, ...struck])]);
    }
    const zombies = this.#zombies.get(out[this.#zombiesAt]!);
    if (zombies.some((zombie) => !zombie.conflicted && hit(zombie.request))) {
      this.#setZombies(
        out,
        zombies.map((zombie) => ({ ...zombie, conflicted: zombie.conflicted || hit(zombie.request) })),
      );
    }
  }
}
