/** Whole listings, and pages cut of one: for defences that put a listing together themselves. */
import type { ListedObject, ListRequest, ListResult, ObjectStore } from "../../object-store.js";
import { compareUtf8 } from "../../utf8-order.js";

export interface Listing {
  readonly objects: readonly ListedObject[];
  readonly commonPrefixes: readonly string[];
}

/** All that the store lists of a prefix, page after page. */
export async function listWhole(
  store: ObjectStore,
  { prefix, delimiter }: Pick<ListRequest, "prefix" | "delimiter">,
): Promise<Listing> {
  const objects: ListedObject[] = [];
  const commonPrefixes: string[] = [];
  let token: string | undefined;
  do {
    const page = await store.list({
      ...(prefix === undefined ? {} : { prefix }),
      ...(delimiter === undefined ? {} : { delimiter }),
      ...(token === undefined ? {} : { continuationToken: token }),
    });
    objects.push(...page.objects);
    commonPrefixes.push(...page.commonPrefixes);
    token = page.nextContinuationToken;
  } while (token !== undefined);
  return { objects, commonPrefixes };
}

/** What a token of ours begins with; the name behind which the next page begins follows. */
const tokenPrefix = "after ";

/** The page of a listing that a request asks for. */
export function pageOf({ objects, commonPrefixes }: Listing, request: ListRequest): ListResult {
  const { continuationToken, maxKeys = 1000 } = request;
  const after =
    continuationToken === undefined ? request.startAfter : continuationToken.slice(tokenPrefix.length);
  const behind = (name: string): boolean => after === undefined || compareUtf8(name, after) > 0;
  const names = [...objects.map(({ key }) => key), ...commonPrefixes].filter(behind).sort(compareUtf8);
  const shown = new Set(names.slice(0, maxKeys));
  const page = {
    objects: objects.filter(({ key }) => shown.has(key)).toSorted((a, b) => compareUtf8(a.key, b.key)),
    commonPrefixes: commonPrefixes.filter((prefix) => shown.has(prefix)).toSorted(compareUtf8),
  };
  const last = names[maxKeys - 1];
  return names.length <= maxKeys || last === undefined
    ? { ...page, isTruncated: false }
    : { ...page, isTruncated: true, nextContinuationToken: tokenPrefix + last };
}
