/**
 * Wait until a deletion is seen: after a DELETE, HEAD until it answers 404.
 *
 * Source: the runbook's `delete_object_with_verification`.
 *
 * Promises: when the DELETE returns, one read has found nothing.
 * Leaves open: the next read, which may serve the object again, and LIST, which may show it as a ghost. A 404 that was asked for
 * may be remembered: whoever creates the key again is told 404 later (HADOOP-16490). A writer that creates the key meanwhile
 * makes it wait in vain.
 */
import type { DefenceContext } from "./defence.js";
import { asking, ended, notConfirmed } from "./shared/asking.js";
import { defenceEntry, type Parts } from "./shared/entry.js";
import { attemptsOption, otherwiseOption } from "./shared/options.js";
import { over } from "./shared/over.js";

export const waitForDelete = defenceEntry(
  {
    name: "wait-for-delete",
    title: "after a DELETE, HEAD until it answers 404",
    source: 'the runbook "S3 Eventual Consistency Debugging", delete_object_with_verification',
    promises: "When a DELETE returns, one read has found nothing.",
    leavesOpen:
      "The next read may serve the object again, LIST may show it, and the 404 that was asked for may be remembered where the key is created again.",
    options: [attemptsOption, otherwiseOption],
  },
  ({ attempts, otherwise }): Parts<null> => {
    const gone = async (ctx: DefenceContext<null>, key: string): Promise<void> => {
      const seen = await asking(ctx, { attempts, about: key }, async ({ store }) => {
        const end = await ended(() => store.head({ key }));
        return "failure" in end && end.failure.code === "NoSuchKey" ? { end: true } : undefined;
      });
      if (seen === undefined && otherwise === "fail") {
        throw notConfirmed("wait-for-delete", key, "was deleted, and is still served");
      }
    };
    return {
      initial: null,
      wrap: (ctx) =>
        over(ctx.store, {
          delete: async (request) => {
            await ctx.store.delete(request);
            await gone(ctx, request.key);
          },
          deleteObjects: async (request) => {
            const result = await ctx.store.deleteObjects(request);
            for (const key of result.deleted) await gone(ctx, key);
            return result;
          },
        }),
    };
  },
);
