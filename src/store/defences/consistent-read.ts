/**
 * Consistent read: every GET and HEAD asks for the newest version.
 *
 * Source: "route it to the primary" (replicated stores in general); StorageGRID's Consistency-Control, DynamoDB's ConsistentRead.
 *
 * Promises: where the store has it, a GET or HEAD that begins after a write has returned sees that write.
 * Leaves open: stores that do not have it do not look at it, and say nothing. LIST and the source read of COPY have no such
 * wish. A primary that is asked by everybody is one hot node: what it costs is no number of requests.
 */
import { defenceEntry, type Parts } from "./shared/entry.js";
import { over } from "./shared/over.js";

export const consistentRead = defenceEntry(
  {
    name: "consistent-read",
    title: "every GET and HEAD asks for the newest version",
    source:
      "replicated stores in general: a read of the primary; StorageGRID, Consistency-Control; DynamoDB, ConsistentRead",
    promises: "Where the store has it, GET and HEAD see every write that has returned.",
    leavesOpen:
      "A store that does not have it ignores it. LIST and the source read of COPY have no such wish.",
    options: [],
  },
  (): Parts<null> => ({
    initial: null,
    wrap: (ctx) =>
      over(ctx.store, {
        get: (request) => ctx.store.get({ ...request, consistent: true }),
        head: (request) => ctx.store.head({ ...request, consistent: true }),
      }),
  }),
);
