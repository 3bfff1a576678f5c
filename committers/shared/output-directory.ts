/**
 * What Spark does to an output directory before a job, by the job's mode: it looks whether anything is there, or deletes
 * all that is.
 *
 * Source: Spark `InsertIntoHadoopFsRelationCommand` (`pathExists`, `deleteMatchingPartitions`) and
 * `FileCommitProtocol.deleteWithJob`, whose default deletes at once.
 *
 * Races left open: what LIST misses is not found, and not deleted (no list-after-put); the old rows have gone before any
 * new one is there, so whoever reads in between, or after a job that fails, finds nothing.
 */
import type { Context, JobInfo } from "../../src/job/committer.js";
import { deleteAll } from "./delete-all.js";
import { listAll } from "./listing.js";

/** One LIST of the table's prefix. */
export async function outputExists({ table }: JobInfo, ctx: Context): Promise<boolean> {
  const { objects } = await ctx.store.list({ prefix: table, maxKeys: 1 });
  return objects.length > 0;
}

/** LIST of the table's prefix, DELETE of every key that it shows. @throws S3Error: what could not be deleted is still there. */
export async function clearOutput({ table }: JobInfo, ctx: Context): Promise<void> {
  const { objects } = await listAll(table, ctx);
  const failed = await deleteAll(
    objects.map(({ key }) => key),
    ctx,
  );
  if (failed !== undefined) throw failed;
}
