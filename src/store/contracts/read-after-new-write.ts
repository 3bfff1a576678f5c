/**
 * A new object can be read at once, also after a 404; all else is eventual: reads after an overwrite or a DELETE may find any
 * older state of the key, and listings may be as they ever were.
 *
 * True of: NetApp StorageGRID at its default level `read-after-new-write`, from 11.0 to today, and OpenStack Swift, whose
 * object servers may miss an overwrite or a DELETE and whose container listings are brought up to date later.
 * Source: NetApp StorageGRID, "Consistency values": "Any GET following a successfully completed PUT will be able to read the newly
 * written data. Overwrites of existing objects, metadata updates, and deletes are eventually consistent"; swift-object-updater(1);
 * gaul/are-we-consistent-yet (2014-12, Rackspace: of 1,000 of each, 0 stale reads after a create, 17 after a delete, 3 after an
 * overwrite; 30 stale listings after a create, 20 after a delete).
 *
 * `s3-legacy` without its caveat: neither documentation says that a 404 may be told again.
 * A key that was deleted and created again: the DELETE may not have been heard of, nor the PUT after it, so reads may find the
 * old object or nothing. Nothing bounds the window (StorageGRID: "can take up to 15 days").
 */
import type { Contract, Found, KeyRecord } from "../state.js";
import { nothingOlder, pastWith, record } from "./past.js";

/** A key that has never had an object. */
function isNew(before: KeyRecord): boolean {
  return before.current === null && before.readable.length === 0;
}

function after(before: KeyRecord, now: Found): KeyRecord {
  return record({
    current: now,
    readable: isNew(before) ? nothingOlder : pastWith(before.current, before.readable, now),
    listable: pastWith(before.current, before.listable, now),
  });
}

export const readAfterNewWrite: Contract = Object.freeze({
  name: "read-after-new-write",
  listsUploadsLate: true,
  afterWrite: after,
  afterDelete: (before) => (before.current === null ? before : after(before, null)),
  afterMiss: (before) => before,
} satisfies Contract);
