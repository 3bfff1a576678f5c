/**
 * What tidies a table up, beside everybody else: old slots.
 *
 * Source: Delta Lake's log clean-up (a checkpoint, then the log files before it), Apache Iceberg
 * `write.metadata.delete-after-commit.enabled`, Apache Paimon's snapshot expiry; SlateDB RFC 0026 for the boundary.
 *
 * A version is committed first that holds all there is and adds nothing. The slots before it may go then:
 *
 * - `delete`: they are deleted. A writer that was stalled since before may fill such a slot again, and be told of its
 *   success, where nobody looks any more (slatedb pull request 355; iceberg issue 9546).
 * - `boundary`: the number of the last slot that goes is written down before. Whoever has filled a slot looks there before it
 *   says so, whoever is in doubt before it concludes anything from a slot, and whoever reads before it takes what it has found
 *   for the newest version: a slot that was filled again lies in the way of all of them. Slots go oldest first, so that
 *   nobody who reads forward comes to a gap. Relies on read-after-overwrite of the boundary, and on If-Match.
 * - `empty`: they are overwritten with nothing instead of being deleted, so that no create finds them absent. What is saved is
 *   what they held, not their keys.
 */
import type { Context } from "../../../src/job/committer.js";
import { Body } from "../../../src/store/body.js";
import { isS3Error } from "../../../src/store/object-store.js";
import type { Need } from "../../shared/probe/index.js";
import { publish } from "../../shared/publish/publish.js";
import { readBack } from "../../shared/publish/read-back.js";
import { deleteOrphans } from "../orphans.js";
import { inOrder, writeHint } from "./find.js";
import type { CommitLog, LogSettings } from "./log.js";
import { emptySlot, filesIn, logPrefix, slotKey } from "./version.js";

export interface CleanPlan extends LogSettings {
  readonly table: string;
  readonly log: CommitLog;
  readonly retries: number;
}

/** What cleaning stands on in the store besides: the boundary moves by condition. */
export function neededBy(clean: LogSettings["clean"]): readonly Need[] {
  return clean === "boundary" ? ["create-if-absent", "if-match"] : [];
}

/** Does what `clean` says, once. */
export async function cleanUp(plan: CleanPlan, ctx: Context): Promise<void> {
  switch (plan.clean) {
    case "never":
      return;
    case "orphans":
      return deleteOrphans(plan.table, async (ctx) => filesIn(await plan.log.newest(ctx), plan.layout), ctx);
    case "ttl":
      return plan.filler.tidy?.(plan.table, ctx);
    case "delete":
    case "boundary":
    case "empty":
      return expire(plan, ctx);
  }
}

async function expire(plan: CleanPlan, ctx: Context): Promise<void> {
  const { table, log, retries, find, clean, filler } = plan;
  const nothing = { id: ctx.uuid(), files: [] };
  const rules = { onRefusal: readBack, onDoubt: readBack };
  const { outcome, slot } = await publish(log, nothing, { retries, rules }, ctx);
  if (outcome !== "landed" || slot === 0) return;
  if (find === "hint" || find === "trust-hint") await writeHint(table, slot, ctx);
  const old = inOrder(await log.slots(ctx)).filter((number) => number < slot);
  if (clean === "boundary" && !(await advanceBoundary(table, slot - 1, ctx))) return;
  // The oldest first, and no further than an error: whoever reads forward must not come to a gap.
  for (const number of old) {
    const key = slotKey(table, number);
    if (clean === "empty") await ctx.store.put({ key, body: emptySlot });
    else if (filler.remove !== undefined) await filler.remove({ table, number, key }, ctx);
    else await ctx.store.delete({ key });
  }
}

function boundaryKey(table: string): string {
  return `${logPrefix(table)}_boundary`;
}

/** The last slot that is not looked at any more; -1 where all are. @throws S3Error */
export async function readBoundary(table: string, ctx: Context): Promise<number> {
  return (await boundaryOf(table, ctx)).last;
}

/** Says that slots up to `last` are going; false where it may not have been said. It never goes back. */
async function advanceBoundary(table: string, last: number, ctx: Context): Promise<boolean> {
  try {
    const boundary = await boundaryOf(table, ctx);
    if (boundary.last >= last) return true;
    const condition =
      boundary.etag === undefined ? ({ ifNoneMatch: "*" } as const) : { ifMatch: boundary.etag };
    await ctx.store.put({ key: boundaryKey(table), body: Body.text(String(last)), ...condition });
    return true;
  } catch (error) {
    if (isS3Error(error)) return false;
    throw error;
  }
}

async function boundaryOf(
  table: string,
  ctx: Context,
): Promise<{ readonly last: number; readonly etag?: string }> {
  try {
    const { body, etag } = await ctx.store.get({ key: boundaryKey(table) });
    return { last: Number(body.text()), etag };
  } catch (error) {
    if (isS3Error(error, "NoSuchKey")) return { last: -1 };
    throw error;
  }
}
