/**
 * Lance's external manifest store: an entry in DynamoDB decides which staged manifest is version N, and says where it is.
 *
 * Source: Lance `ExternalManifestCommitHandler` and `DynamoDBExternalManifestStore` (`s3+ddb://`).
 *
 *     item(N) { path }                    in the table: the staged manifest at first, then the final one
 *     _log/N.json-<uuid>                  staged
 *     _log/N.json                         final: a copy of the staged one
 *
 * Race closed: put_if_not_exists of the entry, which a table decides for one writer. Readers go by the entry, and finish what
 * they find unfinished.
 *
 * Race left open, `2025`: any error of that write counts as a lost race, and the staged manifest is deleted. Where it
 * was applied all the same, the entry names an object that is gone (lance pull request 7722: a table that could not be read for a week). An error of the steps after it
 * is told as an error of the commit, which has landed.
 */
import type { Context } from "../../../../src/job/committer.js";
import { isKeyValueError } from "../../../../src/store/key-value-table.js";
import { isS3Error } from "../../../../src/store/object-store.js";
import { deleteAll } from "../../../shared/delete-all.js";
import { type Filler, readKey, type Slot } from "./filler.js";

/** `2025`: as the source was in November 2025. `verify`: as it is since July 2026, where the entry says whose the version is. */
export function lanceExternal(onError: "2025" | "verify"): Filler {
  return {
    uses: ["table"],
    needs: [],
    fill: async (slot, body, ctx) => {
      const staged = `${slot.key}-${ctx.uuid()}`;
      await ctx.store.put({ key: staged, body });
      try {
        // The commit point.
        await ctx.table.put({ ...keyOf(slot), attributes: { path: staged }, ifAbsent: true });
      } catch (error) {
        if (!isKeyValueError(error)) throw error;
        const whose = onError === "verify" ? await ownerOf(slot, staged, ctx) : "another";
        if (whose === "unknown") return "in-doubt";
        if (whose === "another") {
          await deleteAll([staged], ctx);
          return "taken";
        }
      }
      try {
        await finalise(slot, staged, ctx);
      } catch (error) {
        // It has been decided: whoever reads finishes it.
        if (onError === "2025" || (!isS3Error(error) && !isKeyValueError(error))) throw error;
      }
      return "filled";
    },
    read: async (slot, ctx) => {
      const entry = await ctx.table.get(keyOf(slot));
      if (entry === undefined) return undefined;
      const path = String(entry.attributes["path"]);
      if (path !== slot.key) await finalise(slot, path, ctx);
      const text = await readKey(slot.key, ctx);
      if (text === undefined) throw new Error(`${slot.key} is what the table names, and is not there`);
      return text;
    },
  };
}

/** Whose manifest the entry names. One that is there is there for ever, so a request of mine for it is dead. */
async function ownerOf(slot: Slot, staged: string, ctx: Context): Promise<"own" | "another" | "unknown"> {
  try {
    const entry = await ctx.table.get(keyOf(slot));
    if (entry === undefined) return "unknown";
    return entry.attributes["path"] === staged ? "own" : "another";
  } catch (error) {
    if (isKeyValueError(error)) return "unknown";
    throw error;
  }
}

/** Steps 3 to 5. The copy is the same whoever makes it; where there is nothing to copy any more, somebody has done it all. */
async function finalise(slot: Slot, staged: string, ctx: Context): Promise<void> {
  try {
    await ctx.store.copy({ source: staged, key: slot.key });
  } catch (error) {
    if (!isS3Error(error, "NoSuchKey")) throw error;
    await ctx.store.head({ key: slot.key });
    return;
  }
  await ctx.table.put({ ...keyOf(slot), attributes: { path: slot.key }, ifEquals: {} });
  await deleteAll([staged], ctx);
}

function keyOf({ table, key }: Slot): { readonly hash: string; readonly range: string } {
  return { hash: table, range: key };
}
