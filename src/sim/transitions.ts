/**
 * A service's transitions in terms of small integers: each (state, request) pair is asked for once, everything else is
 * a look-up. States, answers and events are interned by their exact text forms.
 */
import type { Event } from "../check/events.js";
import { canonical, frozenCopy } from "./canonical.js";
import { Interner } from "./interner.js";
import type { AnyService, Effect, Limits } from "./service.js";

/** An outcome with its parts interned. */
export interface Transition {
  readonly answer: number;
  readonly next: number;
  readonly anomalies: number;
  readonly faults: number;
  readonly label: string | undefined;
  readonly effects: readonly Effect[];
  /** Id of the list of events; 0 is the empty list. */
  readonly events: number;
  /** Id of the request that stays in flight, or -1. */
  readonly zombie: number;
  readonly witnesses: readonly string[];
}

export interface Delivery {
  readonly next: number;
  readonly effects: readonly Effect[];
}

/** Requests, answers and events of all services and processes. */
export class Words {
  readonly requests = new Interner<{ readonly service: number; readonly request: unknown }>();
  readonly answers = new Interner<unknown>();
  readonly events = new Interner<readonly Event[]>();
  readonly #names = new Map<string, number>();
  readonly #texts = new Map<number, string>();

  constructor(services: readonly AnyService[]) {
    services.forEach((service, index) => this.#names.set(service.name, index));
    this.events.intern("[]", []);
  }

  /** The id of a request; a copy of it is kept, so what the caller does with it afterwards changes nothing. */
  request(service: string, request: unknown): number {
    const index = this.#names.get(service);
    if (index === undefined) throw new RangeError(`there is no service "${service}" in this scenario`);
    const key = `${index} ${canonical(request)}`;
    return (
      this.requests.find(key) ?? this.requests.intern(key, { service: index, request: frozenCopy(request) })
    );
  }

  /** The exact text form of a request, the same in every world. */
  textOf(request: number): string {
    let text = this.#texts.get(request);
    if (text === undefined) {
      const { service, request: data } = this.requests.get(request);
      text = `${service} ${canonical(data)}`;
      this.#texts.set(request, text);
    }
    return text;
  }

  answer(id: number): unknown {
    return this.answers.get(id);
  }

  internAnswer(answer: unknown): number {
    const key = canonical(answer);
    return this.answers.find(key) ?? this.answers.intern(key, frozenCopy(answer));
  }

  internEvents(events: readonly Event[]): number {
    if (events.length === 0) return 0;
    return this.events.intern(canonical(events), frozenCopy(events));
  }
}

/** Numbers below this can be packed in pairs into one exact double. */
const packing = 2 ** 26;

export class ServiceTransitions {
  readonly service: AnyService;
  readonly #words: Words;
  readonly #limits: Limits;
  readonly #states = new Interner<unknown>();
  readonly #transitions = new Map<number, readonly Transition[]>();
  readonly #deliveries = new Map<number, readonly Delivery[]>();
  readonly initial: number;

  constructor(service: AnyService, words: Words, limits: Limits) {
    this.service = service;
    this.#words = words;
    this.#limits = limits;
    this.initial = this.#intern(service.initial);
  }

  get states(): number {
    return this.#states.size;
  }

  state(id: number): unknown {
    return this.#states.get(id);
  }

  /** All outcomes within the search's bounds, the well-behaved one first; empty: blocked. */
  of(state: number, request: number, conflicted: boolean): readonly Transition[] {
    const key = (state * packing + request) * 2 + (conflicted ? 1 : 0);
    const known = this.#transitions.get(key);
    if (known !== undefined) return known;
    const { request: data } = this.#words.requests.get(request);
    const service = this.#words.requests.get(request).service;
    const outcomes = this.service.outcomes(this.#states.get(state), data, { conflicted }, this.#limits);
    const transitions = outcomes.map((outcome) => ({
      answer: this.#words.internAnswer(outcome.answer),
      next: this.#intern(outcome.next),
      anomalies: outcome.anomalies,
      faults: outcome.faults,
      label: outcome.label,
      effects: outcome.effects,
      events: this.#words.internEvents(outcome.events),
      zombie: outcome.zombie === undefined ? -1 : this.#internZombie(service, outcome.zombie),
      witnesses: outcome.witnesses,
    }));
    this.#transitions.set(key, transitions);
    return transitions;
  }

  /** Where the state may go when a zombie takes effect now. One that changes nothing at all is as if it never did. */
  deliveries(state: number, request: number, conflicted: boolean): readonly Delivery[] {
    const key = (state * packing + request) * 2 + (conflicted ? 1 : 0);
    const known = this.#deliveries.get(key);
    if (known !== undefined) return known;
    const { request: data } = this.#words.requests.get(request);
    const next = this.service.deliver?.(this.#states.get(state), data, conflicted) ?? [];
    const deliveries = next
      .map((one) => ({ next: this.#intern(one.next), effects: one.effects }))
      .filter((one) => one.next !== state || one.effects.length > 0);
    this.#deliveries.set(key, deliveries);
    return deliveries;
  }

  /** The state, and the events, after a process has died. */
  crashed(state: number, process: string): { readonly next: number; readonly events: number } {
    const after = this.service.crashed?.(this.#states.get(state), process);
    if (after === undefined) return { next: state, events: 0 };
    return { next: this.#intern(after.next), events: this.#words.internEvents(after.events) };
  }

  #intern(state: unknown): number {
    const id = this.#states.intern(this.service.encode(state), state);
    if (id >= packing)
      throw new RangeError(`more than ${packing} states of the service ${this.service.name}`);
    return id;
  }

  #internZombie(service: number, request: unknown): number {
    const key = `${service} ${canonical(request)}`;
    return (
      this.#words.requests.find(key) ??
      this.#words.requests.intern(key, { service, request: frozenCopy(request) })
    );
  }
}
