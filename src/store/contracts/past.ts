/** What contracts share: a key's past as lists of what may still be found, newest first, each once, never what is true now. */
import { sameFound } from "../version.js";
import { type Found, type KeyRecord, type NodeView, untouched } from "../state.js";

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

/** What each of `count` nodes has of a key; where the record does not say, what they have long after the last write. */
export function nodesOf(
  known: KeyRecord,
  count: number,
  longAfter: (current: Found) => NodeView,
): readonly NodeView[] {
  return known.nodes ?? Array.from({ length: count }, () => longAfter(known.current));
}

/**
 * The record with these nodes. They are alike but for what they have, so they stand in one order; where each of them is
 * as it will be long after, the record says nothing of them.
 */
export function withNodes(
  known: KeyRecord,
  nodes: readonly NodeView[],
  isSettled: (view: NodeView) => boolean,
): KeyRecord {
  const { nodes: _before, ...rest } = known;
  if (nodes.every(isSettled)) return Object.freeze(rest);
  const sorted = nodes.toSorted((a, b) => compareTexts(viewText(a), viewText(b)));
  return Object.freeze({ ...rest, nodes: Object.freeze(sorted) });
}

function viewText(view: NodeView): string {
  return JSON.stringify(
    view.map((found) => found && [found.body.digest, found.etag, found.metadata, found.modified, found.id]),
  );
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
