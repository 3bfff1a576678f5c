/**
 * Everything is strong but the source read of COPY, which may find any state that the key was ever in: nothing, though it was
 * created; the object from before an overwrite; an object that was deleted.
 *
 * True of: what an event-driven mover on Amazon S3 met in 2023: of 1.5 million objects a day 350 were answered NoSuchKey when
 * they were copied right after their notification, while GET found them. Amazon's documentation does not say that COPY is
 * excepted from strong consistency (a COPY is a read and a write), so this is an observation and no promise.
 * Source: S. Hanmer, "Now You See Me, Now You Don't - the Mystery of the Vanishing S3 Objects" (2023-10).
 *
 * A key that was deleted and created again: its COPY may find what was there before, or nothing. Nothing bounds the window.
 */
import type { Contract, Found, KeyRecord } from "../state.js";
import { pastWith, record } from "./past.js";

function after(before: KeyRecord, now: Found): KeyRecord {
  return record({ current: now, readable: pastWith(before.current, before.readable, now) });
}

export const copyLag: Contract = Object.freeze({
  name: "copy-lag",
  readers: Object.freeze(["COPY"] as const),
  afterWrite: after,
  afterDelete: (before) => (before.current === null ? before : after(before, null)),
  afterMiss: (before) => before,
} satisfies Contract);
