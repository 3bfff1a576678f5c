/**
 * A service's transitions in terms of small integers: each (state, request) pair is asked for once, everything else is
 * a look-up. States, answers and events are interned by their exact text forms; the transitions themselves are columns of
 * numbers, because a search holds millions of them.
 */
import type { Event } from "../check/events.js";
import { canonical, frozenCopy } from "./canonical.js";
import { NoSuchService } from "./errors.js";
import { Interner } from "./interner.js";
import { IntList } from "./int-list.js";
import { PairMap } from "./pair-map.js";
import type { AnyService, Effect, Limits } from "./service.js";

/** What many outcomes have in common, beside their answer and their next state. */
export interface Aspect {
  readonly id: number;
  readonly label: string | undefined;
  /** Id of the list of effects (see {@link ServiceTransitions.hits}); 0 is the empty list. */
  readonly effects: number;
  /** Id of the list of events; 0 is the empty list. */
  readonly events: number;
  /** Id of the request that stays in flight, or -1. */
  readonly zombie: number;
  readonly witnesses: readonly string[];
}

/** An outcome with its parts interned. */
export interface Transition extends Omit<Aspect, "id" | "effects"> {
  readonly answer: number;
  readonly next: number;
  readonly anomalies: number;
  readonly faults: number;
}

export interface Delivery {
  readonly next: number;
  /** Id of the list of effects. */
  readonly effects: number;
}

/** What a service does by itself. */
export interface OwnStep {
  readonly next: number;
  readonly label: string;
  readonly anomalies: number;
  readonly faults: number;
  /** Id of the list of effects. */
  readonly effects: number;
  readonly witnesses: readonly string[];
}

const noSteps: readonly OwnStep[] = [];

/** What the death of a process does to a service. */
export interface Loss {
  readonly next: number;
  /** Id of the list of events. */
  readonly events: number;
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
    if (index === undefined) throw new NoSuchService(service);
    return this.internRequest(index, request);
  }

  internRequest(service: number, request: unknown): number {
    const key = `${service} ${canonical(request)}`;
    return this.requests.find(key) ?? this.requests.intern(key, { service, request: frozenCopy(request) });
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
    const key = canonical(events);
    return this.events.find(key) ?? this.events.intern(key, frozenCopy(events));
  }
}

/** Columns of a transition. */
const answerColumn = 0;
const nextColumn = 1;
const costColumn = 2;
const aspectColumn = 3;
const columns = 4;

/** Anomalies and faults of one outcome, and whether it leaves a zombie, in one number. */
const costBits = 15;
const costMax = 2 ** costBits - 1;

export class ServiceTransitions {
  readonly service: AnyService;
  readonly #index: number;
  readonly #words: Words;
  readonly #limits: Limits;
  readonly #states = new Interner<unknown>();
  /** By state and call: the group of transitions; a group's transitions stand one after the other. */
  readonly #groups = new PairMap();
  readonly #firsts = new IntList([0]);
  readonly #table = new IntList();
  readonly #aspects = new Interner<Aspect>();
  readonly #effects = new Interner<readonly Effect[]>();
  readonly #hits = new PairMap();
  readonly #deliveryIds = new PairMap();
  readonly #deliveries: (readonly Delivery[])[] = [];
  /** By state. */
  readonly #steps: (readonly OwnStep[] | undefined)[] = [];
  /** By call and part of the state: where a request was asked, and the group of transitions that it has there. */
  readonly #byPart = new Map<string, { readonly state: number; readonly group: number }>();
  readonly #lossIds = new PairMap();
  readonly #losses: Loss[] = [];
  readonly initial: number;

  readonly #check: boolean;

  /** `index`: the service's position among the world's services. `check`: ask it also where the outcomes are known from another state. */
  constructor(service: AnyService, index: number, words: Words, limits: Limits, check = false) {
    this.service = service;
    this.#check = check;
    this.#index = index;
    this.#words = words;
    this.#limits = limits;
    this.initial = this.#intern(service.initial);
    this.#effects.intern("[]", []);
    this.#aspects.intern("", { id: 0, label: undefined, effects: 0, events: 0, zombie: -1, witnesses: [] });
  }

  get states(): number {
    return this.#states.size;
  }

  state(id: number): unknown {
    return this.#states.get(id);
  }

  /** All outcomes of a request within the search's bounds, as a group: those from {@link first} to below {@link end}. */
  group(state: number, request: number, conflicted: boolean): number {
    const call = request * 2 + (conflicted ? 1 : 0);
    const known = this.#groups.get(state, call);
    return known >= 0 ? known : this.#ask(state, request, conflicted, call);
  }

  /** The number of a group's first transition, the well-behaved one. */
  first(group: number): number {
    return this.#firsts.at(group);
  }

  /** The number after a group's last transition; {@link first} where the group is empty: blocked. */
  end(group: number): number {
    return this.#firsts.at(group + 1);
  }

  answerOf(transition: number): number {
    return this.#table.at(transition * columns + answerColumn);
  }

  nextOf(transition: number): number {
    return this.#table.at(transition * columns + nextColumn);
  }

  anomaliesOf(transition: number): number {
    return this.#table.at(transition * columns + costColumn) & costMax;
  }

  faultsOf(transition: number): number {
    return (this.#table.at(transition * columns + costColumn) >>> costBits) & costMax;
  }

  leavesZombie(transition: number): boolean {
    return this.#table.at(transition * columns + costColumn) >>> (2 * costBits) !== 0;
  }

  aspectIdOf(transition: number): number {
    return this.#table.at(transition * columns + aspectColumn);
  }

  aspectOf(transition: number): Aspect {
    return this.#aspects.get(this.aspectIdOf(transition));
  }

  aspect(id: number): Aspect {
    return this.#aspects.get(id);
  }

  /** A transition as an object: what those who look at few of them take. */
  transition(transition: number): Transition {
    const { label, events, zombie, witnesses } = this.aspectOf(transition);
    return {
      answer: this.answerOf(transition),
      next: this.nextOf(transition),
      anomalies: this.anomaliesOf(transition),
      faults: this.faultsOf(transition),
      label,
      events,
      zombie,
      witnesses,
    };
  }

  /** Could one of a list of effects, coming first, have changed the answer of a request in flight? */
  hits(effects: number, request: number): boolean {
    const known = this.#hits.get(effects, request);
    if (known >= 0) return known === 1;
    const { service, request: data } = this.#words.requests.get(request);
    const list = this.#effects.get(effects);
    const hit =
      service === this.#index && list.some((effect) => this.service.collides?.(data, effect) ?? false);
    this.#hits.set(effects, request, hit ? 1 : 0);
    return hit;
  }

  /** Where the state may go when a zombie takes effect now. One that changes nothing at all is as if it never did. */
  deliveries(state: number, request: number, conflicted: boolean): readonly Delivery[] {
    const call = request * 2 + (conflicted ? 1 : 0);
    const known = this.#deliveryIds.get(state, call);
    if (known >= 0) return this.#deliveries[known]!;
    const { request: data } = this.#words.requests.get(request);
    const next = this.service.deliver?.(this.#states.get(state), data, conflicted) ?? [];
    const deliveries = next
      .map((one) => ({ next: this.#intern(one.next), effects: this.#internEffects(one.effects) }))
      .filter((one) => one.next !== state || one.effects !== 0);
    this.#deliveryIds.set(state, call, this.#deliveries.length);
    this.#deliveries.push(deliveries);
    return deliveries;
  }

  /** What the service may do by itself within the search's bounds. */
  steps(state: number): readonly OwnStep[] {
    if (this.service.steps === undefined) return noSteps;
    const known = this.#steps[state];
    if (known !== undefined) return known;
    const found = this.service.steps(this.#states.get(state), this.#limits).map((step): OwnStep => {
      const { label, anomalies, faults, witnesses } = step;
      const next = this.#intern(step.next);
      return { next, label, anomalies, faults, effects: this.#internEffects(step.effects), witnesses };
    });
    const steps = found.filter(({ next }) => next !== state);
    while (this.#steps.length <= state) this.#steps.push(undefined);
    this.#steps[state] = steps;
    return steps;
  }

  /** The state, and the events, after the death of a process: number `process`, called `name`. */
  crashed(state: number, process: number, name: string): Loss {
    const known = this.#lossIds.get(state, process);
    if (known >= 0) return this.#losses[known]!;
    const after = this.service.crashed?.(this.#states.get(state), name);
    const loss =
      after === undefined
        ? { next: state, events: 0 }
        : { next: this.#intern(after.next), events: this.#words.internEvents(after.events) };
    this.#lossIds.set(state, process, this.#losses.length);
    this.#losses.push(loss);
    return loss;
  }

  #ask(state: number, request: number, conflicted: boolean, call: number): number {
    const before = this.#states.get(state);
    const { request: data } = this.#words.requests.get(request);
    const part = this.service.partFor?.(before, data);
    const known = part === undefined ? undefined : this.#byPart.get(`${call} ${part}`);
    const group = this.#firsts.length - 1;
    if (known === undefined) {
      this.#askService(state, data, conflicted);
      if (part !== undefined) this.#byPart.set(`${call} ${part}`, { state, group });
    } else {
      this.#askAsThere(state, data, known);
      if (this.#check) this.#compareWithService(state, data, conflicted, group);
    }
    this.#firsts.push(this.#table.length / columns);
    this.#groups.set(state, call, group);
    return group;
  }

  /** Adds the transitions of a request that the service tells. */
  #askService(state: number, data: unknown, conflicted: boolean): void {
    const before = this.#states.get(state);
    for (const outcome of this.service.outcomes(before, data, { conflicted }, this.#limits)) {
      const { anomalies, faults } = outcome;
      if (anomalies > costMax || faults > costMax)
        throw new RangeError(
          `an outcome of ${this.service.name} has more than ${costMax} anomalies or faults`,
        );
      const zombie = outcome.zombie === undefined ? 0 : 1;
      this.#table.push(this.#words.internAnswer(outcome.answer));
      this.#table.push(outcome.next === before ? state : this.#intern(outcome.next));
      this.#table.push(anomalies | (faults << costBits) | (zombie << (2 * costBits)));
      this.#table.push(
        this.#internAspect({
          label: outcome.label,
          effects: this.#internEffects(outcome.effects),
          events: this.#words.internEvents(outcome.events),
          zombie: outcome.zombie === undefined ? -1 : this.#words.internRequest(this.#index, outcome.zombie),
          witnesses: outcome.witnesses,
        }),
      );
    }
  }

  /** Adds the transitions that the request has in another state, which is the same where its outcomes look. */
  #askAsThere(state: number, data: unknown, there: { readonly state: number; readonly group: number }): void {
    const before = this.#states.get(state);
    for (let one = this.first(there.group); one < this.end(there.group); one++) {
      const next = this.nextOf(one);
      this.#table.push(this.answerOf(one));
      this.#table.push(
        next === there.state
          ? state
          : this.#intern(this.service.withPart!(before, this.#states.get(next), data)),
      );
      this.#table.push(this.#table.at(one * columns + costColumn));
      this.#table.push(this.aspectIdOf(one));
    }
  }

  /** Throws where the transitions just added are not those that the service tells. */
  #compareWithService(state: number, data: unknown, conflicted: boolean, group: number): void {
    const first = this.first(group) * columns;
    const length = this.#table.length - first;
    this.#askService(state, data, conflicted);
    const same =
      this.#table.length - first === 2 * length &&
      Array.from({ length }, (_, at) => this.#table.at(first + at)).every(
        (value, at) => value === this.#table.at(first + length + at),
      );
    this.#table.truncate(first + length);
    if (!same)
      throw new Error(
        `${this.service.name} says that a request looks at a part of its state, and its outcomes hang on more: ${this.#words.textOf(this.#words.internRequest(this.#index, data))}`,
      );
  }

  #intern(state: unknown): number {
    return this.#states.intern(this.service.encode(state), state);
  }

  #internEffects(effects: readonly Effect[]): number {
    return effects.length === 0 ? 0 : this.#effects.intern(canonical(effects), effects);
  }

  #internAspect(aspect: Omit<Aspect, "id">): number {
    const { label, effects, events, zombie, witnesses } = aspect;
    if (effects === 0 && events === 0 && zombie < 0 && witnesses.length === 0 && label === undefined)
      return 0;
    const seen = witnesses.length === 0 ? "" : JSON.stringify(witnesses);
    const key = `${effects} ${events} ${zombie} ${seen}${label === undefined ? "" : `!${label}`}`;
    return this.#aspects.find(key) ?? this.#aspects.intern(key, { ...aspect, id: this.#aspects.size });
  }
}
