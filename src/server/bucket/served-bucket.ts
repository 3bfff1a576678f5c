/**
 * A bucket: a state of the simulated store, and the requests on their way to it. Every request goes through the same transitions
 * that are searched and sampled elsewhere; here somebody picks one outcome of each, and that is what has happened.
 */
import type { Effect } from "../../sim/service.js";
import type { Random } from "../../explore/random.js";
import type { Personality } from "../../store/personalities/index.js";
import type { StoreAnswer, StoreRequest } from "../../store/requests.js";
import { storedMetadata } from "../../store/operations/put.js";
import { SimulatedStore, type StoreState } from "../../store/simulated-store.js";
import type { Version } from "../../store/state.js";
import { recordAt, withRecord } from "../../store/store-state.js";
import { withCurrent, withVersions } from "../../store/versions.js";
import type { Clock } from "../clock.js";
import type { Chooser } from "./choosers.js";
import { Settling } from "./settling.js";
import { touchedKeys } from "./touched.js";

type Metadata = Version["metadata"];

/** How long a write may take until everybody sees it, in milliseconds; without an end: what was once true may be seen for ever. */
export type Lag = { readonly from: number; readonly to: number } | "endless";

/** A conditional write from its arrival to its effect: what comes in between may collide with it. */
export interface Flight {
  readonly request: StoreRequest;
  conflicted: boolean;
}

/** A request whose caller has given up on it. */
export interface Zombie extends Flight {
  readonly random: Random;
  /** Told when it has taken effect: what it has written, null for a delete; undefined where it changed nothing. */
  landed: ((etag: string | null | undefined, key: string) => void) | undefined;
  /** After so many more requests; undefined: not by itself. */
  due: number | undefined;
}

/** What became of a request. */
export interface Asked {
  readonly answer: StoreAnswer;
  /** What was not well-behaved about it. */
  readonly label: string | undefined;
  readonly effects: readonly Effect[];
  /** It goes on without its caller. */
  readonly zombie: Zombie | undefined;
}

/** Told of each change, before its request is answered. */
export type Journal = (before: StoreState, after: StoreState, keys: readonly string[]) => void;

export interface BucketOptions {
  readonly name: string;
  readonly personality: Personality;
  readonly clock: Clock;
  readonly lag: Lag;
  readonly created: number;
}

/** What was kept has the longest delay still before it. */
const nothingRandom: Random = { fraction: () => 1, below: (bound) => bound - 1 };

/** A zombie lands within so many requests, or it does not land by itself. */
const longestDelay = 16;
const neverOneIn = 4;

export class ServedBucket {
  readonly name: string;
  readonly created: number;
  journal: Journal | undefined;
  /** Told when versioning was turned on, or suspended. */
  versioningTold: (() => void) | undefined;
  /** Somebody else says when a zombie lands. */
  steered = false;
  #store: SimulatedStore;
  #state: StoreState;
  readonly #clock: Clock;
  readonly #lag: Lag;
  readonly #settling = new Settling();
  readonly #flights = new Set<Flight>();
  #zombies: Zombie[] = [];

  constructor({ name, personality, clock, lag, created }: BucketOptions) {
    this.name = name;
    this.created = created;
    this.#store = new SimulatedStore(personality);
    this.#state = this.#store.initial;
    this.#clock = clock;
    this.#lag = lag;
  }

  get store(): SimulatedStore {
    return this.#store;
  }

  /** What is there becomes the version "null" of its key. Source: S3 API, PutBucketVersioning. */
  setVersioning(versioning: "enabled" | "suspended"): void {
    const { capabilities } = this.personality;
    if (capabilities.versioning === versioning) return;
    this.#store = new SimulatedStore({
      ...this.personality,
      capabilities: { ...capabilities, versioning },
    });
    this.versioningTold?.();
    this.#set(
      withVersions(this.#state),
      [...this.#state.objects].map(({ key }) => key),
    );
  }

  get personality(): Personality {
    return this.store.personality;
  }

  get state(): StoreState {
    return this.#state;
  }

  /** Puts the bucket into a state that was kept. */
  restore(state: StoreState): void {
    this.#state = state;
    this.#settling.clear();
    for (const { key } of state.objects) this.#watch(key, nothingRandom);
  }

  /** A request has arrived that others may collide with until {@link close}. */
  open(request: StoreRequest): Flight {
    const flight = { request, conflicted: false };
    this.#flights.add(flight);
    return flight;
  }

  close(flight: Flight): void {
    this.#flights.delete(flight);
  }

  /** Another request has come: the past that is over goes, zombies land. */
  turn(): void {
    this.settleDue();
    if (this.#zombies.length === 0) return;
    for (const zombie of this.#zombies) if (zombie.due !== undefined) zombie.due -= 1;
    const landing = this.#zombies.filter(({ due }) => due !== undefined && due <= 0);
    if (landing.length === 0) return;
    this.#zombies = this.#zombies.filter((zombie) => !landing.includes(zombie));
    for (const zombie of landing) this.#land(zombie);
  }

  /** The request takes effect, as the chooser picks. `random`: of delays, and of what becomes of a zombie. */
  ask(request: StoreRequest, flight: Flight | undefined, choose: Chooser, random: Random): Asked {
    const conflicted = flight?.conflicted ?? false;
    if (flight !== undefined) this.close(flight);
    const outcome = choose({ store: this.store, state: this.#state, request, conflicted });
    this.#commit(request, outcome.next, outcome.effects, random);
    const zombie =
      outcome.zombie === undefined ? undefined : this.#addZombie(outcome.zombie, conflicted, random);
    return { answer: outcome.answer, label: outcome.label, effects: outcome.effects, zombie };
  }

  /** Changes what HTTP keeps with an object, its tags, without making another version of it. */
  rewriteMetadata(key: string, change: (metadata: Metadata) => Metadata): void {
    const known = recordAt(this.#state, key);
    const before = known.current;
    if (before === null) return;
    const metadata = storedMetadata(change(before.metadata));
    const record = withCurrent(known, Object.freeze({ ...before, metadata }));
    this.#set(withRecord(this.#state, key, record), [key]);
  }

  /** How many requests are still on their way without a caller. */
  get zombies(): number {
    return this.#zombies.length;
  }

  /** Those, oldest first. */
  get onTheirWay(): readonly Zombie[] {
    return this.#zombies;
  }

  /** The caller of a request has died, and the request goes on without it. */
  abandon(request: StoreRequest, conflicted: boolean): void {
    this.#zombies.push({ request, conflicted, random: nothingRandom, due: undefined, landed: undefined });
  }

  /** Lands a zombie, the oldest one by default. `delivery`: which of the states that it may lead to. */
  deliver(position = 0, delivery?: number): boolean {
    const zombie = this.#zombies[position];
    if (zombie === undefined) return false;
    this.#zombies.splice(position, 1);
    this.#land(zombie, delivery);
    return true;
  }

  /** Every write has gone everywhere. Zombies stay on their way. */
  converge(): void {
    const before = this.#state;
    this.#settling.clear();
    this.#state = this.store.settled(before);
    if (this.#state === before || this.journal === undefined) return;
    this.journal(
      before,
      this.#state,
      [...before.objects].map(({ key }) => key),
    );
  }

  /** Keys with a past that may still be seen. */
  get unsettled(): number {
    return this.#settling.size;
  }

  settleDue(): void {
    const now = this.#clock.now();
    for (let key = this.#settling.next(now); key !== undefined; key = this.#settling.next(now)) {
      this.#set(this.store.settledAt(this.#state, key), [key]);
    }
  }

  #set(next: StoreState, keys: readonly string[]): void {
    const before = this.#state;
    if (next === before) return;
    this.#state = next;
    this.journal?.(before, next, keys);
  }

  #commit(request: StoreRequest, next: StoreState, effects: readonly Effect[], random: Random): void {
    if (next !== this.#state) this.#set(next, touchedKeys(request));
    for (const effect of effects) {
      this.#watch(effect.key, random);
      for (const flight of this.#flights) this.#collide(flight, effect);
      for (const zombie of this.#zombies) this.#collide(zombie, effect);
    }
  }

  #collide(flight: Flight, effect: Effect): void {
    if (!flight.conflicted && this.store.collides(flight.request, effect)) flight.conflicted = true;
  }

  /** A key with a past is settled when its last write has had its time. */
  #watch(key: string, random: Random): void {
    if (this.#lag === "endless") return;
    if (this.store.settledAt(this.#state, key) === this.#state) return;
    const { from, to } = this.#lag;
    this.#settling.add(key, this.#clock.now() + from + random.fraction() * (to - from));
  }

  #addZombie(request: StoreRequest, conflicted: boolean, random: Random): Zombie {
    const never = random.below(neverOneIn) === 0 || this.steered;
    const delay = 1 + random.below(longestDelay);
    const zombie = { request, conflicted, random, due: never ? undefined : delay, landed: undefined };
    this.#zombies.push(zombie);
    return zombie;
  }

  #land({ request, conflicted, random, landed }: Zombie, delivery?: number): void {
    const deliveries = this.store.deliver(this.#state, request, conflicted);
    const { next, effects } = deliveries[delivery ?? random.below(deliveries.length)]!;
    this.#commit(request, next, effects, random);
    const [effect] = effects;
    const key = effect?.key ?? touchedKeys(request)[0] ?? "";
    if (effect === undefined) landed?.(undefined, key);
    else landed?.(effect.kind === "write" ? recordAt(next, key).current?.etag : null, key);
  }
}
