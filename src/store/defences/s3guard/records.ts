/**
 * What the table says of a key: one item each, live or a tombstone.
 *
 * S3Guard keeps a directory's children under the directory (partition key: parent, sort key: child), so that one directory is one
 * query. Here all keys are in one partition, ordered by the key itself: what a listing finds is the same.
 */
import type { KeyValueTable } from "../../key-value-table.js";
import { isKeyValueError } from "../../key-value-table.js";
import { type ETag, S3Error } from "../../object-store.js";

/** The partition. S3Guard's has the bucket's name in it, too. */
const hash = "s3guard";

/** Sort keys of what is no key of the bucket. No key begins so. */
const flagPrefix = "\u0000listed ";

export type Entry =
  | {
      readonly key: string;
      readonly live: true;
      readonly etag: ETag;
      readonly size: number;
      /** ETags that the key had before, as far as the table knows: what tells an older object from a newer one. */
      readonly older: readonly ETag[];
    }
  | { readonly key: string; readonly live: false; readonly older: readonly ETag[] };

export type LiveEntry = Extract<Entry, { readonly live: true }>;

/** The table did not answer, or refused. The store's request is not undone (MetadataPersistenceException). */
function tableFailed(error: unknown, key: string): never {
  if (!isKeyValueError(error)) throw error;
  throw new S3Error("NotConfirmed", `s3guard: the table failed: ${error.code}.`, key);
}

export async function entryOf(table: KeyValueTable, key: string): Promise<Entry | undefined> {
  const item = await table.get({ hash, range: key }).catch((error: unknown) => tableFailed(error, key));
  return item === undefined ? undefined : read(item.range, item.attributes);
}

/** Everything that the table knows below a prefix, in the order of the keys. */
export async function entriesBelow(table: KeyValueTable, prefix: string): Promise<readonly Entry[]> {
  const items = await table
    .query({ hash, rangePrefix: prefix })
    .catch((error: unknown) => tableFailed(error, prefix));
  return items
    .filter(({ range }) => !range.startsWith(flagPrefix))
    .map(({ range, attributes }) => read(range, attributes));
}

export async function record(table: KeyValueTable, entry: Entry): Promise<void> {
  const { key, older } = entry;
  const attributes = entry.live
    ? { deleted: false, etag: entry.etag, size: entry.size, older: older.join(" ") }
    : { deleted: true, older: older.join(" ") };
  await table.put({ hash, range: key, attributes }).catch((error: unknown) => tableFailed(error, key));
}

function read(key: string, attributes: Readonly<Record<string, string | number | boolean>>): Entry {
  const older = String(attributes["older"] ?? "")
    .split(" ")
    .filter(Boolean);
  if (attributes["deleted"] === true) return { key, live: false, older };
  return { key, live: true, etag: String(attributes["etag"]), size: Number(attributes["size"]), older };
}

/** What becomes of a key that is written: its ETag until now is an older one from now on. */
export function overwritten(
  before: Entry | undefined,
  now: { readonly key: string; readonly etag: ETag; readonly size: number },
): LiveEntry {
  return { ...now, live: true, older: outdated(before).filter((etag) => etag !== now.etag) };
}

export function tombstone(before: Entry | undefined, key: string): Entry {
  return { key, live: false, older: outdated(before) };
}

function outdated(before: Entry | undefined): readonly ETag[] {
  if (before === undefined) return [];
  return before.live ? [...before.older.filter((etag) => etag !== before.etag), before.etag] : before.older;
}

/** Has this listing been made whole, so that the table alone can give it again? A flat one serves for one by directories. */
export async function isListed(table: KeyValueTable, prefix: string, delimiter: string): Promise<boolean> {
  const flags = [flagOf(prefix, ""), ...(delimiter === "" ? [] : [flagOf(prefix, delimiter)])];
  for (const range of flags) {
    const item = await table.get({ hash, range }).catch((error: unknown) => tableFailed(error, prefix));
    if (item !== undefined) return true;
  }
  return false;
}

export async function setListed(table: KeyValueTable, prefix: string, delimiter: string): Promise<void> {
  const request = { hash, range: flagOf(prefix, delimiter), attributes: { authoritative: true } };
  await table.put(request).catch((error: unknown) => tableFailed(error, prefix));
}

function flagOf(prefix: string, delimiter: string): string {
  return `${flagPrefix}${delimiter === "" ? "*" : delimiter} ${prefix}`;
}
