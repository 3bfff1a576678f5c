/**
 * Exists, then rename, on an object store: a file of a unique name is written, and renamed to the slot where that is empty.
 *
 * Source: Apache Iceberg `HadoopTableOperations.commit` and `renameToFinal`; Delta Lake `HDFSLogStore`, Apache Paimon
 * `RenamingSnapshotCommit` do the same. All of them stand on a rename that is atomic and refuses to overwrite, as HDFS has it.
 * Here the rename is S3A's: HEADs, a COPY and a DELETE.
 *
 * Race left open: a COPY overwrites, so two that find the slot empty both rename onto it, and the first one's commit is
 * gone (iceberg issues 970, 1014 and 14857). A lock around both steps closes that for as long as it is held.
 */
import type { Context } from "../../../../src/job/committer.js";
import { isFileSystemError } from "../../../../src/store/file-system.js";
import { isS3Error } from "../../../../src/store/object-store.js";
import { deleteAll } from "../../../shared/delete-all.js";
import { HadoopFs } from "../../../shared/hadoop-fs.js";
import type { Filled } from "../../../shared/publish/publish.js";
import { type Filler, readKey } from "./filler.js";

/** Slots and staged files are files, and nobody asks for a directory. */
const fs = new HadoopFs({ markers: false, parentMarkers: false, kindOf: () => "file" });

export const copyingRename: Filler = {
  needs: [],
  fill: async ({ table, key }, body, ctx) => {
    const staged = `${table}_log/${ctx.uuid()}.tmp`;
    // Nobody knows the name, so whatever becomes of it, nothing refers to it.
    await ctx.store.put({ key: staged, body });
    const filled = await renameToFinal(staged, key, ctx);
    // What may still be copied must not be deleted.
    if (filled === "taken") await deleteAll([staged], ctx);
    return filled;
  },
  read: ({ key }, ctx) => readKey(key, ctx),
};

async function renameToFinal(staged: string, key: string, ctx: Context): Promise<Filled> {
  try {
    if ((await fs.getFileStatus(key, ctx)) !== undefined) return "taken";
    await fs.rename(staged, key, ctx);
    return "filled";
  } catch (error) {
    if (isFileSystemError(error, "FileAlreadyExists")) return "taken";
    // An IOException: it may have come before the COPY, instead of its answer, or after it.
    if (isS3Error(error) || isFileSystemError(error)) return "in-doubt";
    throw error;
  }
}
