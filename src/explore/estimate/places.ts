/**
 * What each place that answers requests has heard of by now. A place is asked which of the states that the store's contract
 * allows it tells: the newest change of the key that has come to it. Where the contract does not allow that one, it tells the truth,
 * so nothing is ever told that the contract forbids.
 */
import type { Delay, DelayProfile, Propagation } from "../../check/profile.js";
import type { Eye } from "../../store/eye.js";
import type { ListedObject } from "../../store/object-store.js";
import type { Found, ReadVerb } from "../../store/state.js";
import { sameFound } from "../../store/version.js";
import type { Random } from "../random.js";
import { type Draw, drawOf, longest } from "./delay.js";

/** Who looks: GET and HEAD, the source of COPY, LIST. */
const channels = ["reads", "copies", "listings"] as const;
type Channel = (typeof channels)[number];

type Kind = keyof Propagation;

/** A change of a key. */
interface Change {
  readonly at: number;
  /** What the key held from then on. */
  readonly found: Found;
  readonly kind: Kind;
  /** When each place tells it, by channel and place; undefined where that is drawn for each read. */
  readonly toldAt: Readonly<Record<Channel, Float64Array>> | undefined;
}

/** What is known of a key. */
interface Known {
  /** What it held before the first of the changes. */
  before: Found;
  /** The newest last. Those that everybody has long heard of are forgotten, but for the last. */
  changes: Change[];
  /** By place: until when a 404 goes on being told. */
  missedUntil: Float64Array | undefined;
}

export class Places implements Eye {
  /** Virtual time, in milliseconds. */
  now = 0;
  readonly #random: Random;
  readonly #count: number;
  readonly #draws: Readonly<Record<Channel, Readonly<Record<Kind, Draw>>>>;
  readonly #copiesAsReads: boolean;
  readonly #notFound: Draw | undefined;
  readonly #perRead: boolean;
  /** After so long everybody has heard of a change. */
  readonly #horizon: number;
  readonly #known = new Map<string, Known>();
  #place = 0;

  constructor(profile: DelayProfile, random: Random) {
    const { propagation, places, drawnFor } = profile;
    this.#random = random;
    this.#count = places ?? 1;
    this.#perRead = drawnFor === "read";
    this.#copiesAsReads = propagation.copies === undefined;
    this.#draws = {
      reads: drawsOf(propagation.reads, random),
      copies: drawsOf(propagation.copies ?? propagation.reads, random),
      listings: drawsOf(propagation.listings, random),
    };
    this.#notFound = propagation.notFound === undefined ? undefined : drawOf(propagation.notFound, random);
    this.#horizon = Math.max(
      ...channels.flatMap((channel) => Object.values<Delay>({ ...propagation[channel] }).map(longest)),
      0,
    );
  }

  /** A request comes to one of the places. To be called before the store is asked. */
  enter(): void {
    this.#place = this.#count === 1 ? 0 : this.#random.below(this.#count);
  }

  /** The key truly held `was` and holds `found` from now on. */
  changed(key: string, was: Found, found: Found): void {
    const known = this.#of(key, was);
    const last = known.changes.at(-1);
    const before = last === undefined ? known.before : last.found;
    const kind = kindOf(before, found);
    if (last !== undefined && last.at + this.#horizon <= this.now) {
      known.before = last.found;
      known.changes.length = 0;
    }
    const toldAt = this.#perRead ? undefined : this.#tell(kind);
    known.changes.push({ at: this.now, found, kind, toldAt });
  }

  found(key: string, verb: ReadVerb, may: readonly Found[]): number {
    const index =
      may.length === 1 ? 0 : this.#choose(key, verb === "COPY" ? "copies" : "reads", may, sameFound);
    if (this.#notFound !== undefined && index === 0 && may[0] === null) this.#missed(key);
    return index;
  }

  listed(key: string, may: readonly (ListedObject | null)[]): number {
    return this.#choose(key, "listings", may, sameListed);
  }

  #choose<T>(
    key: string,
    channel: Channel,
    may: readonly T[],
    same: (told: Found, one: T) => boolean,
  ): number {
    const told = this.#toldAt(key, channel);
    return Math.max(
      0,
      may.findIndex((one) => same(told, one)),
    );
  }

  /** What the place that was asked tells of the key. */
  #toldAt(key: string, channel: Channel): Found {
    const known = this.#known.get(key);
    if (known === undefined) return null;
    const { before, changes, missedUntil } = known;
    if (channel !== "listings" && missedUntil !== undefined && missedUntil[this.#place]! > this.now)
      return null;
    for (let at = changes.length - 1; at >= 0; at--) {
      const change = changes[at]!;
      const told = change.toldAt?.[channel][this.#place] ?? change.at + this.#draws[channel][change.kind]();
      if (told <= this.now) return change.found;
    }
    return before;
  }

  #tell(kind: Kind): Change["toldAt"] {
    const times = (channel: Channel): Float64Array => {
      const draw = this.#draws[channel][kind];
      return Float64Array.from({ length: this.#count }, () => this.now + draw());
    };
    const reads = times("reads");
    return { reads, copies: this.#copiesAsReads ? reads : times("copies"), listings: times("listings") };
  }

  #missed(key: string): void {
    const known = this.#of(key, null);
    known.missedUntil ??= new Float64Array(this.#count);
    known.missedUntil[this.#place] = this.now + this.#notFound!();
  }

  #of(key: string, before: Found): Known {
    let known = this.#known.get(key);
    if (known === undefined) {
      known = { before, changes: [], missedUntil: undefined };
      this.#known.set(key, known);
    }
    return known;
  }
}

export function kindOf(before: Found, found: Found): Kind {
  if (found === null) return "deleted";
  return before === null ? "created" : "overwritten";
}

function drawsOf(propagation: Propagation | undefined, random: Random): Readonly<Record<Kind, Draw>> {
  return {
    created: drawOf(propagation?.created, random),
    overwritten: drawOf(propagation?.overwritten, random),
    deleted: drawOf(propagation?.deleted, random),
  };
}

function sameListed(told: Found, one: ListedObject | null): boolean {
  if (told === null || one === null) return told === one;
  return told.etag === one.etag && told.body.length === one.size;
}
