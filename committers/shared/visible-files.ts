/**
 * The reader of a table that is a directory: every file below it counts, except hidden ones.
 *
 * Source: Spark `InMemoryFileIndex` and Hadoop `FileInputFormat`: a path of which a component begins with `_` or `.`
 * is hidden, so neither `_temporary` nor `_SUCCESS` is read.
 *
 * Race left open: nothing tells the reader which files belong together. It sees each file as soon as LIST shows it, in
 * the middle of a job commit as well, and it cannot know that LIST has missed one.
 */
import type { Context, PartRef } from "../../src/job/committer.js";
import { listAll } from "./listing.js";

/** Relies on list-after-put (a missed file is missing rows, silently) and on list-after-delete (a ghost is a 404). */
export async function listVisibleFiles(table: string, ctx: Context): Promise<readonly PartRef[]> {
  const { objects } = await listAll(table, ctx);
  // LIST's ETag and size are not passed on: no writer recorded them, so they cannot prove that a file is the right one.
  return objects.filter(({ key }) => isVisible(key.slice(table.length))).map(({ key }) => ({ key }));
}

/** A key that ends with a slash is a directory marker, not a file. */
function isVisible(path: string): boolean {
  return path !== "" && !path.endsWith("/") && !path.split("/").some((name) => /^[_.]/u.test(name));
}
