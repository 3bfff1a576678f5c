/** What contracts share: a key's past as lists of what may still be found, newest first, each once, never what is true now. */
import { sameFound } from "../version.js";
import { type Found, type KeyRecord, untouched } from "../state.js";

/** Nothing. Frozen, so that every record may hold it. */
export const nothingOlder: readonly Found[] = Object.freeze([]);

/**
 * The past after what is true changed from `before` to `now`: `before` is its newest part, and what is true now is no part of it.
 * `older`, the past until now, holds each thing once and not `before`; so does the new past.
 */
export function pastWith(before: Found, older: readonly Found[], now: Found): readonly Found[] {
  const kept = [before, ...older].filter((found) => !sameFound(found, now));
  return kept.length === 0 ? nothingOlder : Object.freeze(kept);
}

/** A record; what is left out is as in a record of a key of which nothing is known. */
export function record(parts: Partial<KeyRecord>): KeyRecord {
  return Object.freeze({ ...untouched, ...parts });
}
