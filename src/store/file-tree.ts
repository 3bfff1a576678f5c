/**
 * A tree of files and directories as an immutable value: what a cluster's file system is at one moment, and what each call
 * makes of it. The root is always there; every other directory is an entry of its own.
 */
import type { Body } from "./body.js";
import type { FileAnswer, FileRequest } from "./file-requests.js";
import { type FileInfo, type FileSystemProblem, parentOf, type RenameRequest } from "./file-system.js";
import { SortedMap } from "./sorted-map.js";

interface Entry {
  /** The path. */
  readonly key: string;
  /** Undefined: it is a directory. */
  readonly body: Body | undefined;
}

export type FileTree = SortedMap<Entry>;

export const emptyTree: FileTree = SortedMap.empty<Entry>();

export interface Applied {
  readonly next: FileTree;
  readonly answer: FileAnswer;
}

/** What a call comes to. A call that fails changes nothing. */
export function applyFile(tree: FileTree, request: FileRequest): Applied {
  switch (request.op) {
    case "mkdirs":
      return mkdirs(tree, request.path);
    case "create":
      return create(tree, request);
    case "open": {
      const body = tree.get(request.path)?.body;
      return body === undefined ? missing(tree, request.path) : told(tree, body);
    }
    case "status":
      return told(tree, infoAt(tree, request.path) ?? null);
    case "list": {
      const found = infoAt(tree, request.path);
      if (found === undefined) return missing(tree, request.path);
      return told(tree, found.kind === "file" ? [found] : childrenOf(tree, request.path));
    }
    case "delete":
      return remove(tree, request.path, request.recursive === true);
    case "rename":
      return rename(tree, request);
  }
}

/** Exact text of a tree. */
export function treeText(tree: FileTree): string {
  return JSON.stringify([...tree].map(({ key, body }) => [key, body?.digest ?? 0]));
}

/** The files of a tree, by path. */
export function filesIn(tree: FileTree): ReadonlyMap<string, Body> {
  const files = new Map<string, Body>();
  for (const { key, body } of tree) if (body !== undefined) files.set(key, body);
  return files;
}

function mkdirs(tree: FileTree, path: string): Applied {
  const next = withDirectories(tree, path);
  return next instanceof SortedMap
    ? told(next, null)
    : refused(tree, "FileAlreadyExists", next.file, "is a file");
}

/** The tree with a directory and all above it, or the file that is in the way. */
function withDirectories(tree: FileTree, path: string): FileTree | { readonly file: string } {
  let next = tree;
  for (let at = path; at !== ""; at = parentOf(at)) {
    const found = tree.get(at);
    if (found?.body !== undefined) return { file: at };
    if (found === undefined) next = next.set({ key: at, body: undefined });
  }
  return next;
}

function create(
  tree: FileTree,
  { path, body, overwrite }: { readonly path: string; readonly body: Body; readonly overwrite?: true },
): Applied {
  const found = infoAt(tree, path);
  if (found?.kind === "directory") return refused(tree, "FileAlreadyExists", path, "is a directory");
  if (found !== undefined && overwrite !== true)
    return refused(tree, "FileAlreadyExists", path, "is there already");
  const above = withDirectories(tree, parentOf(path));
  if (!(above instanceof SortedMap)) return refused(tree, "FileAlreadyExists", above.file, "is a file");
  return told(above.set({ key: path, body }), null);
}

function remove(tree: FileTree, path: string, recursive: boolean): Applied {
  if (path === "" || tree.get(path) === undefined) return told(tree, false);
  const below = pathsBelow(tree, path);
  if (below.length > 0 && !recursive)
    return refused(tree, "NotEmpty", path, "is a directory that is not empty");
  return told(
    [path, ...below].reduce((rest, one) => rest.delete(one), tree),
    true,
  );
}

function rename(tree: FileTree, request: RenameRequest): Applied {
  const { source, below } = request;
  if (source === "") return refused(tree, "InvalidPath", source, "is the root, which stays where it is");
  const moved = tree.get(source);
  if (moved === undefined) return missing(tree, source);
  const there = infoAt(tree, request.destination);
  const into = below === true && there?.kind === "directory";
  const destination = into
    ? [request.destination, nameOf(source)].filter(Boolean).join("/")
    : request.destination;
  if (infoAt(tree, destination) !== undefined) {
    return refused(tree, "FileAlreadyExists", destination, "is there already");
  }
  if (destination.startsWith(`${source}/`)) {
    return refused(tree, "InvalidPath", destination, `lies below ${source}, which is to be moved there`);
  }
  const parent = infoAt(tree, parentOf(destination));
  if (parent === undefined) return missing(tree, parentOf(destination));
  if (parent.kind === "file") return refused(tree, "FileAlreadyExists", parent.path, "is a file");
  let next = tree;
  for (const path of [source, ...pathsBelow(tree, source)]) {
    const entry = tree.get(path)!;
    next = next.delete(path).set({ key: destination + path.slice(source.length), body: entry.body });
  }
  return told(next, null);
}

function infoAt(tree: FileTree, path: string): FileInfo | undefined {
  if (path === "") return Object.freeze({ path, kind: "directory", size: 0 });
  const entry = tree.get(path);
  if (entry === undefined) return undefined;
  const kind = entry.body === undefined ? "directory" : "file";
  return Object.freeze({ path, kind, size: entry.body?.length ?? 0 });
}

function childrenOf(tree: FileTree, path: string): readonly FileInfo[] {
  const prefix = path === "" ? "" : `${path}/`;
  const children: FileInfo[] = [];
  const cursor = tree.cursor(prefix);
  for (let key = cursor.entry?.key; key?.startsWith(prefix) === true; key = cursor.entry?.key) {
    const end = key.indexOf("/", prefix.length);
    // What is further down is somewhere behind its directory, which is an entry itself.
    if (end >= 0) {
      cursor.seek(key.slice(0, end + 1), "past-prefix");
    } else {
      children.push(infoAt(tree, key)!);
      cursor.next();
    }
  }
  return children;
}

function pathsBelow(tree: FileTree, path: string): readonly string[] {
  const paths: string[] = [];
  const prefix = `${path}/`;
  const cursor = tree.cursor(prefix);
  for (let key = cursor.entry?.key; key?.startsWith(prefix) === true; key = cursor.entry?.key) {
    paths.push(key);
    cursor.next();
  }
  return paths;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function told(next: FileTree, value: (FileAnswer & { readonly ok: true })["value"]): Applied {
  return { next, answer: Object.freeze({ ok: true, value }) };
}

function missing(tree: FileTree, path: string): Applied {
  return refused(tree, "FileNotFound", path, "is not there");
}

function refused(tree: FileTree, problem: FileSystemProblem, path: string, why: string): Applied {
  return { next: tree, answer: Object.freeze({ ok: false, problem, path, message: `${path} ${why}` }) };
}
