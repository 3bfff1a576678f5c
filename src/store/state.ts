/** The state of a simulated store, and what a consistency model keeps of the past of each key. All immutable. */
import type { Body } from "./body.js";
import type { ETag } from "./object-store.js";

/** One object that was written at a key. */
export interface Version {
  readonly body: Body;
  readonly etag: ETag;
  readonly metadata: Readonly<Record<string, string>>;
}

/** What a read may find at a key: a version, or nothing. */
export type Found = Version | null;

/** A key with its true content and what the store may still answer instead. */
export interface KeyRecord {
  /** The authoritative content. */
  readonly current: Found;
  /** What else GET, HEAD and the source of COPY may find: newest first, without repeats, never `current`. */
  readonly readable: readonly Found[];
  /** What else LIST may show (a version: with its size and ETag; null: not listed): the same order. */
  readonly listable: readonly Found[];
  /** A read was told 404 while the key was absent: what a negative cache remembers. */
  readonly probed: boolean;
}

/**
 * A consistency model: what remains visible of a key's past after a write, a delete, or a read that found nothing.
 * No time is in it: what may be answered may be answered for ever, because no contract promises when that ends.
 */
export interface Contract {
  readonly name: string;
  afterWrite(before: KeyRecord, next: Version): KeyRecord;
  afterDelete(before: KeyRecord): KeyRecord;
  /** A GET, HEAD or COPY of the key answered 404. */
  afterMiss(before: KeyRecord): KeyRecord;
}

/** A key of which nothing is known: what a record is before its first write. Never kept in a state. */
export const untouched: KeyRecord = Object.freeze({
  current: null,
  readable: [],
  listable: [],
  probed: false,
});
