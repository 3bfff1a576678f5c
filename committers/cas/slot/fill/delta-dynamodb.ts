/**
 * Delta Lake's LogStore for several clusters on S3: an entry in DynamoDB decides who writes version N; the log file is a copy
 * of a temporary one that the entry names.
 *
 * Source: Delta Lake `BaseExternalLogStore` and `S3DynamoDBLogStore` (write, listFrom, fixDeltaLog).
 *
 *     item(N) { tempPath, complete }      in the table, by table path and file name
 *     _log/.tmp/N.json.<uuid>             what item(N) names
 *     _log/N.json                         its copy: what readers read
 *
 * Race closed: the entry is written on condition that there is none, which a table decides for one writer. Whoever comes
 * later, reader or writer, makes the copy that a dead one has left out.
 *
 * Races left open: an entry that is complete may be deleted after its time to live (`clean=ttl`); from then on only the look
 * at N.json keeps others out, and a store that remembers a 404 does not show it (delta issue 1410). A timeout of the
 * conditional write is thrown: nobody looks whose entry it is.
 */
import type { Context } from "../../../../src/job/committer.js";
import { isKeyValueError } from "../../../../src/store/key-value-table.js";
import { isS3Error } from "../../../../src/store/object-store.js";
import type { Filled } from "../../../shared/publish/publish.js";
import { slotKey } from "../version.js";
import { type Filler, readKey, type Slot } from "./filler.js";

export const deltaDynamoDb: Filler = {
  uses: ["table"],
  needs: [],
  fill: async (slot, body, ctx) => {
    const { table, number } = slot;
    // 0. read-after-write, and read-after-probe
    if (await exists(slot.key, ctx)) return "taken";
    // 1. There are no holes: what came before is there, or its entry says what it was.
    if (number > 0) await recover({ table, number: number - 1, key: slotKey(table, number - 1) }, ctx);
    const tempPath = `${table}_log/.tmp/${fileName(slot)}.${ctx.uuid()}`;
    // 2a. Nobody knows the name.
    await ctx.store.put({ key: tempPath, body });
    // 2b. The commit point.
    const entered = await enter(slot, tempPath, ctx);
    if (entered !== "filled") return entered;
    // 3 and 4. It has been decided: an error here is for whoever reads to mend.
    try {
      await copyOnce(tempPath, slot.key, ctx);
      await complete(slot, tempPath, ctx);
    } catch (error) {
      if (!isS3Error(error) && !isKeyValueError(error)) throw error;
    }
    return "filled";
  },
  read: async (slot, ctx) => {
    const text = await readKey(slot.key, ctx);
    if (text !== undefined) return text;
    // listFrom looks at the newest entry: the copy may be missing.
    return (await recover(slot, ctx)) ? readKey(slot.key, ctx) : undefined;
  },
  /** DynamoDB's time to live: complete entries go a day after their commit, or at any later time. */
  tidy: async (table, ctx) => {
    for (const { hash, range, attributes } of await ctx.table.query({ hash: table }))
      if (attributes["complete"] === true) await ctx.table.delete({ hash, range });
  },
};

async function enter(slot: Slot, tempPath: string, ctx: Context): Promise<Filled> {
  try {
    await ctx.table.put({ ...keyOf(slot), attributes: { tempPath, complete: false }, ifAbsent: true });
    return "filled";
  } catch (error) {
    if (isKeyValueError(error, "ConditionalCheckFailedException")) return "taken";
    if (isKeyValueError(error)) return "in-doubt";
    throw error;
  }
}

/** fixDeltaLog: makes the copy that an incomplete entry lacks. Two that do it at once copy the same bytes. */
async function recover(slot: Slot, ctx: Context): Promise<boolean> {
  const entry = await ctx.table.get(keyOf(slot));
  if (entry === undefined || entry.attributes["complete"] === true) return false;
  const tempPath = String(entry.attributes["tempPath"]);
  await copyOnce(tempPath, slot.key, ctx);
  await complete(slot, tempPath, ctx);
  return true;
}

/** A copy without overwriting, as Hadoop's FileUtil makes it: it looks first. */
async function copyOnce(source: string, key: string, ctx: Context): Promise<void> {
  if (!(await exists(key, ctx))) await ctx.store.copy({ source, key });
}

async function complete(slot: Slot, tempPath: string, ctx: Context): Promise<void> {
  await ctx.table.put({ ...keyOf(slot), attributes: { tempPath, complete: true } });
}

async function exists(key: string, ctx: Context): Promise<boolean> {
  try {
    await ctx.store.head({ key });
    return true;
  } catch (error) {
    if (isS3Error(error, "NoSuchKey")) return false;
    throw error;
  }
}

function keyOf(slot: Slot): { readonly hash: string; readonly range: string } {
  return { hash: slot.table, range: fileName(slot) };
}

function fileName({ key }: Slot): string {
  return key.slice(key.lastIndexOf("/") + 1);
}
