/** The state of a simulated store: a record for every key of which anything is known. Immutable. */
import type { ListedObject } from "./object-store.js";
import { SortedMap, type Keyed } from "./sorted-map.js";
import { type Found, type KeyRecord, untouched } from "./state.js";
import { noNotices, type Notices } from "./notices.js";
import { noUploads, type Uploads } from "./uploads.js";
import { sameRecord } from "./version.js";

/** What LIST may say of one key: nothing or an object with its ETag and size. */
export interface Listing {
  /** What an up-to-date listing shows. */
  readonly shown: ListedObject | null;
  /** What else it may show, each once, newest first. */
  readonly others: readonly (ListedObject | null)[];
}

/** A key with its record, and what is worked out from them once however often it is asked for. */
export class Entry implements Keyed {
  readonly key: string;
  readonly record: KeyRecord;
  /** The entry's code and the encoder that gave it: kept here, because looking it up by its content costs more. */
  code = "";
  encodedBy: object | undefined;
  #listing: Listing | undefined;

  constructor(key: string, record: KeyRecord) {
    this.key = key;
    this.record = record;
  }

  get listing(): Listing {
    return (this.#listing ??= listingOf(this.key, this.record));
  }
}

/** Where an entry has nothing but its current version, there is nothing to choose from. */
const nothingElse: readonly never[] = Object.freeze([]);

function listingOf(key: string, record: KeyRecord): Listing {
  const shown = listed(key, record.current);
  if (record.listable.length === 0) return { shown, others: nothingElse };
  const others: (ListedObject | null)[] = [];
  for (const found of record.listable) {
    const other = listed(key, found);
    // Versions that differ in their metadata alone look the same in a listing.
    if (!sameListed(other, shown) && !others.some((earlier) => sameListed(other, earlier)))
      others.push(other);
  }
  return { shown, others };
}

function listed(key: string, found: Found): ListedObject | null {
  if (found === null) return null;
  const { etag, body, modified } = found;
  const object = { key, etag, size: body.length };
  return Object.freeze(modified === undefined ? object : { ...object, modified });
}

function sameListed(a: ListedObject | null, b: ListedObject | null): boolean {
  if (a === null || b === null) return a === b;
  return a.etag === b.etag && a.size === b.size && a.modified === b.modified;
}

export interface StoreState {
  readonly objects: SortedMap<Entry>;
  /** Uploads in parts: none of them is an object. */
  readonly uploads: Uploads;
  /** Notifications in the bucket's queue. */
  readonly notices: Notices;
}

export const emptyState: StoreState = Object.freeze({
  objects: SortedMap.empty<Entry>(),
  uploads: noUploads,
  notices: noNotices,
});

export function recordAt(state: StoreState, key: string): KeyRecord {
  return state.objects.get(key)?.record ?? untouched;
}

/** The state with another record at `key`; the state itself where nothing can be told from before. */
export function withRecord(state: StoreState, key: string, record: KeyRecord): StoreState {
  const before = recordAt(state, key);
  if (sameRecord(before, record)) return state;
  const objects = sameRecord(record, untouched)
    ? state.objects.delete(key)
    : state.objects.set(new Entry(key, record));
  return Object.freeze({ objects, uploads: state.uploads, notices: state.notices });
}

export function withObjects(state: StoreState, objects: SortedMap<Entry>): StoreState {
  if (objects === state.objects) return state;
  return Object.freeze({ objects, uploads: state.uploads, notices: state.notices });
}

export function withUploads(state: StoreState, uploads: Uploads): StoreState {
  if (uploads === state.uploads) return state;
  return Object.freeze({ objects: state.objects, uploads, notices: state.notices });
}

export function withNotices(state: StoreState, notices: Notices): StoreState {
  return Object.freeze({ objects: state.objects, uploads: state.uploads, notices });
}
