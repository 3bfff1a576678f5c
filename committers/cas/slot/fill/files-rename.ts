/**
 * Exists, then rename, on a file system: slots are files there, and so is what is renamed to them.
 *
 * Source: Apache Iceberg `HadoopTableOperations` and Delta Lake `HDFSLogStore` over HDFS; POSIX rename(2) for `overwrites`.
 *
 * Race closed, `refuses`: the rename is atomic, and of all that rename to a slot one succeeds (`FileContext.rename`; HDFS).
 *
 * Race left open, `overwrites`: two that find the slot empty both rename onto it (iceberg issue 9327, paimon-rust pull request
 * 233). It is a control that must be caught: a local file system, or a client that asks for it.
 */
import type { Context } from "../../../../src/job/committer.js";
import type { Body } from "../../../../src/store/body.js";
import { isFileSystemError } from "../../../../src/store/file-system.js";
import type { Filled } from "../../../shared/publish/publish.js";
import { logPrefix, slotOfKey } from "../version.js";
import type { Filler, Slot } from "./filler.js";

export function renameOnFiles(existing: "refuses" | "overwrites"): Filler {
  return {
    uses: ["files"],
    needs: [],
    fill: async (slot, body, ctx) => {
      if ((await ctx.files.status({ path: slot.key })) !== undefined) return "taken";
      return existing === "refuses" ? renameTo(slot, body, ctx) : replace(slot, body, ctx);
    },
    read: async ({ key }, ctx) => {
      try {
        return (await ctx.files.open({ path: key })).text();
      } catch (error) {
        if (isFileSystemError(error, "FileNotFound")) return undefined;
        throw error;
      }
    },
    slots: async (table, ctx) => {
      const path = logPrefix(table).slice(0, -1);
      if ((await ctx.files.status({ path })) === undefined) return [];
      const files = await ctx.files.list({ path });
      return files.flatMap((file) => slotOfKey(table, file.path) ?? []);
    },
    remove: async ({ key }, ctx) => {
      await ctx.files.delete({ path: key });
    },
  };
}

async function renameTo({ table, key }: Slot, body: Body, ctx: Context): Promise<Filled> {
  const staged = `${table}_log/${ctx.uuid()}.tmp`;
  await ctx.files.create({ path: staged, body });
  try {
    await ctx.files.rename({ source: staged, destination: key });
    return "filled";
  } catch (error) {
    if (!isFileSystemError(error)) throw error;
    if (error.problem !== "FileAlreadyExists") return "in-doubt";
    // Nothing refers to it, whoever has filled the slot: mine has another name by now.
    await deleteQuietly(staged, ctx);
    return "taken";
  }
}

/** A rename that replaces what is there is the same, to everybody, as a write that does. */
async function replace({ key }: Slot, body: Body, ctx: Context): Promise<Filled> {
  try {
    await ctx.files.create({ path: key, body, overwrite: true });
    return "filled";
  } catch (error) {
    if (isFileSystemError(error)) return "in-doubt";
    throw error;
  }
}

async function deleteQuietly(path: string, ctx: Context): Promise<void> {
  try {
    await ctx.files.delete({ path });
  } catch (error) {
    if (!isFileSystemError(error)) throw error;
  }
}
