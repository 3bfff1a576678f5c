/**
 * Paging with retry and de-duplication: a LIST without a limit of its own becomes pages, each asked for again after an error,
 * and what two pages both show is handed on once.
 *
 * Source: the runbook's `robust_list_objects`.
 *
 * Promises: a page that fails once does not fail the listing, nor end it early.
 * Leaves open: everything that a page may say wrongly. Pages are requests of their own, so what is written or deleted between
 * two of them may show or not, on any store.
 */
import type { ListedObject, ListRequest, ListResult } from "../object-store.js";
import type { DefenceContext } from "./defence.js";
import { asking, type Ended, ended, valueOf } from "./shared/asking.js";
import { defenceEntry, type Parts } from "./shared/entry.js";
import { over } from "./shared/over.js";

export const paging = defenceEntry(
  {
    name: "paging",
    title: "lists page by page, with a retry for each page, and hands each key on once",
    source: 'the runbook "S3 Eventual Consistency Debugging", robust_list_objects',
    promises: "A page that fails once does not fail the listing, and no key is handed on twice.",
    leavesOpen: "A page that leaves out a key, or shows a ghost, is believed.",
    options: [
      {
        name: "page",
        values: { from: 1, to: 1000 },
        default: "1000",
        meaning: "How many names a page has at most.",
      },
      {
        name: "attempts",
        values: { from: 1, to: 20 },
        default: "3",
        meaning: "How often a page is asked for in all.",
      },
    ],
  },
  ({ page: most, attempts }): Parts<null> => {
    const pageOf = async (ctx: DefenceContext<null>, request: ListRequest): Promise<ListResult> => {
      const about = request.prefix ?? "";
      const end = await asking<null, Ended<ListResult>>(ctx, { attempts, about }, async ({ store }, last) => {
        const end = await ended(() => store.list(request));
        // As the runbook has it: whatever the error is.
        return "value" in end || last ? { end } : undefined;
      });
      return valueOf(end!);
    };
    return {
      initial: null,
      wrap: (ctx) =>
        over(ctx.store, {
          // Who pages himself, or wants a few only, gets the page that he asks for.
          list: (request) =>
            request.continuationToken !== undefined || request.maxKeys !== undefined
              ? pageOf(ctx, request)
              : allPages(ctx, (inner, token) =>
                  pageOf(inner, {
                    ...request,
                    maxKeys: most,
                    ...(token === null ? {} : { continuationToken: token }),
                  }),
                ),
        }),
    };
  },
);

/** What the pages so far have shown, and the token of the next one. */
type SoFar = {
  readonly objects: readonly ListedObject[];
  readonly commonPrefixes: readonly string[];
  readonly token: string | null;
};

function allPages(
  ctx: DefenceContext<null>,
  pageOf: (ctx: DefenceContext<null>, token: string | null) => Promise<ListResult>,
): Promise<ListResult> {
  const start: SoFar = { objects: [], commonPrefixes: [], token: null };
  // Plain data, but for the compiler: interfaces are not taken for records.
  return ctx.loop<never, ListResult>(start as never, async (state, inner) => {
    const before = state as SoFar;
    const page = await pageOf(inner, before.token);
    const keys = new Set(before.objects.map(({ key }) => key));
    const objects = [...before.objects, ...page.objects.filter(({ key }) => !keys.has(key))];
    const commonPrefixes = [...new Set([...before.commonPrefixes, ...page.commonPrefixes])];
    const token = page.nextContinuationToken;
    return token === undefined
      ? { done: { objects, commonPrefixes, isTruncated: false } }
      : { again: { objects, commonPrefixes, token } as never };
  });
}
