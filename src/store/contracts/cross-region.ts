/**
 * A bucket that is strongly consistent, and a replica of it in another region that the store brings up to date later, key by key. Whoever
 * asks the replica may find any state that a key was in since the replica last heard of it; changes of one key come in their
 * order, those of different keys in any, and none is ever waited for.
 *
 * True of: Amazon S3 Cross-Region Replication since 2015, with delete markers replicated; what any store with asynchronous geo-replication
 * shows to who reads the far side. The replica is a bucket of its own: its reads and its listings agree with each other.
 * Source: S3 User Guide, "Replicating objects within and across Regions" (asynchronous copying; most objects within 15 minutes) and
 * "Getting replication status information" (x-amz-replication-status: PENDING, COMPLETED, REPLICA).
 *
 * A key that was deleted and created again: like any two changes. Nothing bounds the window, and no request is synchronous: only the
 * status tells that the replica has an object.
 */
import type { Contract, Found, KeyRecord, NodeView } from "../state.js";
import { record } from "./past.js";

function view(known: KeyRecord): NodeView {
  return known.replica ?? [known.current];
}

/** A replica that has all is not told. */
function withReplica(current: Found, has: NodeView): KeyRecord {
  return has.length === 1 ? record({ current }) : record({ current, replica: Object.freeze(has) });
}

function after(before: KeyRecord, now: Found): KeyRecord {
  return withReplica(now, [...view(before), now]);
}

export const crossRegion: Contract = Object.freeze({
  name: "cross-region",
  afterWrite: after,
  afterDelete: (before) => (before.current === null ? before : after(before, null)),
  afterMiss: (before) => before,
  replica: (known) => view(known)[0] ?? null,
  afterReplication: (known) =>
    known.replica === undefined ? undefined : withReplica(known.current, known.replica.slice(1)),
} satisfies Contract);
