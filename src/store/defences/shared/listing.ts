/** What a page of a listing should show, by keys that somebody knows of. */
import type { ListRequest, ListResult } from "../../object-store.js";
import { compareUtf8 } from "../../utf8-order.js";

/** The names that a page shows: keys and common prefixes. */
export function namesShown({ objects, commonPrefixes }: ListResult): ReadonlySet<string> {
  return new Set([...objects.map(({ key }) => key), ...commonPrefixes]);
}

/**
 * The names that these keys stand for in the page: themselves, or the common prefix that they are rolled up into. Keys that
 * this page need not show are left out: those before `startAfter`, behind the end of a page that is truncated, and, of a page
 * that a token asked for, those before its first name, because only the store knows where it begins.
 */
export function namesExpected(
  keys: readonly string[],
  request: ListRequest,
  page: ListResult,
): readonly string[] {
  const { prefix = "", delimiter, startAfter, continuationToken } = request;
  const shown = [...namesShown(page)].sort(compareUtf8);
  const from = continuationToken === undefined ? undefined : (shown[0] ?? null);
  if (from === null) return [];
  const names = keys
    .filter((key) => key.startsWith(prefix))
    .filter(
      (key) =>
        continuationToken !== undefined || startAfter === undefined || compareUtf8(key, startAfter) > 0,
    )
    .map((key) => rolledUp(key, prefix, delimiter))
    .filter((name) => from === undefined || compareUtf8(name, from) >= 0)
    .filter((name) => !page.isTruncated || compareUtf8(name, shown.at(-1) ?? "") <= 0);
  return [...new Set(names)];
}

export function rolledUp(key: string, prefix: string, delimiter: string | undefined): string {
  if (delimiter === undefined || delimiter === "") return key;
  const at = key.indexOf(delimiter, prefix.length);
  return at < 0 ? key : key.slice(0, at + delimiter.length);
}
