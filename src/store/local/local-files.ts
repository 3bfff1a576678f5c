/**
 * A file system in a folder of this machine, for committers that run over a real bucket: what a job's processes on one
 * machine share.
 *
 * What it relies on: POSIX rename(2) of a directory is atomic, and fails where the destination is a directory that is not
 * empty; link(2) fails where the destination exists. A file is written aside and linked to its name, so that it appears
 * whole and replaces nothing. A file that may be replaced is renamed to its name.
 *
 * Race left open: an *empty* directory at the destination of a rename is replaced, where another process makes it between
 * the look and the rename. POSIX has no rename of a directory that refuses it.
 */
import { randomUUID } from "node:crypto";
import { link, mkdir, readdir, readFile, rename, rm, rmdir, stat, unlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { Body } from "../body.js";
import {
  type FileAnswer,
  fileFacade,
  type FileRequest,
  type FileValues,
  type FileOp,
} from "../file-requests.js";
import { type FileInfo, type FileSystem, type FileSystemProblem, parentOf } from "../file-system.js";

/** What is written aside is hidden here, at the folder's top. */
const aside = ".lakelitmus";

/** @param folder is made where it is not there; nothing outside it is touched. */
export function localFiles(folder: string): FileSystem {
  const root = path.resolve(folder);
  return fileFacade(async (request) => {
    try {
      return { ok: true, value: await apply(root, request) };
    } catch (error) {
      return failure(request, error);
    }
  });
}

class Refusal extends Error {
  readonly problem: FileSystemProblem;
  readonly at: string;

  constructor(problem: FileSystemProblem, at: string, why: string) {
    super(`${at} ${why}`);
    this.problem = problem;
    this.at = at;
  }
}

async function apply(root: string, request: FileRequest): Promise<FileValues[FileOp]> {
  switch (request.op) {
    case "mkdirs":
      await mkdir(at(root, request.path), { recursive: true });
      return null;
    case "create":
      return create(root, request.path, request.body, request.overwrite === true);
    case "open":
      return Body.of(await readFile(at(root, request.path)));
    case "status":
      return (await infoOf(root, request.path)) ?? null;
    case "list":
      return list(root, request.path);
    case "delete":
      return remove(root, request.path, request.recursive === true);
    case "rename":
      await move(root, request.source, request.destination, request.below === true);
      return null;
  }
}

async function create(root: string, name: string, body: Body, overwrite: boolean): Promise<null> {
  const target = at(root, name);
  await mkdir(path.dirname(target), { recursive: true });
  await mkdir(path.join(root, aside), { recursive: true });
  const written = path.join(root, aside, randomUUID());
  await writeFile(written, body.view());
  try {
    if (overwrite) await rename(written, target);
    else await link(written, target);
  } finally {
    await rm(written, { force: true });
  }
  return null;
}

async function infoOf(root: string, name: string): Promise<FileInfo | undefined> {
  try {
    const found = await stat(at(root, name));
    return found.isDirectory()
      ? { path: name, kind: "directory", size: 0 }
      : { path: name, kind: "file", size: found.size };
  } catch (error) {
    if (codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR") {
      return name === "" ? { path: name, kind: "directory", size: 0 } : undefined;
    }
    throw error;
  }
}

async function list(root: string, name: string): Promise<readonly FileInfo[]> {
  const found = await infoOf(root, name);
  if (found === undefined) throw new Refusal("FileNotFound", name, "is not there");
  if (found.kind === "file") return [found];
  let names: readonly string[] = [];
  try {
    names = await readdir(at(root, name));
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw error;
  }
  const shown = names.filter((one) => name !== "" || one !== aside).toSorted();
  const infos = await Promise.all(shown.map((one) => infoOf(root, name === "" ? one : `${name}/${one}`)));
  return infos.filter((one) => one !== undefined);
}

async function remove(root: string, name: string, recursive: boolean): Promise<boolean> {
  const found = await infoOf(root, name);
  if (found === undefined || name === "") return false;
  if (found.kind === "file") await unlink(at(root, name));
  else if (recursive) await rm(at(root, name), { recursive: true, force: true });
  else await rmdir(at(root, name));
  return true;
}

async function move(root: string, source: string, destination: string, below: boolean): Promise<void> {
  if (source === "") throw new Refusal("InvalidPath", source, "is the root, which stays where it is");
  const [from, there] = await Promise.all([infoOf(root, source), infoOf(root, destination)]);
  if (from === undefined) throw new Refusal("FileNotFound", source, "is not there");
  const into = below && there?.kind === "directory";
  const target = into ? path.posix.join(destination, path.posix.basename(source)) : destination;
  if ((into ? await infoOf(root, target) : there) !== undefined) {
    throw new Refusal("FileAlreadyExists", target, "is there already");
  }
  if (target.startsWith(`${source}/`)) throw new Refusal("InvalidPath", target, `lies below ${source}`);
  const parent = await infoOf(root, parentOf(target));
  if (parent === undefined) throw new Refusal("FileNotFound", parentOf(target), "is not there");
  if (parent.kind === "file") throw new Refusal("FileAlreadyExists", parent.path, "is a file");
  if (from.kind === "directory") {
    await rename(at(root, source), at(root, target));
    return;
  }
  await link(at(root, source), at(root, target));
  await unlink(at(root, source));
}

function at(root: string, name: string): string {
  return path.join(root, ...name.split("/"));
}

const problems: Readonly<Record<string, FileSystemProblem>> = {
  ENOENT: "FileNotFound",
  EEXIST: "FileAlreadyExists",
  EISDIR: "FileAlreadyExists",
  ENOTDIR: "FileAlreadyExists",
  ENOTEMPTY: "NotEmpty",
  EINVAL: "InvalidPath",
};

function failure(request: FileRequest, error: unknown): FileAnswer {
  const asked = request.op === "rename" ? request.destination : request.path;
  if (error instanceof Refusal)
    return { ok: false, problem: error.problem, path: error.at, message: error.message };
  const problem = problems[codeOf(error) ?? ""];
  if (problem === undefined) throw error;
  if (request.op === "open")
    return { ok: false, problem: "FileNotFound", path: asked, message: "is no file" };
  // What meets a directory in its way is told so by the system, after the look.
  const told = request.op !== "delete" && problem === "NotEmpty" ? "FileAlreadyExists" : problem;
  return { ok: false, problem: told, path: asked, message: (error as Error).message };
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
