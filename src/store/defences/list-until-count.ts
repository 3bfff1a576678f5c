/**
 * List until a count: LIST again until it shows as many names as are expected.
 *
 * Source: the runbook's `consistent_list_after_batch_upload` and `list_objects_eventually_consistent(expected_min_count)`. The
 * runbook's caller brings the count; here it is a number, or as many names as the process knows keys for: those that it wrote
 * and, in a driver, those that its tasks told it of.
 *
 * Promises: a LIST shows at least as many names as were expected.
 * Leaves open: which ones. A ghost, or a file of somebody else's, makes up for one that is missing. And the count has to be
 * known: who lists what others wrote, and was not told, waits for nothing. Runbooks return what they have when they give up
 * (`otherwise=go-on`), and nobody is told.
 */
import { asking, notConfirmed } from "./shared/asking.js";
import { defenceEntry, type Parts } from "./shared/entry.js";
import { keysOf, knowing, knownKeys, type KnownKeys } from "./shared/known-keys.js";
import { namesExpected, namesShown } from "./shared/listing.js";
import { attemptsOption, otherwiseOption } from "./shared/options.js";
import { over } from "./shared/over.js";

export const listUntilCount = defenceEntry(
  {
    name: "list-until-count",
    title: "LIST again until it shows as many names as are expected",
    source:
      'the runbook "S3 Eventual Consistency Debugging", consistent_list_after_batch_upload, list_objects_eventually_consistent',
    promises: "A LIST shows at least as many names as were expected.",
    leavesOpen:
      "Not which ones: a ghost or somebody else's file makes up for one that is missing. It helps only where the count is known.",
    options: [
      {
        name: "expected",
        values: { from: 0, to: 1_000_000, or: ["known", "own"] },
        default: "known",
        meaning:
          "known: as many names as the process knows keys for, its own and those that its tasks told it of. own: its own only. A number: every listing shows at least so many.",
      },
      attemptsOption,
      otherwiseOption,
    ],
  },
  ({ expected, attempts, otherwise }): Parts<KnownKeys> => ({
    ...knownKeys(expected === "known"),
    wrap: (ctx) =>
      over(ctx.store, {
        ...(typeof expected === "number" ? {} : knowing(ctx)),
        list: async (request) => {
          const about = request.prefix ?? "";
          const keys = keysOf(ctx.memory(), "there", about);
          const page = await asking<KnownKeys, Awaited<ReturnType<typeof ctx.store.list>>>(
            ctx,
            { attempts, about },
            async ({ store }, last) => {
              const page = await store.list(request);
              const most = request.maxKeys ?? 1000;
              const wanted =
                typeof expected === "number"
                  ? Math.min(expected, most)
                  : namesExpected(keys, request, page).length;
              const enough = page.isTruncated || namesShown(page).size >= wanted;
              return enough || (last && otherwise === "go-on") ? { end: page } : undefined;
            },
          );
          if (page === undefined) throw notConfirmed("list-until-count", about, "lists too few names");
          return page;
        },
      }),
  }),
);
