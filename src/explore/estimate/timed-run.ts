/**
 * One run of a world by a virtual clock. The processes' code, the services and their outcomes are those that are exhausted; here
 * times that are drawn from a profile decide which process goes on and which of the allowed answers a request gets.
 *
 * A request takes effect half-way between being made and being answered.
 */
import type { Event } from "../../check/events.js";
import type { DelayProfile, Propagation } from "../../check/profile.js";
import { storeService } from "../../job/context.js";
import type { ProcessSpec } from "../../sim/context.js";
import { ProcessFault } from "../../sim/errors.js";
import type { AnyService, Effect, Outcome } from "../../sim/service.js";
import type { FaultKind } from "../../store/faults.js";
import type { SimulatedStore, StoreState } from "../../store/simulated-store.js";
import { recordAt } from "../../store/store-state.js";
import type { StoreRequest } from "../../store/requests.js";
import type { Random } from "../random.js";
import { Agenda } from "./agenda.js";
import { Luck } from "./luck.js";
import { kindOf, Places } from "./places.js";
import { type Surroundings, TimedProcess } from "./process.js";

export interface TimedWorld {
  readonly processes: readonly ProcessSpec[];
  readonly services: readonly AnyService[];
  /** Which of the services is the object store. */
  readonly storeIndex: number;
  readonly seed: string;
  /** The states that the services begin in, where that is not their initial one. */
  readonly states?: readonly unknown[];
}

/** A request that has taken effect, for whoever watches. */
export interface Taken {
  readonly process: string;
  readonly service: string;
  readonly request: unknown;
  readonly outcome: Outcome<unknown, unknown, unknown>;
  /** The service's state before. */
  readonly before: unknown;
  readonly conflicted: boolean;
  /** When it took effect: milliseconds of virtual time. */
  readonly at: number;
}

/** Somebody who watches a run. */
export interface RunWatcher {
  event?(event: Event, at: number): void;
  taken?(taken: Taken): void;
  /** A request without its caller took effect. */
  landed?(service: string, request: unknown, before: unknown, after: unknown, at: number): void;
}

/** Lets a request on: `go` is to be called, once, in so many milliseconds from now or later. False: it need not wait. */
export type Gate = (
  call: { readonly process: string; readonly service: string; readonly request: unknown },
  go: (after: number) => void,
) => boolean;

/** How a run ended. `wedged`: somebody waits for what never comes. */
export type RunEnd = "ended" | "wedged" | "too-long";

export interface RunOptions {
  readonly watcher?: RunWatcher;
  readonly gate?: Gate;
  /** Called when a process has ended or died. */
  readonly over?: (process: string) => void;
  /** Work that earlier runs have done, under its key. */
  readonly computed?: Map<string, unknown>;
  readonly stepsMax?: number;
}

/** A run that takes more requests than this is given up: `too-long`. */
const stepsMaxDefault = 2_000_000;

interface Call {
  readonly process: TimedProcess;
  readonly service: number;
  readonly request: unknown;
  readonly resolve: (answer: unknown) => void;
  /** Milliseconds from its effect to its answer. */
  readonly back: number;
  readonly fault: FaultKind | undefined;
  conflicted: boolean;
  gated: boolean;
}

/** A request that goes on without its caller. */
interface Zombie {
  readonly service: number;
  readonly request: unknown;
  conflicted: boolean;
}

export class TimedRun {
  readonly places: Places;
  readonly processes: readonly TimedProcess[];
  /** Requests that have taken effect. */
  steps = 0;
  readonly #world: TimedWorld;
  readonly #options: RunOptions;
  readonly #agenda = new Agenda();
  readonly #luck: Luck;
  readonly #store: SimulatedStore;
  readonly #indexes: ReadonlyMap<string, number>;
  readonly #states: unknown[];
  /** Calls that nobody can answer yet, by service. */
  readonly #blocked: Call[][];
  /** Conditional requests that are under way: what others do meanwhile may decide their answer. */
  readonly #flying = new Set<Call | Zombie>();
  #running: TimedProcess | undefined;

  constructor(world: TimedWorld, profile: DelayProfile, random: Random, options: RunOptions = {}) {
    this.#world = world;
    this.#options = options;
    this.#store = world.services[world.storeIndex] as unknown as SimulatedStore;
    this.#indexes = new Map(world.services.map(({ name }, index) => [name, index]));
    this.#states = world.services.map(({ initial }, index) => world.states?.[index] ?? initial);
    this.#blocked = world.services.map(() => []);
    this.#luck = new Luck(profile, random);
    this.places = new Places(profile, random);
    const surroundings: Surroundings = {
      seed: world.seed,
      now: () => this.#agenda.now,
      ask: (process, service, request, resolve) => this.#ask(process, service, request, resolve),
      wake: (process, milliseconds, resolve) =>
        this.#agenda.note(milliseconds, () => this.#resume(process, resolve)),
      computed: options.computed ?? new Map(),
    };
    this.processes = world.processes.map((spec, index) => new TimedProcess(index, spec, surroundings));
  }

  /** Virtual time: milliseconds from the start. */
  get now(): number {
    return this.#agenda.now;
  }

  state(service: number): unknown {
    return this.#states[service];
  }

  /** Runs to the end. @throws ProcessFault where a process breaks a rule of executions. */
  async run(): Promise<RunEnd> {
    for (const process of this.processes) {
      this.#running = process;
      process.start();
      await this.#settle();
      const death = process.spec.crashable ? this.#luck.lifetime() : undefined;
      if (death !== undefined) this.#agenda.note(death, () => this.#crash(process));
    }
    const stepsMax = this.#options.stepsMax ?? stepsMaxDefault;
    for (let next = this.#agenda.next(); next !== undefined; next = this.#agenda.next()) {
      if (next()) await this.#settle();
      if (this.steps > stepsMax) return "too-long";
    }
    return this.#end();
  }

  #end(): RunEnd {
    for (const calls of this.#blocked) {
      for (const { service, request } of calls)
        if (this.#world.services[service]!.idles?.(request) !== true) return "wedged";
    }
    const waiting = new Set(this.#blocked.flat().map(({ process }) => process));
    const lost = this.processes.find((process) => !process.over && !waiting.has(process));
    if (lost === undefined) return "ended";
    throw new ProcessFault(
      "waits-outside",
      lost.spec.name,
      "waits for something that is not its context (a promise, an event, real I/O), so nothing in the execution can ever wake it; reach the world only through ctx",
    );
  }

  async #settle(): Promise<void> {
    const process = this.#running!;
    await process.settle();
    if (process.over) this.#options.over?.(process.spec.name);
  }

  #resume(process: TimedProcess, go: () => void): boolean {
    if (process.over) return false;
    this.#running = process;
    process.resume(go);
    return true;
  }

  #ask(process: TimedProcess, name: string, request: unknown, resolve: (answer: unknown) => void): void {
    const service = this.#indexes.get(name);
    if (service === undefined) throw new Error(`there is no service ${name}`);
    const { op } = request as { readonly op: string };
    const latency = name === storeService ? this.#luck.latency(op) : this.#luck.messageLatency(name, op);
    const fault = name === storeService ? this.#luck.fault() : undefined;
    const back = fault === undefined ? latency / 2 : this.#luck.patience(fault, latency);
    const call: Call = {
      process,
      service,
      request,
      resolve,
      back,
      fault,
      conflicted: false,
      gated: false,
    };
    if (this.#collides(service, request)) this.#flying.add(call);
    this.#agenda.note(latency / 2, () => this.#arrive(call));
  }

  /** Can what others do while the request is under way decide its answer? */
  #collides(service: number, request: unknown): boolean {
    if (this.#world.services[service]!.collides === undefined) return false;
    const { ifNoneMatch, ifMatch, uploadId } = request as {
      readonly ifNoneMatch?: unknown;
      readonly ifMatch?: unknown;
      readonly uploadId?: unknown;
    };
    // A part of an upload may be overtaken by its abort.
    return ifNoneMatch !== undefined || ifMatch !== undefined || uploadId !== undefined;
  }

  /** The request has come to its service. */
  #arrive(call: Call): boolean {
    const { process, service, request } = call;
    // A process that died has still sent what changes something.
    if (process.over && !this.#world.services[service]!.mutates(request)) return false;
    const outcome = this.#outcome(call);
    if (outcome === undefined) {
      this.#blocked[service]!.push(call);
      return false;
    }
    if (!call.gated && this.#held(call)) return false;
    this.#take(call, outcome);
    return false;
  }

  #held(call: Call): boolean {
    const { process, service, request } = call;
    const { name } = this.#world.services[service]!;
    const go = (after: number): void => this.#agenda.note(after, () => this.#arrive(call));
    call.gated = true;
    return this.#options.gate?.({ process: process.spec.name, service: name, request }, go) === true;
  }

  #outcome({ service, request, conflicted, fault }: Call): Outcome<unknown, unknown, unknown> | undefined {
    const state = this.#states[service];
    if (service !== this.#world.storeIndex) {
      const outcomes = this.#world.services[service]!.outcomes(
        state,
        request,
        { conflicted },
        { anomalies: 0, faults: 0 },
      );
      return outcomes[0];
    }
    this.places.now = this.#agenda.now;
    this.places.enter();
    const outcomes = this.#store.seen(
      state as StoreState,
      request as StoreRequest,
      { conflicted },
      this.places,
      fault,
    );
    // None: who waits for a notification that has not come.
    const outcome = outcomes.length < 2 ? outcomes[0] : outcomes[this.#luck.among(outcomes)]!;
    return outcome as unknown as Outcome<unknown, unknown, unknown>;
  }

  #take(call: Call, outcome: Outcome<unknown, unknown, unknown>): void {
    const { process, service, request, conflicted, back, resolve } = call;
    const { watcher } = this.#options;
    const before = this.#states[service];
    this.#flying.delete(call);
    this.#states[service] = outcome.next;
    this.steps += 1;
    if (watcher?.taken !== undefined) {
      const { name } = this.#world.services[service]!;
      const at = this.#agenda.now;
      watcher.taken({ process: process.spec.name, service: name, request, outcome, before, conflicted, at });
    }
    this.#effects(service, before, outcome.effects, call);
    for (const event of outcome.events) watcher?.event?.(event, this.#agenda.now);
    if (outcome.zombie !== undefined) this.#haunt({ service, request: outcome.zombie, conflicted });
    if (!process.over) this.#agenda.note(back, () => this.#resume(process, () => resolve(outcome.answer)));
    if (outcome.next !== before) this.#unblock(service);
  }

  /** What took effect is heard of, and strikes the conditional requests that are under way. */
  #effects(service: number, before: unknown, effects: readonly Effect[], own: Call | Zombie): void {
    if (effects.length === 0) return;
    const machine = this.#world.services[service]!;
    for (const effect of effects) {
      if (service === this.#world.storeIndex && effect.kind !== "abort") {
        const was = recordAt(before as StoreState, effect.key).current;
        const { current } = recordAt(this.#states[service] as StoreState, effect.key);
        this.places.changed(effect.key, was, current);
        this.#replicate(effect.key, kindOf(was, current));
      }
      for (const other of this.#flying) {
        if (other !== own && other.service === service && machine.collides?.(other.request, effect) === true)
          other.conflicted = true;
      }
    }
  }

  /** The replica of the bucket, if it has one, hears of a change of the key after a while. */
  #replicate(key: string, kind: keyof Propagation): void {
    const store = this.#world.storeIndex;
    if (this.#store.personality.contract.afterReplication === undefined) return;
    this.#agenda.note(this.#luck.replication(kind), () => {
      const state = this.#states[store] as StoreState;
      const known = recordAt(state, key);
      const step = this.#store
        .steps(state, { anomalies: 0, faults: 0 })
        .find(({ next }) => recordAt(next, key) !== known);
      if (step === undefined) return false;
      this.#states[store] = step.next;
      this.#unblock(store);
      return false;
    });
  }

  #haunt(zombie: Zombie): void {
    const after = this.#luck.late();
    if (this.#collides(zombie.service, zombie.request)) this.#flying.add(zombie);
    this.#agenda.note(after, () => {
      const { service, request, conflicted } = zombie;
      this.#flying.delete(zombie);
      const before = this.#states[service];
      const landings = this.#world.services[service]!.deliver?.(before, request, conflicted) ?? [];
      const landing = landings[landings.length === 1 ? 0 : this.#luck.below(landings.length)];
      if (landing === undefined) return false;
      this.#states[service] = landing.next;
      this.#options.watcher?.landed?.(
        this.#world.services[service]!.name,
        request,
        before,
        landing.next,
        this.#agenda.now,
      );
      this.#effects(service, before, landing.effects, zombie);
      if (landing.next !== before) this.#unblock(service);
      return false;
    });
  }

  /** The service's state has changed: who could not be answered before asks again. */
  #unblock(service: number): void {
    const calls = this.#blocked[service]!;
    if (calls.length === 0) return;
    this.#blocked[service] = [];
    for (const call of calls) this.#arrive(call);
  }

  #crash(process: TimedProcess): boolean {
    if (process.over) return false;
    process.over = true;
    const { watcher } = this.#options;
    const { name } = process.spec;
    watcher?.event?.({ type: "crashed", process: name }, this.#agenda.now);
    for (const [index, service] of this.#world.services.entries()) {
      const loss = service.crashed?.(this.#states[index], name);
      if (loss === undefined) continue;
      for (const event of loss.events) watcher?.event?.(event, this.#agenda.now);
      if (loss.next === this.#states[index]) continue;
      this.#states[index] = loss.next;
      this.#unblock(index);
    }
    for (const [index, calls] of this.#blocked.entries())
      this.#blocked[index] = calls.filter((call) => call.process !== process);
    this.#options.over?.(name);
    return false;
  }
}
