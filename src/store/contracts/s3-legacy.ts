/**
 * Amazon S3 as it was first documented: a new object can be read at once, all else is eventual.
 *
 * True of: Amazon S3 in all Regions from its launch in March 2006 (US Standard, now us-east-1, gave no read-after-write for new
 * objects either until 2015: weaker than this) to 1 December 2020. Also what NetApp StorageGRID documented for its default
 * consistency ("matches AWS S3 consistency guarantees", versions 11.1 to 11.5).
 * Source: Amazon S3 Developer Guide, "Amazon S3 data consistency model" (awsdocs/amazon-s3-developer-guide,
 * Introduction.md at 41df5c1, 2020-11-13):
 *
 * - GET, HEAD and COPY's source: "read-after-write consistency for PUTs of new objects", with the caveat that a HEAD or GET of
 *   the key before it was created makes a later one eventual: it may be told 404 still;
 * - after an overwrite or a DELETE, prior data or deleted data may be returned: any version that the key ever had;
 * - LIST may leave out a new key, show a deleted one, and show an overwritten one as it was (a listing is a read of the same
 *   index, so it has no promise of its own).
 *
 * A key that was deleted and created again: the DELETE is eventual, so a read may find what was there before it; and whoever has
 * seen the DELETE need not have seen the PUT that came after. Such a PUT is no "PUT of a new object" that reads
 * are promised to see at once: "nothing" is then a past state like any other. A 404 told while the key was deleted adds nothing
 * to that, so only a 404 before the first creation is remembered.
 *
 * Nothing bounds the window: the documentation gives no time, so every past state may be served for ever.
 */
import type { Contract, Found, KeyRecord } from "../state.js";
import { pastWith, record } from "./past.js";

/** A key that has never had an object; S3 promises that its first one is read at once. */
function isNew(before: KeyRecord): boolean {
  return before.current === null && before.readable.length === 0;
}

function after(before: KeyRecord, now: Found): KeyRecord {
  const unseen = isNew(before) && !before.probed;
  return record({
    current: now,
    readable: unseen ? before.readable : pastWith(before.current, before.readable, now),
    listable: pastWith(before.current, before.listable, now),
  });
}

export const s3Legacy: Contract = Object.freeze({
  name: "s3-legacy",
  listsUploadsLate: true,
  afterWrite: after,
  afterDelete: (before) => (before.current === null ? before : after(before, null)),
  afterMiss: (before) => (isNew(before) && !before.probed ? record({ ...before, probed: true }) : before),
} satisfies Contract);
