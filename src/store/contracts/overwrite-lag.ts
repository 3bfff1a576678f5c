/**
 * A read after an overwrite may serve any older version. New objects, deletes and listings are strong.
 *
 * True of: the overwrite half of what stores with "read after new write" promise: NetApp StorageGRID's default level
 * `read-after-new-write`, documented from 11.0 to today ("read-after-write consistency for new objects and eventual consistency for
 * object updates"), and Amazon S3 before 1 December 2020 for overwrites. A cache in front of a store that goes by age (a CDN, a
 * proxy; Google Cloud Storage's public objects until their Cache-Control expires) does the same to those who read through it.
 * Source: docs.netapp.com, StorageGRID "Consistency controls"; Amazon S3 Developer Guide, Introduction.md at 41df5c1. Both have
 * eventual deletes too: `s3-legacy` has all of it, this is one part alone.
 *
 * A key that was deleted and created again: the DELETE is strong, so after it nobody serves what was before; the PUT that
 * follows creates a new object, which is read at once. The past begins anew.
 * Nothing bounds the window between two overwrites.
 */
import type { Contract } from "../state.js";
import { untouched } from "../state.js";
import { nothingOlder, pastWith, record } from "./past.js";

export const overwriteLag: Contract = Object.freeze({
  name: "overwrite-lag",
  afterWrite: (before, next) =>
    record({
      current: next,
      readable: before.current === null ? nothingOlder : pastWith(before.current, before.readable, next),
    }),
  afterDelete: () => untouched,
  afterMiss: (before) => before,
} satisfies Contract);
