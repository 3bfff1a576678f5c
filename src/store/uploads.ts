/**
 * Uploads in parts, as a state has them: by key, those under way and what is remembered of those that are over. A state that has
 * had none is as if there were no such thing.
 */
import { createHash } from "node:crypto";
import type { Body } from "./body.js";
import type { ETag, UploadRef } from "./object-store.js";
import { type Keyed, SortedMap } from "./sorted-map.js";
import type { Version } from "./state.js";

/** What took effect on the key of an upload while it was under way. */
export type Overtaking = "written" | "deleted" | "delete-of-nothing";

export interface Part {
  readonly number: number;
  readonly body: Body;
}

/** An upload under way, or what is left of an aborted one. */
export interface Upload {
  /** Its number among the uploads of its key, from 1 on, in the order in which they were begun. */
  readonly number: number;
  readonly metadata: Version["metadata"];
  /** When it was begun, where the store has a clock. */
  readonly modified?: number;
  /** By number. */
  readonly parts: readonly Part[];
  /** In alphabetical order, each once. */
  readonly since: readonly Overtaking[];
  /** It was aborted, and these parts arrived all the same: nothing can be done with them but to abort it again. */
  readonly aborted?: true;
}

/** An upload that has become an object, where the store answers its Complete again. */
export interface Completed {
  readonly number: number;
  /** What its parts made: tells whether a repeated Complete asks for the same. */
  readonly parts: ETag;
  /** What it was answered. */
  readonly etag: ETag;
  readonly versionId?: string;
}

export interface UploadsOfKey {
  /** How many were ever begun: the number of the last. An id is never given twice. */
  readonly begun: number;
  /** By number. */
  readonly uploads: readonly Upload[];
  readonly completed: readonly Completed[];
}

/** The uploads of a key, with what is worked out from them once. */
export class UploadEntry implements Keyed {
  readonly key: string;
  readonly uploads: UploadsOfKey;
  /** As an object's entry has them: see `Entry` in store-state.ts. */
  code = "";
  encodedBy: object | undefined;

  constructor(key: string, uploads: UploadsOfKey) {
    this.key = key;
    this.uploads = uploads;
  }
}

export type Uploads = SortedMap<UploadEntry>;

export const noUploads: Uploads = SortedMap.empty<UploadEntry>();

const untouched: UploadsOfKey = Object.freeze({ begun: 0, uploads: [], completed: [] });

export function uploadsOf(all: Uploads, key: string): UploadsOfKey {
  return all.size === 0 ? untouched : (all.get(key)?.uploads ?? untouched);
}

export function withUploadsOf(all: Uploads, key: string, uploads: UploadsOfKey): Uploads {
  return all.set(new UploadEntry(key, Object.freeze(uploads)));
}

/** The uploads with another one in the place of that with its number; without it where `upload` is undefined. */
export function withUpload(
  of: UploadsOfKey,
  number: number,
  upload: Upload | undefined,
  more: Partial<UploadsOfKey> = {},
): UploadsOfKey {
  const others = of.uploads.filter((one) => one.number !== number);
  const uploads = upload === undefined ? others : [...others, Object.freeze(upload)];
  return { ...of, uploads: Object.freeze(uploads.sort((a, b) => a.number - b.number)), ...more };
}

/** Characters of the digest of its key in an upload's id. */
const digestLength = 8;

/**
 * The id of an upload: a function of its key and its number, so that the order in which uploads of different keys are begun makes no
 * difference to anybody. As on S3, an id of another key is known for what it is.
 */
export function uploadId(key: string, number: number): string {
  const digest = createHash("sha256").update(key).digest("hex").slice(0, digestLength);
  return `${number}-${digest}`;
}

/** The number that the id stands for at its key; undefined where it can be no id of an upload of this key. */
export function numberOf({ key, uploadId: id }: UploadRef): number | undefined {
  const number = Number.parseInt(id, 10);
  return number > 0 && uploadId(key, number) === id ? number : undefined;
}

/** The upload that the reference is to, under way or aborted with parts left. */
export function findUpload(all: Uploads, ref: UploadRef): Upload | undefined {
  const { uploads } = uploadsOf(all, ref.key);
  if (uploads.length === 0) return undefined;
  const number = numberOf(ref);
  return uploads.find((upload) => upload.number === number);
}

/** What is true of the uploads of the key after something took effect on it. */
export function overtake(all: Uploads, key: string, by: Overtaking): Uploads {
  return withEach(all, key, (upload) => {
    const since = upload.aborted === true ? upload.since : sinceAfter(upload.since, by);
    return since === upload.since ? upload : { ...upload, since };
  });
}

/** Without the uploads of the key that are under way and were begun before the one with this number. */
export function endBegunBefore(all: Uploads, key: string, number: number): Uploads {
  return withEach(all, key, (upload) => {
    return upload.aborted === true || upload.number >= number ? upload : undefined;
  });
}

/** The uploads of the key are still under way, and nothing has been uploaded. */
export function discardParts(all: Uploads, key: string): Uploads {
  return withEach(all, key, (upload) => (upload.parts.length === 0 ? upload : { ...upload, parts: [] }));
}

/** Each upload of the key as it is afterwards; undefined: it is no more. */
function withEach(all: Uploads, key: string, after: (upload: Upload) => Upload | undefined): Uploads {
  const of = uploadsOf(all, key);
  const uploads = of.uploads.flatMap((upload) => {
    const now = after(upload);
    return now === undefined ? [] : [now === upload ? now : Object.freeze(now)];
  });
  const same =
    uploads.length === of.uploads.length && uploads.every((upload, index) => upload === of.uploads[index]);
  return same ? all : withUploadsOf(all, key, { ...of, uploads: Object.freeze(uploads) });
}

/** A delete of nothing only tells that there was something at all. */
function sinceAfter(since: readonly Overtaking[], by: Overtaking): readonly Overtaking[] {
  if (since.includes(by) || (by === "delete-of-nothing" && since.length > 0)) return since;
  const others = since.filter((one) => one !== "delete-of-nothing");
  return Object.freeze([...others, by].sort());
}

/** The exact text of a key and its uploads: equal if and only if nobody can tell the two apart. Bodies by digest. */
export function uploadsText(key: string, { begun, uploads, completed }: UploadsOfKey): string {
  return JSON.stringify([
    key,
    begun,
    uploads.map(({ number, metadata, parts, since, aborted, modified }) => [
      number,
      Object.entries(metadata),
      parts.map((part) => [part.number, part.body.digest]),
      since,
      aborted === true,
      ...(modified === undefined ? [] : [modified]),
    ]),
    completed.map(({ number, parts, etag, versionId }) => [
      number,
      parts,
      etag,
      ...(versionId === undefined ? [] : [versionId]),
    ]),
  ]);
}

export function sameUploads(a: Uploads, b: Uploads, key: string): boolean {
  if (a === b) return true;
  const [left, right] = [uploadsOf(a, key), uploadsOf(b, key)];
  return left === right || uploadsText(key, left) === uploadsText(key, right);
}
