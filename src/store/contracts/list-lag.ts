/**
 * Reads are strong, listings lag: LIST may leave out a new key, show a deleted one, and show an overwritten one with an ETag
 * and size that it had before.
 *
 * True of: stores that keep listings apart from objects and bring them up to date later: OpenStack Swift, whose container
 * servers get an object's row from a queue when they were busy ("async pending", swift-object-updater(1)), since 2010 to today;
 * and the part of Amazon S3 before 1 December 2020 that broke most commit protocols (S3Guard and EMRFS consistent view
 * were built against it).
 * Source: swift-object-updater(1): "Container listings, therefore, may not immediately contain the object"; Amazon S3 Developer
 * Guide, Introduction.md at 41df5c1. Swift's own reads after an overwrite may be stale too: `s3-legacy` is nearer to all of it,
 * this is its listing alone.
 *
 * A key that was deleted and created again: it may be left out, as the DELETE left it, or shown as any object that it ever was.
 * Nothing bounds the window.
 */
import type { Contract, Found, KeyRecord } from "../state.js";
import { pastWith, record } from "./past.js";

function after(before: KeyRecord, now: Found): KeyRecord {
  return record({ current: now, listable: pastWith(before.current, before.listable, now) });
}

export const listLag: Contract = Object.freeze({
  name: "list-lag",
  listsUploadsLate: true,
  afterWrite: after,
  afterDelete: (before) => after(before, null),
  afterMiss: (before) => before,
} satisfies Contract);
