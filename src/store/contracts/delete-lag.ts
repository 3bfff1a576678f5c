/**
 * After a DELETE, a read may still serve the object that was there, and LIST may still show it. Writes are strong.
 *
 * True of: the delete half of Amazon S3 before 1 December 2020 and of OpenStack Swift to today, where a replica that missed the
 * DELETE serves the object until its tombstone arrives (measured on Rackspace in December 2014: 17 stale reads and
 * 20 stale listings after 1,000 deletes).
 * Source: Amazon S3 Developer Guide, Introduction.md at 41df5c1: after a delete "Amazon S3 might return the deleted data" and
 * "might list the deleted object"; gaul/are-we-consistent-yet. Both lag in other ways too: `s3-legacy` has all of it.
 *
 * A key that was deleted and created again: the PUT is strong, so it ends the window: nobody serves the object from before the
 * DELETE, or nothing, once a newer object was acknowledged. A second DELETE then leaves that newer object behind, not the first.
 * An overwrite leaves nothing behind either, so what a DELETE leaves is the one object that it deleted.
 * Nothing bounds the window while the key stays deleted.
 */
import type { Contract } from "../state.js";
import { nothingOlder, pastWith, record } from "./past.js";

export const deleteLag: Contract = Object.freeze({
  name: "delete-lag",
  afterWrite: (_before, next) => record({ current: next }),
  afterDelete: (before) => {
    if (before.current === null) return before;
    const ghost = pastWith(before.current, nothingOlder, null);
    return record({ readable: ghost, listable: ghost });
  },
  afterMiss: (before) => before,
} satisfies Contract);
