/**
 * Metadata read-back: after a PUT or COPY with metadata, HEAD until it shows that metadata.
 *
 * Source: the runbook's `update_metadata_with_verification`. Changing metadata is a COPY of an object onto itself, so it is an
 * overwrite whose ETag stays the same: read-back by ETag cannot see it.
 *
 * Promises: when the write returns, one HEAD has shown the new metadata.
 * Leaves open: what read-back does: the next read is decided anew.
 */
import type { ObjectInfo } from "../object-store.js";
import type { DefenceContext } from "./defence.js";
import { asking, ended, notConfirmed } from "./shared/asking.js";
import { defenceEntry, type Parts } from "./shared/entry.js";
import { attemptsOption, otherwiseOption } from "./shared/options.js";
import { over } from "./shared/over.js";

type Metadata = ObjectInfo["metadata"];

export const metadataReadBack = defenceEntry(
  {
    name: "metadata-read-back",
    title: "after a write with metadata, HEAD until it shows that metadata",
    source: 'the runbook "S3 Eventual Consistency Debugging", update_metadata_with_verification',
    promises: "When a write with metadata returns, one HEAD has shown the metadata.",
    leavesOpen: "The next reader's read is decided anew; writes without metadata are not looked at.",
    options: [attemptsOption, otherwiseOption],
  },
  ({ attempts, otherwise }): Parts<null> => {
    const seen = async (ctx: DefenceContext<null>, key: string, given: Metadata = {}): Promise<void> => {
      const wanted = Object.entries(given);
      if (wanted.length === 0) return;
      const found = await asking(ctx, { attempts, about: key }, async ({ store }) => {
        const end = await ended(() => store.head({ key }));
        return "value" in end && shows(end.value.metadata, wanted) ? { end: true } : undefined;
      });
      if (found === undefined && otherwise === "fail") {
        throw notConfirmed("metadata-read-back", key, "was written, and does not show its new metadata");
      }
    };
    return {
      initial: null,
      wrap: (ctx) =>
        over(ctx.store, {
          put: async (request) => {
            const result = await ctx.store.put(request);
            await seen(ctx, request.key, request.metadata);
            return result;
          },
          copy: async (request) => {
            const result = await ctx.store.copy(request);
            await seen(ctx, request.key, request.metadata);
            return result;
          },
        }),
    };
  },
);

/** S3 keeps the names in lower case. */
function shows(has: Metadata, wanted: readonly (readonly [string, string])[]): boolean {
  return wanted.every(([name, value]) => has[name.toLowerCase()] === value);
}
