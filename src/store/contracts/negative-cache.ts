/**
 * A read that was told 404 may be told so again after the key was created: the store, or what is in front of it, remembers
 * that there was nothing. All else is strong, LIST too.
 *
 * True of: Amazon S3 before 1 December 2020, the caveat of its promise for new objects ("if you make a HEAD or GET request to a key
 * name before the object is created, then create the object shortly after that, a subsequent GET might not return the object
 * due to eventual consistency"); and today of any proxy or content network in front of a store that caches 404s.
 * Source: Amazon S3 Developer Guide, Introduction.md at 41df5c1; HADOOP-16490 (S3A stopped probing with HEAD before a create,
 * because each probe may make the load balancers keep the 404 for longer).
 *
 * Only a 404 that was true makes an entry. One that was wrong comes from an entry that is there already, and may keep it there for
 * longer; nothing bounds that here anyway.
 *
 * A key that was deleted and created again: the entry from before the first creation may live on through both, so a 404 that
 * was servable stays servable after the second creation, read or not. Without any 404 told, neither before the
 * first creation nor between DELETE and PUT, the new object is read at once.
 */
import type { Contract } from "../state.js";
import { nothingOlder, record } from "./past.js";

const aMiss = Object.freeze([null]);

export const negativeCache: Contract = Object.freeze({
  name: "negative-cache",
  afterWrite: (before, next) => {
    const remembered = before.probed || before.readable.length > 0;
    return record({ current: next, readable: remembered ? aMiss : nothingOlder });
  },
  afterDelete: (before) =>
    before.current === null ? before : record({ probed: before.readable.length > 0 }),
  afterMiss: (before) => (before.current === null && !before.probed ? record({ probed: true }) : before),
} satisfies Contract);
