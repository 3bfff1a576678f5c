/**
 * The world of a scenario: processes, services, requests in flight. A state of it is a row of small integers; the one
 * transition function of this file is what sampling, exhausting and replaying drive.
 */
import { Automaton } from "./automaton.js";
import type { ProcessSpec } from "./context.js";
import { Flight, none } from "./flight.js";
import { crashKind, deliverKind, type Option, Moves, outcomeKind, type Standing } from "./moves.js";
import type { AnyService } from "./service.js";
import { type Delivery, type OwnStep, ServiceTransitions, type Transition, Words } from "./transitions.js";

export type { Option, Standing } from "./moves.js";

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

/**
 * A row: [state of each service…, node of each process…, zombies, conflicts, anomalies, faults, crashes]. It may be
 * longer: what stands behind is the caller's, and is copied from state to state.
 */
export type Row = Int32Array;

/** A process that has crashed stands at this node. */
export const crashedNode = -1;

/** A pending request of a node, with what the world asks of it at every step. */
interface Call {
  readonly request: number;
  readonly service: number;
  readonly mutates: boolean;
  readonly idles: boolean;
  /** {@link Flight.mark} of the process's strand. */
  readonly mark: number;
}

const noCalls: readonly Call[] = [];

export class World {
  readonly words: Words;
  readonly services: readonly ServiceTransitions[];
  readonly automata: readonly Automaton[];
  readonly budgets: Budgets;
  readonly #flight: Flight;
  /** By process and node: the pending requests; none where the process has finished. */
  readonly #calls: (readonly Call[] | undefined)[][];
  /** Id of the list of events that the death of a process is, by process. */
  readonly #deaths: readonly number[];
  /** For those who ask for options as objects. */
  readonly #moves = new Moves();
  readonly width: number;
  readonly #processAt: number;
  readonly #zombiesAt: number;
  readonly #conflictsAt: number;
  readonly anomaliesAt: number;
  readonly faultsAt: number;
  readonly crashesAt: number;

  constructor(spec: WorldSpec) {
    const words = new Words(spec.services);
    this.words = words;
    this.budgets = spec.budgets;
    this.services = spec.services.map(
      (service, index) => new ServiceTransitions(service, index, words, spec.budgets, spec.check),
    );
    this.automata = spec.processes.map((process) => new Automaton(process, spec.seed, words, spec.check));
    this.#calls = spec.processes.map(() => []);
    this.#deaths = spec.processes.map(({ name }) => words.internEvents([{ type: "crashed", process: name }]));
    this.#flight = new Flight(spec.budgets.zombies, (request) => words.textOf(request));
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
    return this.#zombies(row).length;
  }

  /** May a service do something by itself? */
  hasSteps(row: Row): boolean {
    return this.services.some((service, index) => service.steps(row[index]!).length > 0);
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
    return this.#callsOf(row, process).every((call) => call.idles && this.#isBlocked(row, call));
  }

  /** Has every process finished, or is nobody able to go on? */
  standing(row: Row): Standing {
    return this.expand(row, this.#moves).standing;
  }

  /** All ways to go on from a row, in a fixed order: each process's, then the store's own. */
  expand(row: Row, moves: Moves): Moves {
    moves.clear();
    let running = false;
    let blocked = false;
    for (let process = 0; process < this.automata.length; process++) {
      switch (this.#expandProcess(row, process, moves)) {
        case "running":
          running = true;
          break;
        case "wedged":
          blocked = true;
          break;
        case "ended":
          break;
      }
    }
    this.#expandStore(row, moves);
    moves.standing = running ? "running" : blocked ? "wedged" : "ended";
    return moves;
  }

  /** What a process may do next in a row: for each of its requests each outcome within the budgets, then its crash. */
  optionsOf(row: Row, process: number): readonly Option[] {
    this.#moves.clear();
    this.#expandProcess(row, process, this.#moves);
    return this.#moves.options();
  }

  /** What services may do by themselves: let a zombie take effect, or any {@link OwnStep}. */
  ownOptions(row: Row): readonly Option[] {
    this.#moves.clear();
    this.#expandStore(row, this.#moves);
    return this.#moves.options();
  }

  /** The transition that an option of kind "outcome" stands for. */
  transition(row: Row, { process, pending, outcome }: Option): Transition {
    const call = this.#callsOf(row, process)[pending]!;
    const table = this.services[call.service]!;
    return table.transition(table.first(this.#group(row, call)) + outcome);
  }

  /** What an option of kind "step" stands for. */
  stepOf(row: Row, { pending, outcome }: Option): OwnStep {
    return this.services[pending]!.steps(row[pending]!)[outcome]!;
  }

  /** The request that an option answers, or that takes effect by itself. */
  requestOf(row: Row, option: Option): { readonly service: number; readonly request: unknown } | undefined {
    if (option.kind === "step") return undefined;
    if (option.kind === "deliver") {
      return this.words.requests.get(this.#zombies(row)[option.pending]!.request);
    }
    const node = this.automata[option.process]!.node(row[this.#processAt + option.process]!);
    const pending = node.pending[option.pending];
    return pending === undefined ? undefined : this.words.requests.get(pending.request);
  }

  /** Writes the row after `option` into `out`; false where a process's code must be run first: then call {@link prepare}. */
  apply(row: Row, option: Option, out: Row): boolean {
    const { process, pending, outcome, kept } = option;
    copy(row, out);
    out[this.anomaliesAt]! += option.anomalies;
    out[this.faultsAt]! += option.faults;
    out[this.crashesAt]! += option.crashes;
    if (option.kind === "deliver") {
      this.#deliver(row, pending, outcome, out);
    } else if (option.kind === "step") {
      this.#step(row, pending, outcome, out);
    } else if (option.kind === "crash") {
      this.#crash(row, process, kept, out);
    } else {
      const call = this.#callsOf(row, process)[pending]!;
      const table = this.services[call.service]!;
      const transition = table.first(this.#group(row, call)) + outcome;
      const node = row[this.#processAt + process]!;
      const next = this.automata[process]!.known(node, pending, table.answerOf(transition));
      if (next === undefined) return false;
      out[this.#processAt + process] = next;
      this.#answer(row, call, transition, kept, out);
    }
    return true;
  }

  /** As {@link apply}, for a move of those that {@link expand} has listed; where its code has not been run, {@link prepareMove}. */
  take(row: Row, moves: Moves, move: number, out: Row): void {
    copy(row, out);
    const process = moves.process(move);
    switch (moves.kind(move)) {
      case outcomeKind: {
        out[this.anomaliesAt]! += moves.anomalies(move);
        out[this.faultsAt]! += moves.faults(move);
        out[this.#processAt + process] = moves.next(move);
        const call = this.#callsOf(row, process)[moves.pending(move)]!;
        this.#answer(row, call, moves.transition(move), moves.kept(move), out);
        return;
      }
      case crashKind:
        out[this.crashesAt]! += 1;
        this.#crash(row, process, moves.kept(move), out);
        return;
      case deliverKind:
        this.#deliver(row, moves.pending(move), moves.outcome(move), out);
        return;
      default:
        out[this.anomaliesAt]! += moves.anomalies(move);
        out[this.faultsAt]! += moves.faults(move);
        this.#step(row, moves.pending(move), moves.outcome(move), out);
    }
  }

  /** Runs the process's code for a move, so that it can be taken. Throws a ProcessFault. */
  async prepareMove(row: Row, moves: Moves, move: number): Promise<void> {
    const process = moves.process(move);
    const answer = this.services[moves.service(move)]!.answerOf(moves.transition(move));
    const node = this.nodeOf(row, process);
    moves.setNext(move, await this.automata[process]!.advance(node, moves.pending(move), answer));
  }

  /** Runs the process's code for an option, so that {@link apply} succeeds. Throws a ProcessFault. */
  async prepare(row: Row, option: Option): Promise<void> {
    const { answer } = this.transition(row, option);
    const node = this.nodeOf(row, option.process);
    await this.automata[option.process]!.advance(node, option.pending, answer);
  }

  /** Ids of the lists of events that an option brings about. */
  eventsOf(row: Row, option: Option): readonly number[] {
    if (option.kind === "deliver" || option.kind === "step") return [];
    if (option.kind === "crash") return this.eventsOfCrash(row, option.process);
    const { events } = this.transition(row, option);
    return events === 0 ? [] : [events];
  }

  /** Ids of the lists of events that the death of a process brings about. */
  eventsOfCrash(row: Row, process: number): readonly number[] {
    const { name } = this.automata[process]!.spec;
    const events = [this.#deaths[process]!];
    this.services.forEach((service, index) => {
      const loss = service.crashed(row[index]!, process, name);
      if (loss.events !== 0) events.push(loss.events);
    });
    return events;
  }

  #zombies(row: Row): ReturnType<Flight["zombies"]> {
    return this.#flight.zombies(row[this.#zombiesAt]!);
  }

  /** What a process waits for in a row. */
  #callsOf(row: Row, process: number): readonly Call[] {
    const id = row[this.#processAt + process]!;
    if (id === crashedNode) return noCalls;
    return this.#calls[process]![id] ?? this.#findCalls(process, id);
  }

  #findCalls(process: number, id: number): readonly Call[] {
    const node = this.automata[process]!.node(id);
    const pending = node.done ? [] : node.pending;
    const calls = pending.map(({ request, strand }): Call => {
      const { service, request: data } = this.words.requests.get(request);
      const machine = this.services[service]!.service;
      return {
        request,
        service,
        mutates: machine.mutates(data),
        idles: machine.idles?.(data) ?? false,
        mark: this.#flight.mark(process, strand),
      };
    });
    const known = this.#calls[process]!;
    while (known.length <= id) known.push(undefined);
    known[id] = calls;
    return calls;
  }

  /** The group of transitions of a pending request, among those of its service. */
  #group(row: Row, { service, request, mark }: Call): number {
    const conflicted = this.#flight.isConflicted(row[this.#conflictsAt]!, mark);
    return this.services[service]!.group(row[service]!, request, conflicted);
  }

  #isBlocked(row: Row, call: Call): boolean {
    const table = this.services[call.service]!;
    const group = this.#group(row, call);
    return table.first(group) === table.end(group);
  }

  /** Adds a process's moves; says where it stands itself. */
  #expandProcess(row: Row, process: number, moves: Moves): Standing {
    const calls = this.#callsOf(row, process);
    if (calls.length === 0) return "ended";
    const automaton = this.automata[process]!;
    const node = row[this.#processAt + process]!;
    const anomaliesLeft = this.budgets.anomalies - row[this.anomaliesAt]!;
    const faultsLeft = this.budgets.faults - row[this.faultsAt]!;
    let standing: Standing = "ended";
    for (let pending = 0; pending < calls.length; pending++) {
      const call = calls[pending]!;
      const table = this.services[call.service]!;
      const group = this.#group(row, call);
      const first = table.first(group);
      const end = table.end(group);
      if (end > first) standing = "running";
      else if (!call.idles && standing === "ended") standing = "wedged";
      for (let transition = first; transition < end; transition++) {
        const anomalies = table.anomaliesOf(transition);
        const faults = table.faultsOf(transition);
        if (anomalies > anomaliesLeft || faults > faultsLeft) continue;
        const ways = table.leavesZombie(transition) ? this.#flight.ways(row[this.#zombiesAt]!, 1) : 1;
        if (ways === 0) continue;
        const next = automaton.known(node, pending, table.answerOf(transition)) ?? -1;
        const outcome = transition - first;
        const { service } = call;
        for (let kept = 0; kept < ways; kept++)
          moves.addOutcome(process, pending, outcome, kept, anomalies, faults, service, transition, next);
      }
    }
    if (automaton.spec.crashable && standing !== "ended" && row[this.crashesAt]! < this.budgets.crashes) {
      const zombies = this.#flight.together(row[this.#zombiesAt]!, this.#flying(row, process));
      const ways = this.#flight.ways(zombies, 0);
      for (let kept = 0; kept < ways; kept++) moves.addCrash(process, kept);
    }
    return standing;
  }

  #expandStore(row: Row, moves: Moves): void {
    const zombies = this.#zombies(row);
    for (let position = 0; position < zombies.length; position++) {
      const { length } = this.#deliveriesOf(row, position);
      for (let delivery = 0; delivery < length; delivery++) moves.addDelivery(position, delivery);
    }
    for (let service = 0; service < this.services.length; service++) {
      const steps = this.services[service]!.steps(row[service]!);
      for (let step = 0; step < steps.length; step++) {
        const { anomalies, faults } = steps[step]!;
        const affordable =
          row[this.anomaliesAt]! + anomalies <= this.budgets.anomalies &&
          row[this.faultsAt]! + faults <= this.budgets.faults;
        if (affordable) moves.addStep(service, step, anomalies, faults);
      }
    }
  }

  #deliveriesOf(row: Row, position: number): readonly Delivery[] {
    const { request, conflicted } = this.#zombies(row)[position]!;
    const { service } = this.words.requests.get(request);
    return this.services[service]!.deliveries(row[service]!, request, conflicted);
  }

  /** A request is answered, and has its effect. */
  #answer(row: Row, { service, mark }: Call, transition: number, kept: number, out: Row): void {
    const table = this.services[service]!;
    out[service] = table.nextOf(transition);
    const conflicts = row[this.#conflictsAt]!;
    if (conflicts !== none) out[this.#conflictsAt] = this.#flight.withoutConflict(conflicts, mark);
    const { effects, zombie } = table.aspectOf(transition);
    if (zombie >= 0) {
      const others = this.#flight.makeRoom(row[this.#zombiesAt]!, 1, kept);
      // It has been in flight for as long as the request that it is: what came between has come between it too.
      const one = this.#flight.single(zombie, this.#flight.isConflicted(conflicts, mark));
      out[this.#zombiesAt] = this.#flight.together(others, one);
    }
    if (effects !== 0) this.#collide(row, out, table, effects, mark);
  }

  /** The requests of a process that may still take effect without it, as zombies. */
  #flying(row: Row, process: number): number {
    const conflicts = row[this.#conflictsAt]!;
    let flying = none;
    for (const { request, mutates, mark } of this.#callsOf(row, process)) {
      if (!mutates) continue;
      const one = this.#flight.single(request, this.#flight.isConflicted(conflicts, mark));
      flying = this.#flight.together(flying, one);
    }
    return flying;
  }

  #crash(row: Row, process: number, kept: number, out: Row): void {
    const { name } = this.automata[process]!.spec;
    const zombies = this.#flight.together(row[this.#zombiesAt]!, this.#flying(row, process));
    out[this.#zombiesAt] = this.#flight.makeRoom(zombies, 0, kept);
    out[this.#conflictsAt] = this.#flight.withoutConflictsOf(row[this.#conflictsAt]!, process);
    out[this.#processAt + process] = crashedNode;
    for (let index = 0; index < this.services.length; index++)
      out[index] = this.services[index]!.crashed(row[index]!, process, name).next;
  }

  #deliver(row: Row, position: number, outcome: number, out: Row): void {
    const { service } = this.words.requests.get(this.#zombies(row)[position]!.request);
    const { next, effects } = this.#deliveriesOf(row, position)[outcome]!;
    out[service] = next;
    out[this.#zombiesAt] = this.#flight.withoutZombie(row[this.#zombiesAt]!, position);
    if (effects !== 0) this.#collide(row, out, this.services[service]!, effects, -1);
  }

  #step(row: Row, service: number, step: number, out: Row): void {
    const table = this.services[service]!;
    const { next, effects } = table.steps(row[service]!)[step]!;
    out[service] = next;
    if (effects !== 0) this.#collide(row, out, table, effects, -1);
  }

  /**
   * An effect on a key sets the bit of every conditional request in flight whose answer it could have changed. In
   * flight are the requests that were pending before the effect, but for the one that had it, whose mark is `own`.
   */
  #collide(row: Row, out: Row, table: ServiceTransitions, effects: number, own: number): void {
    if (table.service.collides === undefined) return;
    let struck: number[] | undefined;
    for (let process = 0; process < this.automata.length; process++) {
      for (const { request, mark } of this.#callsOf(row, process)) {
        if (mark !== own && table.hits(effects, request)) (struck ??= []).push(mark);
      }
    }
    if (struck !== undefined)
      out[this.#conflictsAt] = this.#flight.withConflicts(out[this.#conflictsAt]!, struck);
    const zombies = out[this.#zombiesAt]!;
    if (zombies !== none)
      out[this.#zombiesAt] = this.#flight.strike(zombies, (request) => table.hits(effects, request));
  }
}

/** TypedArray.set costs more than this for so few numbers. */
function copy(row: Row, out: Row): void {
  for (let at = 0; at < row.length; at++) out[at] = row[at]!;
}
