/** A listing of S3 and the table together (S3Guard.dirListingUnion). */
import type { ListedObject, ListRequest, ListResult } from "../../object-store.js";
import type { DefenceContext } from "../defence.js";
import { rolledUp } from "../shared/listing.js";
import { type Listing, listWhole, pageOf } from "../shared/pages.js";
import type { Settings } from "./index.js";
import {
  entriesBelow,
  type Entry,
  isListed,
  type LiveEntry,
  overwritten,
  record,
  setListed,
} from "./records.js";

export async function listed(
  { store, table }: DefenceContext<null>,
  { authoritative, expired }: Settings,
  request: ListRequest,
): Promise<ListResult> {
  const { prefix = "", delimiter = "" } = request;
  const byTable = authoritative && (await isListed(table, prefix, delimiter));
  const entries = expired ? [] : await entriesBelow(table, prefix);
  if (byTable) return pageOf(listingOf(entries, prefix, delimiter), request);
  const shown = await listWhole(store, request);
  const listing = union(shown, entries, prefix, delimiter);
  // Outside of authoritative mode what S3 shows is put into the table only where it is newer than what that has.
  const byKey = new Map(entries.map((entry) => [entry.key, entry]));
  for (const object of listing.objects) {
    const entry = byKey.get(object.key);
    if (isNews(object, entry, authoritative)) await record(table, overwritten(entry, object));
  }
  if (authoritative) await setListed(table, prefix, delimiter);
  return pageOf(listing, request);
}

function isNews({ etag }: ListedObject, entry: Entry | undefined, authoritative: boolean): boolean {
  if (entry === undefined) return authoritative;
  return entry.live && etag !== entry.etag && !entry.older.includes(etag);
}

/** What the table alone would list. */
function listingOf(entries: readonly Entry[], prefix: string, delimiter: string): Listing {
  const live = entries.filter((entry): entry is LiveEntry => entry.live);
  const names = live.map(({ key }) => rolledUp(key, prefix, delimiter));
  return {
    objects: live
      .filter(({ key }, index) => names[index] === key)
      .map(({ key, etag, size }) => ({ key, etag, size })),
    commonPrefixes: [...new Set(names.filter((name, index) => name !== live[index]!.key))],
  };
}

/** What S3 shows goes before what the table has; a tombstone goes before both. */
function union(shown: Listing, entries: readonly Entry[], prefix: string, delimiter: string): Listing {
  const own = listingOf(entries, prefix, delimiter);
  const gone = new Set(entries.filter(({ live }) => !live).map(({ key }) => key));
  // A directory is recorded as deleted where all that the table knows of it is.
  const goneBelow = new Set([...gone].map((key) => rolledUp(key, prefix, delimiter)));
  const liveBelow = new Set(own.commonPrefixes);
  const objects = shown.objects.filter(({ key }) => !gone.has(key));
  const keys = new Set(objects.map(({ key }) => key));
  const prefixes = shown.commonPrefixes.filter((name) => liveBelow.has(name) || !goneBelow.has(name));
  return {
    objects: [...objects, ...own.objects.filter(({ key }) => !keys.has(key))],
    commonPrefixes: [...new Set([...prefixes, ...own.commonPrefixes])],
  };
}
