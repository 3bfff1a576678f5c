/**
 * One primary that takes all writes, and lagging replicas behind a load balancer that answer all reads. Each replica catches up
 * with a key by itself, in the order of its writes, at any time or never; each read may go to any of them.
 *
 * True of: replicated stores in general, as they are taught: a PUT is acknowledged when the primary has it, a GET right after it may be
 * answered 404 or the old version by a replica that has not heard of it. Two replicas are enough for time to go backwards, and
 * a read that shows a third, still older version is not possible with two.
 * Source: M. Kleppmann, "Designing Data-Intensive Applications" (2017), chapter 5, "Problems with Replication Lag".
 *
 * Where the personality has consistent reads, a reader may ask for the primary, or hand in the version token that a PUT returned:
 * then no replica that has not come so far answers.
 * A replica catches up when it is read at the latest: before that nobody could tell. So what a replica has is a lower bound, and
 * no step of its own is needed.
 * Listings are brought up to date apart from the objects: LIST may show any state that a key was ever in.
 *
 * A key that was deleted and created again: like any two writes. A replica may have stopped at the object before, or at the DELETE.
 */
import type { Contract, Found, KeyRecord, NodeView, Sighting } from "../state.js";
import { sameFound } from "../version.js";
import { nodesOf, pastWith, record, withNodes } from "./past.js";

/** The contract with so many replicas. */
export function replicasOf(count: number): Contract {
  const views = (known: KeyRecord): readonly NodeView[] => nodesOf(known, count, (current) => [current]);
  const after = (before: KeyRecord, now: Found): KeyRecord => {
    const listable = pastWith(before.current, before.listable, now);
    const nodes = views(before).map((view) => Object.freeze([...view, now]));
    return settle(record({ current: now, listable }), nodes);
  };
  return Object.freeze({
    name: "replicas",
    listsUploadsLate: true,
    afterWrite: after,
    afterDelete: (before) => (before.current === null ? before : after(before, null)),
    afterMiss: (before) => before,
    sights: (known) => sightsAt(known, views(known)),
  } satisfies Contract);
}

export const replicas: Contract = replicasOf(2);

/** Where all replicas have come to the end, there is nothing to be said of them. */
function settle(known: KeyRecord, nodes: readonly NodeView[]): KeyRecord {
  return withNodes(known, nodes, (view) => view.length === 1);
}

/** Every replica may have come as far as it likes. The truth first. */
function sightsAt(known: KeyRecord, nodes: readonly NodeView[]): readonly Sighting[] {
  const all = nodes.flatMap((view, node) =>
    view.map((found, position): Sighting => {
      const left = nodes.with(node, Object.freeze(view.slice(position)));
      return { found, after: settle(known, left), missing: view.slice(position + 1) };
    }),
  );
  const isTrue = ({ found }: Sighting) => sameFound(found, known.current);
  return [...all.filter(isTrue), ...all.filter((sighting) => !isTrue(sighting))];
}
