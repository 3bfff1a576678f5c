/**
 * A control that must be caught: a cleaner that deletes the data files that the newest version does not name, however young
 * they are.
 *
 * Source: Apache Iceberg `remove_orphan_files`, Delta Lake VACUUM, which spare what is younger than three or seven days.
 *
 * Race left open: a file that a commit is about to name. No age makes that safe: a writer may have been stalled for longer
 * (iceberg issue 4194, ducklake issue 916).
 */
import type { Context } from "../../src/job/committer.js";
import type { DataFile } from "../shared/data-files.js";
import { deleteAll } from "../shared/delete-all.js";
import { listAll } from "../shared/listing.js";

/** LIST of the data files, then what `named` says, then the DELETEs. */
export async function deleteOrphans(
  table: string,
  named: (ctx: Context) => Promise<readonly DataFile[]>,
  ctx: Context,
): Promise<void> {
  const { objects } = await listAll(`${table}data/`, ctx);
  const kept = (await named(ctx)).map(({ key }) => key);
  await deleteAll(
    objects.map(({ key }) => key).filter((key) => !kept.includes(key)),
    ctx,
  );
}
