/**
 * Hadoop's `FileSystem` as its committers call it, whatever is behind it: S3A over an object store (`hadoop-fs.ts`), or a
 * cluster's file system (`cluster-fs.ts`). Paths have no trailing slash.
 *
 * Source: Apache Hadoop 3.4 `org.apache.hadoop.fs.FileSystem` and its specification (`filesystem.md`).
 */
import type { Context, Plain } from "../../src/job/committer.js";
import type { Body } from "../../src/store/body.js";
import { FileSystemError } from "../../src/store/file-system.js";
import type { ETag } from "../../src/store/object-store.js";
import { type PlainErrors, resultOnly } from "./result-only.js";

export { FileSystemError, type FileSystemProblem } from "../../src/store/file-system.js";

export type FileStatus =
  /** `etag`: where the file system has one. */
  | { readonly kind: "file"; readonly path: string; readonly etag?: ETag }
  /** `empty`: nothing is below it, as far as the file system looked. */
  | { readonly kind: "directory"; readonly path: string; readonly empty: boolean };

export interface HadoopFileSystem {
  /** What is at `path`; undefined where Java throws FileNotFoundException. */
  getFileStatus(path: string, ctx: Context): Promise<FileStatus | undefined>;
  exists(path: string, ctx: Context): Promise<boolean>;
  /** Writes a file, whole. @throws FileSystemError FileAlreadyExists */
  create(path: string, body: Body, how: { readonly overwrite: boolean }, ctx: Context): Promise<void>;
  /** @throws FileSystemError FileNotFound */
  open(path: string, ctx: Context): Promise<Body>;
  /** @throws FileSystemError FileAlreadyExists: `path` or an ancestor is a file. */
  mkdirs(path: string, ctx: Context): Promise<void>;
  /** False where nothing is. @throws FileSystemError NotEmpty */
  delete(path: string, how: { readonly recursive: boolean }, ctx: Context): Promise<boolean>;
  /** The children of a directory, or the file itself. @throws FileSystemError FileNotFound */
  listStatus(path: string, ctx: Context): Promise<readonly FileStatus[]>;
  /** False where it is refused; some refusals are thrown. @throws FileSystemError */
  rename(source: string, destination: string, ctx: Context): Promise<boolean>;
}

/** What a call may throw besides S3Error, to be thrown again where its way there is forgotten. */
export const fileSystemErrors: PlainErrors = {
  toPlain: (error) =>
    error instanceof FileSystemError
      ? { problem: error.problem, path: error.path, message: error.message.slice(error.problem.length + 2) }
      : undefined,
  fromPlain: (plain) => {
    const { problem, path, message } = plain as Pick<FileSystemError, "problem" | "path" | "message">;
    return new FileSystemError(problem, path, message);
  },
};

/** A part of a protocol over these calls of which the rest knows what it returns or throws, and nothing else. */
export function call<R extends Plain | void>(ctx: Context, body: (ctx: Context) => Promise<R>): Promise<R> {
  return resultOnly(ctx, body, fileSystemErrors);
}

/** The directory that a path is in; `""` for the root. */
export function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

/** The last component of a path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** As Java does where `delete` returns false. */
export async function mustDelete(fs: HadoopFileSystem, path: string, ctx: Context): Promise<void> {
  if (await fs.delete(path, { recursive: true }, ctx)) return;
  throw new FileSystemError("FileNotFound", path, `could not delete ${path}: it has gone`);
}

/** As Java does where `rename` returns false. */
export async function mustRename(
  fs: HadoopFileSystem,
  source: string,
  destination: string,
  ctx: Context,
): Promise<void> {
  if (await fs.rename(source, destination, ctx)) return;
  throw new FileSystemError(
    "NotEmpty",
    destination,
    `could not rename ${source} to ${destination}: something is there, or nothing is here any more`,
  );
}
