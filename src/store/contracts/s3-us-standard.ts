/**
 * All is eventual: a read may find any state that the key was ever in, also that there was nothing, though nobody has asked before; a
 * listing as well.
 *
 * True of: Amazon S3's US Standard region (now us-east-1) from its launch in March 2006 to the summer of 2015, when it got what all
 * other regions had (`s3-legacy`).
 * Source: Amazon S3 FAQ as of 2014, quoted in gaul/are-we-consistent-yet: "Amazon S3 buckets in the US Standard region provide eventual
 * consistency"; its measurements of 2014-12 (US Standard: of 100,000 listings after a create 16 were stale).
 *
 * A key that was deleted and created again: any of its states may be served. Nothing bounds the window.
 */
import type { Contract, Found, KeyRecord } from "../state.js";
import { pastWith, record } from "./past.js";

function after(before: KeyRecord, now: Found): KeyRecord {
  return record({
    current: now,
    readable: pastWith(before.current, before.readable, now),
    listable: pastWith(before.current, before.listable, now),
  });
}

export const s3UsStandard: Contract = Object.freeze({
  name: "s3-us-standard",
  listsUploadsLate: true,
  afterWrite: after,
  afterDelete: (before) => (before.current === null ? before : after(before, null)),
  afterMiss: (before) => before,
} satisfies Contract);
