/**
 * A ring of cache nodes before an index that has the truth. A write goes through one node, which then has it; a read may ask any
 * node, and is told what that node has in its cache, true or not, "nothing there" included. What a node does not have it fetches,
 * and what it has it may lose at any time.
 *
 * True of: how Amazon S3 came to be eventually consistent until December 2020: writes flowed through one part of the
 * metadata cache while reads asked another. The fix was a witness that is told of every write and that a node asks whether what
 * it has is stale: a store with a witness is `strong`, within its region.
 * Source: W. Vogels, "Diving Deep on S3 Consistency" (allthingsdistributed.com, 2021-04).
 *
 * From this follow the caveat of new objects (a 404 is cached by the node that looked, and by no other), stale overwrites and
 * deletes. With two nodes at most one of them is stale, so two different old states cannot both be read.
 * Long ago every node has met every object, and nobody has looked for keys that are not there.
 * Listings are cached in blocks that anybody's LIST may have loaded at any time: LIST may show any state that a key was ever in.
 *
 * A key that was deleted and created again: a node may still have the object from before, or the DELETE if that went through it.
 */
import type { Contract, Found, KeyRecord, NodeView, Sighting } from "../state.js";
import { sameFound } from "../version.js";
import { nodesOf, pastWith, record, withNodes } from "./past.js";

const empty: NodeView = Object.freeze([]);

/** The contract with so many cache nodes. */
export function indexCacheOf(count: number): Contract {
  const views = (known: KeyRecord): readonly NodeView[] => nodesOf(known, count, longAfter);
  /** The write goes through each of the nodes in turn: a record for each. */
  const through = (before: KeyRecord, now: Found): readonly KeyRecord[] => {
    const listable = pastWith(before.current, before.listable, now);
    const nodes = views(before);
    return nodes.map((_, node) => settle(record({ current: now, listable }), nodes.with(node, [now])));
  };
  return Object.freeze({
    name: "index-cache",
    listsUploadsLate: true,
    afterWrite: (before, next) => through(before, next)[0]!,
    afterDelete: (before) => (before.current === null ? before : through(before, null)[0]!),
    afterMiss: (before) => before,
    sights: (known) => sightsAt(known, views(known)),
    afterWrites: through,
    afterDeletes: (before) => (before.current === null ? [before] : through(before, null)),
  } satisfies Contract);
}

export const indexCache: Contract = indexCacheOf(2);

/** What nodes have long after: objects, and no memory of what is not there. */
function longAfter(current: Found): NodeView {
  return current === null ? empty : [current];
}

function settle(known: KeyRecord, nodes: readonly NodeView[]): KeyRecord {
  const settled = longAfter(known.current);
  return withNodes(known, nodes, (view) => view.length === settled.length && isTrue(known, view));
}

/** Nothing in the cache is fetched, so it is as good as the truth. */
function isTrue(known: KeyRecord, view: NodeView): boolean {
  return view.every((found) => sameFound(found, known.current));
}

/** A node answers what it has, or fetches the truth, because it has nothing or has lost what it had. The truth first. */
function sightsAt(known: KeyRecord, nodes: readonly NodeView[]): readonly Sighting[] {
  const fetched = nodes.map((_, node): Sighting => {
    return { found: known.current, after: settle(known, nodes.with(node, [known.current])), missing: [] };
  });
  const stale = nodes.flatMap((view): readonly Sighting[] =>
    isTrue(known, view) ? [] : [{ found: view[0]!, after: known, missing: [known.current] }],
  );
  return [...fetched, ...stale];
}
