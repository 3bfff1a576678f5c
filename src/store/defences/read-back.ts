/**
 * Read-back: after a PUT, COPY or CompleteMultipartUpload, HEAD until it shows the ETag that the write returned.
 *
 * Source: the runbook's `upload_with_consistency_check` and `put_object_with_verification`; one team's fix for photos that were
 * processed before they could be read (ETag verification before the next step).
 *
 * Promises: when the write returns, one read has seen it. On a store on which what one reader has seen all see from then on,
 * the process's next step may rely on it; no contract here is like that.
 * Leaves open: the next read. On a store that decides each read by itself, or asks another node each time, the answer that was
 * waited for says nothing about the next one: neither to this process nor to any other. Listings are not looked at. A writer
 * that overtakes makes the ETag another one for good. And where it gives up, the write was applied all the same: a caller who
 * takes that for a failure cleans up what has landed (`NotConfirmed` is an error that may have been applied, for that reason).
 */
import type { ETag } from "../object-store.js";
import type { DefenceContext } from "./defence.js";
import { asking, ended, notConfirmed } from "./shared/asking.js";
import { defenceEntry, type Parts } from "./shared/entry.js";
import { attemptsOption, otherwiseOption } from "./shared/options.js";
import { over } from "./shared/over.js";

export const readBack = defenceEntry(
  {
    name: "read-back",
    title: "after a PUT, COPY or CompleteMultipartUpload, HEAD until it shows the ETag that was written",
    source:
      'the runbook "S3 Eventual Consistency Debugging", upload_with_consistency_check; the photo pipeline\'s fix of 2019',
    promises: "When a write returns, one read has seen it.",
    leavesOpen:
      "The next read, whoever makes it: where a store decides each read by itself, what one has seen the next one need not. Listings are not looked at.",
    options: [attemptsOption, otherwiseOption],
  },
  ({ attempts, otherwise }): Parts<null> => {
    const seen = async (ctx: DefenceContext<null>, key: string, etag: ETag): Promise<void> => {
      const found = await asking(ctx, { attempts, about: key }, async ({ store }) => {
        const end = await ended(() => store.head({ key }));
        return "value" in end && end.value.etag === etag ? { end: true } : undefined;
      });
      if (found === undefined && otherwise === "fail") {
        throw notConfirmed("read-back", key, "was written, and does not show what was written");
      }
    };
    return {
      initial: null,
      wrap: (ctx) =>
        over(ctx.store, {
          put: async (request) => {
            const result = await ctx.store.put(request);
            await seen(ctx, request.key, result.etag);
            return result;
          },
          copy: async (request) => {
            const result = await ctx.store.copy(request);
            await seen(ctx, request.key, result.etag);
            return result;
          },
          completeMultipartUpload: async (request) => {
            const result = await ctx.store.completeMultipartUpload(request);
            await seen(ctx, request.key, result.etag);
            return result;
          },
        }),
    };
  },
);
