/**
 * List until a set of keys: LIST again until it shows every key that the process knows of, and, where that is asked for, none
 * that it has deleted.
 *
 * Source: Netflix's s3mper, which keeps the paths that were written in a table and lists again until all of them show; here the
 * process itself keeps them, and a driver those that its tasks told it of.
 *
 * Promises: a LIST shows every key that the process wrote, or was told of.
 * Leaves open: what it was not told of: files of other jobs, of a predecessor, of a task whose message was lost. A key that
 * somebody else has deleted is waited for in vain. A ghost among the keys of others is shown.
 */
import type { ListResult } from "../object-store.js";
import { asking, notConfirmed } from "./shared/asking.js";
import { defenceEntry, type Parts } from "./shared/entry.js";
import { keysOf, knowing, knownKeys, type KnownKeys } from "./shared/known-keys.js";
import { namesExpected, namesShown } from "./shared/listing.js";
import { attemptsOption, otherwiseOption } from "./shared/options.js";
import { over } from "./shared/over.js";

export const listUntilKeys = defenceEntry(
  {
    name: "list-until-keys",
    title: "LIST again until it shows every key that the process knows of",
    source: "Netflix s3mper, ConsistentListingAspect, with the process's own memory in place of a table",
    promises: "A LIST shows every key that the process wrote or was told of by its tasks.",
    leavesOpen:
      "Keys that it was not told of; ghosts of keys that others deleted. A key that somebody else deleted is waited for in vain.",
    options: [
      {
        name: "expected",
        values: ["known", "own"],
        default: "known",
        meaning:
          "known: the keys that the process wrote and those that its tasks told it of. own: those that it wrote.",
      },
      {
        name: "ghosts",
        values: ["shown", "waited-for"],
        default: "shown",
        meaning: "waited-for: it also lists again while a key shows that the process has deleted.",
      },
      attemptsOption,
      otherwiseOption,
    ],
  },
  ({ expected, ghosts, attempts, otherwise }): Parts<KnownKeys> => ({
    ...knownKeys(expected === "known"),
    wrap: (ctx) =>
      over(ctx.store, {
        ...knowing(ctx),
        list: async (request) => {
          const about = request.prefix ?? "";
          const there = keysOf(ctx.memory(), "there", about);
          const gone = ghosts === "shown" ? [] : keysOf(ctx.memory(), "gone", about);
          const page = await asking<KnownKeys, ListResult>(
            ctx,
            { attempts, about },
            async ({ store }, last) => {
              const page = await store.list(request);
              const shown = namesShown(page);
              const right =
                namesExpected(there, request, page).every((name) => shown.has(name)) &&
                !gone.some((key) => shown.has(key));
              return right || (last && otherwise === "go-on") ? { end: page } : undefined;
            },
          );
          if (page === undefined) {
            throw notConfirmed("list-until-keys", about, "does not list what is known to be there");
          }
          return page;
        },
      }),
  }),
);
