/** A whole LIST, whatever its number of pages. */
import type { Context } from "../../src/job/committer.js";
import type { ListedObject } from "../../src/store/object-store.js";

export interface Listing {
  readonly objects: readonly ListedObject[];
  readonly commonPrefixes: readonly string[];
}

/**
 * ListObjectsV2 of `prefix`, page after page. The pages are separate requests: what is written or deleted in between
 * may show or not, even on a store whose LIST is consistent.
 */
export async function listAll(prefix: string, ctx: Context, delimiter?: "/"): Promise<Listing> {
  const objects: ListedObject[] = [];
  const commonPrefixes: string[] = [];
  let token: string | undefined;
  do {
    const page = await ctx.store.list({
      prefix,
      ...(delimiter === undefined ? {} : { delimiter }),
      ...(token === undefined ? {} : { continuationToken: token }),
    });
    objects.push(...page.objects);
    commonPrefixes.push(...page.commonPrefixes);
    token = page.nextContinuationToken;
  } while (token !== undefined);
  return { objects, commonPrefixes };
}
