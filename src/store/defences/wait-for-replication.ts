/**
 * Wait for replication: after a write, HEAD of the replica in the other region until it shows the ETag of the write.
 *
 * Source: the runbook's `wait_for_replication`.
 *
 * Promises: when the write returns, the replica has it; a replica does not go back behind what it has, so who reads there from then on
 * sees it, or something newer.
 * Leaves open: two replicas. Deletions (their HEAD would have to be 404). Another key that was written before and is not
 * there yet: keys are replicated one by one, in no order. On a store without a replica nobody looks at the wish, and what was
 * asked is the bucket itself.
 */
import type { ETag } from "../object-store.js";
import type { DefenceContext } from "./defence.js";
import { asking, ended, notConfirmed } from "./shared/asking.js";
import { defenceEntry, type Parts } from "./shared/entry.js";
import { attemptsOption, otherwiseOption } from "./shared/options.js";
import { over } from "./shared/over.js";

export const waitForReplication = defenceEntry(
  {
    name: "wait-for-replication",
    title: "after a write, HEAD of the replica until it shows the ETag of the write",
    source: 'the runbook "S3 Eventual Consistency Debugging", wait_for_replication',
    promises: "When a write returns, the replica has it, and does not lose it again.",
    leavesOpen: "Deletions; other keys, which are replicated in no order; a second replica.",
    options: [attemptsOption, otherwiseOption],
  },
  ({ attempts, otherwise }): Parts<null> => {
    const replicated = async <R extends { readonly etag: ETag }>(
      ctx: DefenceContext<null>,
      key: string,
      written: R,
    ): Promise<R> => {
      const seen = await asking(ctx, { attempts, about: key }, async ({ store }) => {
        const end = await ended(() => store.head({ key, replica: true }));
        return "value" in end && end.value.etag === written.etag ? { end: true } : undefined;
      });
      if (seen === undefined && otherwise === "fail") {
        throw notConfirmed("wait-for-replication", key, "was written, and the replica does not have it");
      }
      return written;
    };
    return {
      initial: null,
      wrap: (ctx) => {
        const { store } = ctx;
        return over(store, {
          put: async (request) => replicated(ctx, request.key, await store.put(request)),
          copy: async (request) => replicated(ctx, request.key, await store.copy(request)),
          completeMultipartUpload: async (request) =>
            replicated(ctx, request.key, await store.completeMultipartUpload(request)),
        });
      },
    };
  },
);
