/**
 * Hadoop's FileSystem calls over S3A, each as the sequence of store requests that it really is. Paths are keys without
 * a trailing slash. A directory is nothing but keys below it, or a zero-byte marker `path/`.
 *
 * Source: Hadoop 3.4 `S3AFileSystem` (s3GetFileStatus, innerCreateFile, innerListStatus, initiateRename, copyFile),
 * `impl/MkdirOperation`, `impl/RenameOperation`, `impl/DeleteOperation`, `impl/DirMarkerTracker`.
 *
 * Race left open: no call is atomic. What a call decides by (a HEAD, a LIST) may be out of date when it acts, a rename
 * moves only what its LIST has shown, and one that dies half-way leaves some files here and some there.
 *
 * What differs from S3A, and why that is sound:
 * - A multi-object delete is one DELETE per key here, in the keys' order. S3 applies one key by key as well.
 * - All pages of a LIST are read before their keys are worked on. S3A works on a page while it reads the next; that is
 *   the same up to 1000 objects in a directory.
 * - Probes that {@link HadoopFsOptions.kindOf} says can tell nothing are left out, and so are parent markers unless
 *   {@link HadoopFsOptions.parentMarkers} asks for them. The reasons are given there.
 */
import type { Context } from "../../src/job/committer.js";
import { Body } from "../../src/store/body.js";
import { type ETag, isS3Error, type ListedObject } from "../../src/store/object-store.js";
import {
  call,
  FileSystemError,
  type FileStatus,
  type HadoopFileSystem,
  nameOf,
  parentOf,
} from "./hadoop-file-system.js";
import { listAll } from "./listing.js";

/** What may ever be at a path, over all executions: `either` where nobody can tell. */
export type PathKind = "file" | "directory" | "either";

export interface HadoopFsOptions {
  /** Whether mkdirs writes a marker `path/` (S3A always does). Without it an empty directory does not exist. */
  readonly markers: boolean;
  /**
   * Whether a delete or rename puts a marker into a parent that it has emptied, as S3A does.
   *
   * Left out, a parent that was emptied ceases to exist. That changes an outcome only where somebody asks whether the
   * emptied directory exists and does something else if it does: a question for the protocol that uses it.
   */
  readonly parentMarkers: boolean;
  /**
   * `file`: nobody ever writes a key below `path/`, so LIST can show nothing and is left out. `directory`: nobody ever
   * writes an object at the key itself, so HEAD can answer only 404 and is left out; a 404 that a store remembers does
   * no harm at a key that is never written. A probe left out can still fail in S3A, but so can the request beside it,
   * with the same end. `() => "either"` gives S3A's requests in full.
   */
  readonly kindOf: (path: string) => PathKind;
}

/** `RenameOperation.RENAME_PARALLEL_LIMIT`: so many copies at once, and the next ones only when all have ended. */
const copiesAtOnce = 10;
/** `fs.s3a.bulk.delete.page.size`: after so many copies their sources are deleted. */
const deletePage = 250;

/** A file's status here always has an ETag. */
type S3aStatus =
  | { readonly kind: "file"; readonly path: string; readonly etag: ETag }
  | Extract<FileStatus, { readonly kind: "directory" }>;

export class HadoopFs implements HadoopFileSystem {
  readonly #options: HadoopFsOptions;

  constructor(options: HadoopFsOptions) {
    this.#options = options;
  }

  /** What is at `path`; undefined where Java throws FileNotFoundException. HEAD `path`; if 404, LIST `path/`, at most 2. */
  getFileStatus(path: string, ctx: Context): Promise<S3aStatus | undefined> {
    return call(ctx, async (ctx) => {
      return (await this.#probeFile(path, ctx)) ?? (await this.#probeDirectory(path, ctx));
    });
  }

  /** {@link HadoopFs.getFileStatus}, as a yes or no. */
  exists(path: string, ctx: Context): Promise<boolean> {
    return call(ctx, async (ctx) => {
      return (await this.getFileStatus(path, ctx)) !== undefined;
    });
  }

  /**
   * Writes a file: the probes of {@link HadoopFs.getFileStatus} (LIST alone with `overwrite`: HADOOP-16490 took the
   * HEAD away there, because stores remembered its 404), then PUT when the file is closed.
   *
   * @throws {@link FileSystemError} FileAlreadyExists
   */
  create(
    path: string,
    body: Body,
    { overwrite }: { readonly overwrite: boolean },
    ctx: Context,
  ): Promise<void> {
    return call(ctx, async (ctx) => {
      const found = overwrite ? await this.#probeDirectory(path, ctx) : await this.getFileStatus(path, ctx);
      if (found !== undefined) {
        throw new FileSystemError("FileAlreadyExists", path, `${path} is a ${found.kind} already`);
      }
      // Between the probe and this PUT anybody may have written the file: there is no condition on it.
      await ctx.store.put({ key: path, body });
    });
  }

  /** GET. Relies on read-after-write. @throws {@link FileSystemError} FileNotFound */
  async open(path: string, ctx: Context): Promise<Body> {
    try {
      return (await ctx.store.get({ key: path })).body;
    } catch (error) {
      if (!isS3Error(error, "NoSuchKey")) throw error;
      throw new FileSystemError("FileNotFound", path, `${path} cannot be opened: it does not exist`);
    }
  }

  /**
   * Makes a directory: LIST and HEAD of `path`; if there is nothing, the same of each ancestor up to the first that
   * exists; PUT of the marker.
   *
   * @throws {@link FileSystemError} FileAlreadyExists: `path` or an ancestor is a file.
   */
  mkdirs(path: string, ctx: Context): Promise<void> {
    return call(ctx, async (ctx) => {
      for (let at = path; at !== ""; at = parentOf(at)) {
        // Of an ancestor only "it is a file" matters, and that can never be said of a mere directory.
        if (at !== path && this.#options.kindOf(at) === "directory") continue;
        const found = (await this.#probeDirectory(at, ctx)) ?? (await this.#probeFile(at, ctx));
        if (found?.kind === "file") {
          throw new FileSystemError("FileAlreadyExists", at, `${at} is a file, so ${path} cannot be made`);
        }
        if (found === undefined) continue;
        if (at === path) return;
        break;
      }
      if (this.#options.markers) await this.#putMarker(path, ctx);
    });
  }

  /**
   * Deletes a file (DELETE) or, with `recursive`, a directory (flat LIST of `path/`, DELETE of each key that it shows).
   * What LIST misses stays.
   *
   * @returns false where there is nothing.
   * @throws {@link FileSystemError} NotEmpty: a directory with children, without `recursive`.
   */
  delete(path: string, { recursive }: { readonly recursive: boolean }, ctx: Context): Promise<boolean> {
    return call(ctx, async (ctx) => {
      const found = await this.getFileStatus(path, ctx);
      if (found === undefined) return false;
      if (found.kind === "file") {
        await ctx.store.delete({ key: path });
      } else if (found.empty) {
        await ctx.store.delete({ key: `${path}/` });
      } else if (recursive) {
        await deleteBelow(`${path}/`, ctx);
      } else {
        throw new FileSystemError("NotEmpty", path, `${path} has children; delete it recursively`);
      }
      await this.#markParent(path, ctx);
      return true;
    });
  }

  /**
   * The children of a directory, or the file itself. LIST `path/` delimiter=/; only where that shows nothing,
   * {@link HadoopFs.getFileStatus} tells an empty directory from none.
   *
   * @throws {@link FileSystemError} FileNotFound
   */
  listStatus(path: string, ctx: Context): Promise<readonly FileStatus[]> {
    return call(ctx, async (ctx) => {
      const { objects, commonPrefixes } = await listAll(`${path}/`, ctx, "/");
      const children: FileStatus[] = [
        ...objects.filter(({ key }) => key !== `${path}/`).map(asFile),
        ...commonPrefixes.map((prefix): FileStatus => ({
          kind: "directory",
          path: prefix.slice(0, -1),
          empty: false,
        })),
      ];
      if (children.length > 0) return children;
      const found = await this.getFileStatus(path, ctx);
      if (found === undefined) {
        throw new FileSystemError("FileNotFound", path, `there is nothing at ${path} to be listed`);
      }
      return found.kind === "file" ? [found] : [];
    });
  }

  /**
   * Moves a file or a directory: the status of both ends, HEAD of the destination's parent, then copies and deletes.
   * Neither atomic nor exclusive: two renames to one destination mix.
   *
   * @returns false where the destination is a directory with children (S3A: RenameFailedException, told as false).
   * @throws {@link FileSystemError} FileNotFound, FileAlreadyExists, RemoteFileChanged
   */
  rename(source: string, destination: string, ctx: Context): Promise<boolean> {
    return call(ctx, async (ctx) => {
      const move = await call(ctx, (ctx) => this.#moveOf(source, destination, ctx));
      if (move === null) return false;
      if (move.kind === "directory") await this.#renameDirectory(source, destination, move.ontoMarker, ctx);
      else await this.#renameFile(source, move.etag, move.target, ctx);
      if (parentOf(source) !== parentOf(destination)) await this.#markParent(source, ctx);
      return true;
    });
  }

  /** What a rename will move, by the status of both ends; null: nothing, because the destination has children. */
  async #moveOf(source: string, destination: string, ctx: Context): Promise<Move | null> {
    const from = await this.getFileStatus(source, ctx);
    if (from === undefined) {
      throw new FileSystemError("FileNotFound", source, `${source} cannot be renamed: it does not exist`);
    }
    const to = await this.getFileStatus(destination, ctx);
    if (to?.kind === "file") {
      throw new FileSystemError("FileAlreadyExists", destination, `${destination} exists, and is a file`);
    }
    if (from.kind === "directory" && to?.empty === false) return null;
    if (to === undefined) await this.#parentIsNoFile(source, destination, ctx);
    if (from.kind === "directory") return { kind: "directory", ontoMarker: to !== undefined };
    const target = to === undefined ? destination : `${destination}/${nameOf(source)}`;
    return { kind: "file", etag: from.etag, target };
  }

  async #renameFile(source: string, etag: ETag, target: string, ctx: Context): Promise<void> {
    await copyFile(source, etag, target, ctx);
    await ctx.store.delete({ key: source });
  }

  /** What is still to be done is all that it remembers. */
  async #renameDirectory(
    source: string,
    destination: string,
    ontoMarker: boolean,
    ctx: Context,
  ): Promise<void> {
    if (ontoMarker) await ctx.store.delete({ key: `${destination}/` });
    await ctx.loop<readonly MoveStep[] | null, null>(null, async (left, ctx) => {
      // list-after-put: a file that this LIST misses is neither copied nor deleted, and nobody is told.
      if (left === null) return { again: stepsOfMove((await listAll(`${source}/`, ctx)).objects) };
      const [step, ...rest] = left;
      if (step === undefined) return { done: null };
      if ("remove" in step) {
        await ctx.store.delete({ key: step.remove });
      } else {
        await ctx.parallel(step.copy, ({ key, etag }, inner) =>
          copyFile(key, etag, `${destination}/${key.slice(source.length + 1)}`, inner),
        );
      }
      return { again: rest };
    });
  }

  async #probeFile(path: string, ctx: Context): Promise<S3aStatus | undefined> {
    if (this.#options.kindOf(path) === "directory") return undefined;
    try {
      // read-after-write, and read-after-probe from now on: a store may remember this 404.
      const { etag } = await ctx.store.head({ key: path });
      return { kind: "file", path, etag };
    } catch (error) {
      if (isS3Error(error, "NoSuchKey")) return undefined;
      throw error;
    }
  }

  async #probeDirectory(path: string, ctx: Context): Promise<S3aStatus | undefined> {
    if (this.#options.kindOf(path) === "file") return undefined;
    // list-after-put: a directory whose keys are not listed yet does not exist. list-after-delete: one may be a ghost.
    const { objects, commonPrefixes } = await ctx.store.list({
      prefix: `${path}/`,
      delimiter: "/",
      maxKeys: 2,
    });
    const found = [...objects.map(({ key }) => key), ...commonPrefixes];
    if (found.length === 0) return undefined;
    return { kind: "directory", path, empty: found.length === 1 && found[0] === `${path}/` };
  }

  /** S3A looks only whether the parent is a file, because somebody may be removing the directory just now. */
  async #parentIsNoFile(source: string, destination: string, ctx: Context): Promise<void> {
    const parent = parentOf(destination);
    if (parent === "" || parent === parentOf(source)) return;
    if ((await this.#probeFile(parent, ctx)) === undefined) return;
    throw new FileSystemError("FileAlreadyExists", parent, `${parent} is a file, so nothing can be below it`);
  }

  /** `S3AFileSystem.maybeCreateFakeParentDirectory` */
  async #markParent(path: string, ctx: Context): Promise<void> {
    const parent = parentOf(path);
    if (!this.#options.parentMarkers || parent === "") return;
    if ((await this.#probeDirectory(parent, ctx)) === undefined) await this.#putMarker(parent, ctx);
  }

  async #putMarker(path: string, ctx: Context): Promise<void> {
    await ctx.store.put({ key: `${path}/`, body: Body.empty });
  }
}

/** What a rename moves. `ontoMarker`: an empty directory is there already. */
type Move =
  | { readonly kind: "directory"; readonly ontoMarker: boolean }
  | { readonly kind: "file"; readonly etag: ETag; readonly target: string };

/** Files that are copied at once, or a key that is deleted. */
type MoveStep =
  { readonly copy: readonly { readonly key: string; readonly etag: ETag }[] } | { readonly remove: string };

/** How a directory in which LIST shows these is moved. A marker moves only if nothing is below it; the others have done their duty. */
function stepsOfMove(objects: readonly ListedObject[]): readonly MoveStep[] {
  const isSurplus = (object: ListedObject, i: number): boolean =>
    isMarker(object) && isPrefixOf(object, objects[i + 1]);
  const files = objects.filter((object) => !isMarker(object));
  const leaves = objects.filter((object, i) => isMarker(object) && !isSurplus(object, i));
  const remove = ({ key }: ListedObject): MoveStep => ({ remove: key });
  return [
    ...chunks([...files, ...leaves], deletePage).flatMap((page) => [
      ...chunks(page, copiesAtOnce).map((group): MoveStep => ({
        copy: group.map(({ key, etag }) => ({ key, etag })),
      })),
      ...page.map(remove),
    ]),
    ...objects.filter(isSurplus).map(remove),
  ];
}

/** LIST and DELETE, key by key. What is still to be deleted is all that it remembers. */
async function deleteBelow(prefix: string, ctx: Context): Promise<void> {
  await ctx.loop<readonly string[] | null, null>(null, async (left, ctx) => {
    if (left === null) return { again: (await listAll(prefix, ctx)).objects.map(({ key }) => key) };
    const [key, ...rest] = left;
    if (key === undefined) return { done: null };
    await ctx.store.delete({ key });
    return { again: rest };
  });
}

/**
 * `S3AFileSystem.copyFile`: HEAD of the source, then COPY. Both must meet the version that the caller has seen
 * (fs.s3a.change.detection.mode=server, source=etag), so a source that has gone or changed is loud.
 */
async function copyFile(source: string, etag: ETag, destination: string, ctx: Context): Promise<void> {
  try {
    const found = await ctx.store.head({ key: source });
    if (found.etag === etag) {
      await ctx.store.copy({ source, key: destination, sourceIfMatch: etag });
      return;
    }
  } catch (error) {
    if (!isS3Error(error, "NoSuchKey", "PreconditionFailed")) throw error;
  }
  throw new FileSystemError(
    "RemoteFileChanged",
    source,
    `${source} is not the file any more that was to be copied to ${destination}`,
  );
}

function asFile({ key, etag }: ListedObject): FileStatus {
  return { kind: "file", path: key, etag };
}

function isMarker({ key }: ListedObject): boolean {
  return key.endsWith("/");
}

function isPrefixOf({ key }: ListedObject, next: ListedObject | undefined): boolean {
  return next?.key.startsWith(key) ?? false;
}

function chunks<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) =>
    items.slice(i * size, (i + 1) * size),
  );
}
