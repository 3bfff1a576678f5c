/** The state of a simulated store, and what a consistency model keeps of the past of each key. All immutable. */
import type { Body } from "./body.js";
import type { ETag } from "./object-store.js";

/** One object that was written at a key. */
export interface Version {
  readonly body: Body;
  readonly etag: ETag;
  readonly metadata: Readonly<Record<string, string>>;
  /** When it was written, where the store has a clock. */
  readonly modified?: number;
  /** Which version of its key it is, in a bucket with versioning. */
  readonly id?: string;
}

/** What a read may find at a key: a version, or nothing. */
export type Found = Version | null;

/** All versions of a key in a bucket with versioning, its delete markers among them. */
export interface History {
  /** How many there ever were: no id is given twice. */
  readonly made: number;
  /** Newest first; the first is the current one. */
  readonly versions: readonly KeptVersion[];
}

export interface KeptVersion {
  readonly id: string;
  /** Null: a delete marker. */
  readonly found: Found;
  /** Of a delete marker: when it was put there, where the store has a clock. */
  readonly modified?: number;
}

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
  /** Where reads are answered by nodes that need not have the truth: what each has. Left out: all that they can have. */
  readonly nodes?: readonly NodeView[];
  /** What a replica of the bucket has of the key, then what has not come there yet, oldest first. Left out: it has all. */
  readonly replica?: NodeView;
  /** Left out: the bucket has no versioning, or there was never a version of the key. */
  readonly history?: History;
  /** How often the key was written, where an ETag is the number of its write. */
  readonly writes?: number;
}

/** What a node has of a key: a copy, then what it has not heard of yet, oldest first. Empty: nothing, it would have to ask. */
export type NodeView = readonly Found[];

/** What a read finds at a node, and what is left behind. */
export interface Sighting {
  readonly found: Found;
  readonly after: KeyRecord;
  /** What came after `found` and is not told: none where it is true. */
  readonly missing: readonly Found[];
}

/** The reads of single keys. */
export type ReadVerb = "GET" | "HEAD" | "COPY";

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
  /** A listing of uploads may miss some that are under way: what the store promises of listings, it promises of none. */
  readonly listsUploadsLate?: boolean;
  /** Which reads may find what is `readable`; all, where this is left out. */
  readonly readers?: readonly ReadVerb[];
  /** For contracts with nodes, in place of `readable`: all that a read may find, first something true. */
  sights?(record: KeyRecord): readonly Sighting[];
  /** For contracts with nodes, in place of `afterWrite` (which is the first): a record for each node that may take the write. */
  afterWrites?(before: KeyRecord, next: Version): readonly KeyRecord[];
  /** As `afterWrites`. */
  afterDeletes?(before: KeyRecord): readonly KeyRecord[];
  /** For contracts with a replica of the bucket: what it has of the key. */
  replica?(record: KeyRecord): Found;
  /** For contracts with a replica: the record after the next change of the key has come there; undefined where none is on its way. */
  afterReplication?(record: KeyRecord): KeyRecord | undefined;
}

/** A key of which nothing is known: what a record is before its first write. Never kept in a state. */
export const untouched: KeyRecord = Object.freeze({
  current: null,
  readable: [],
  listable: [],
  probed: false,
});
