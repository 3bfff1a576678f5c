/**
 * Hadoop's FileSystem calls over a cluster's file system: each is one call, and takes effect at once.
 *
 * Source: Apache Hadoop HDFS, `DistributedFileSystem`; `FileContext.rename` without OVERWRITE, which refuses.
 *
 * Race closed: a rename moves a directory with all that is in it, in one step, and replaces nothing.
 *
 * Race left open, with `below`: HDFS's own `FileSystem.rename` moves a source *into* a destination that is a directory
 * already. Two attempts that commit at once do not fail then; one lies within the other.
 */
import type { Context } from "../../src/job/committer.js";
import type { Body } from "../../src/store/body.js";
import { type FileInfo, isFileSystemError } from "../../src/store/file-system.js";
import { call, type FileStatus, type HadoopFileSystem } from "./hadoop-file-system.js";

export class ClusterFs implements HadoopFileSystem {
  readonly #below: boolean;

  /** `below`: rename as HDFS's `FileSystem.rename` does; else it refuses whatever exists. */
  constructor({ below }: { readonly below: boolean }) {
    this.#below = below;
  }

  async getFileStatus(path: string, { files }: Context): Promise<FileStatus | undefined> {
    const found = await files.status({ path });
    return found === undefined ? undefined : statusOf(found);
  }

  async exists(path: string, { files }: Context): Promise<boolean> {
    return (await files.status({ path })) !== undefined;
  }

  async create(
    path: string,
    body: Body,
    { overwrite }: { readonly overwrite: boolean },
    { files }: Context,
  ): Promise<void> {
    await files.create({ path, body, ...(overwrite ? { overwrite: true as const } : {}) });
  }

  async open(path: string, { files }: Context): Promise<Body> {
    return files.open({ path });
  }

  async mkdirs(path: string, { files }: Context): Promise<void> {
    await files.mkdirs({ path });
  }

  async delete(
    path: string,
    { recursive }: { readonly recursive: boolean },
    { files }: Context,
  ): Promise<boolean> {
    return files.delete({ path, ...(recursive ? { recursive: true as const } : {}) });
  }

  async listStatus(path: string, { files }: Context): Promise<readonly FileStatus[]> {
    return (await files.list({ path })).map(statusOf);
  }

  /** False where the source has gone, where the destination exists, or where its parent does not. */
  rename(source: string, destination: string, ctx: Context): Promise<boolean> {
    return call(ctx, async ({ files }) => {
      try {
        await files.rename({ source, destination, ...(this.#below ? { below: true as const } : {}) });
        return true;
      } catch (error) {
        if (isFileSystemError(error, "FileNotFound", "FileAlreadyExists")) return false;
        throw error;
      }
    });
  }
}

function statusOf({ path, kind }: FileInfo): FileStatus {
  return kind === "file" ? { kind, path } : { kind, path, empty: false };
}

/** Every file below a directory that no component of whose path hides (it begins with `_` or `.`): what a reader reads. */
export async function visibleFiles(path: string, ctx: Context): Promise<readonly string[]> {
  const found: string[] = [];
  for (const child of await childrenOf(path, ctx)) {
    if (/^[_.]/u.test(child.path.slice(path.length + 1))) continue;
    if (child.kind === "file") found.push(child.path);
    else found.push(...(await visibleFiles(child.path, ctx)));
  }
  return found;
}

async function childrenOf(path: string, { files }: Context): Promise<readonly FileInfo[]> {
  try {
    return await files.list({ path });
  } catch (error) {
    if (isFileSystemError(error, "FileNotFound")) return [];
    throw error;
  }
}
