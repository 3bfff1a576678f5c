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

/**
 * Lists directory by directory, as both do: what is below a hidden directory is never looked at.
 *
 * Relies on list-after-put (a missed file is missing rows, silently) and on list-after-delete (a ghost is a 404).
 */
export async function listVisibleFiles(table: string, ctx: Context): Promise<readonly PartRef[]> {
  const { objects, commonPrefixes } = await listAll(table, ctx, "/");
  // LIST's ETag and size are not passed on: no writer recorded them, so they cannot prove that a file is the right one.
  const files = objects.filter(({ key }) => isVisible(key.slice(table.length))).map(({ key }) => ({ key }));
  const below: PartRef[] = [];
  for (const directory of commonPrefixes) {
    if (isVisible(directory.slice(table.length))) below.push(...(await listVisibleFiles(directory, ctx)));
  }
  return [...files, ...below];
}

/** The name of a file or directory; the marker of the listed directory itself has none. */
function isVisible(name: string): boolean {
  return name !== "" && !/^[_.]/u.test(name);
}
