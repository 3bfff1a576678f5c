/**
 * The folder that a command writes into. Nothing in it is overwritten or deleted but what lakelitmus wrote and nobody has
 * changed since: a marker file lists each file with a digest of what was written.
 */
import { createHash } from "node:crypto";
import { lstat, mkdir, readdir, readFile, rename, rm, rmdir, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { htmlMark } from "./html/render.js";
import { markdownMark } from "./markdown.js";
import { visible } from "./visible.js";

/** The name of the marker file. */
export const markerName = ".lakelitmus";

const markerSchema = "lakelitmus/output@1";

/** The folder cannot be used: it holds somebody's files, or the file system says no. Nothing of anybody's was changed. */
export class OutputFolderError extends Error {
  override readonly name = "OutputFolderError";
}

/** Digests of what lakelitmus wrote, by path. Two while a file is being replaced: whichever is there is ours. */
type Marker = ReadonlyMap<string, readonly string[]>;

type Content = string | Uint8Array;

function digestOf(content: Content): string {
  return createHash("sha256").update(content).digest("hex");
}

function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && "code" in error && codes.some((code) => code === error.code);
}

/** Runs `work`; what the file system refuses becomes an {@link OutputFolderError} that says where. */
async function attempt<T>(doing: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error)) throw error;
    throw new OutputFolderError(
      `cannot ${visible(doing)}: ${visible(error.message)}; choose another folder with --out.`,
    );
  }
}

/** Makes a folder with those around it. Node's own way never ends where the system denies that there is a folder around it, as in /proc. */
async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    if (hasCode(error, "EEXIST") && (await stat(path)).isDirectory()) return;
    if (hasCode(error, "EEXIST", "ENOTDIR"))
      throw new OutputFolderError(
        `${visible(path)} cannot be an output folder: a file is in the way; choose another with --out.`,
      );
    const around = dirname(path);
    if (!hasCode(error, "ENOENT") || (await isFolder(around))) throw error;
    await makeFolder(around);
    await mkdir(path);
  }
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}

/** The file's bytes; undefined where there is no such file. */
async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (hasCode(error, "ENOENT", "ENOTDIR", "ENAMETOOLONG")) return undefined;
    throw error;
  }
}

/** Does `path` stay in the folder, whatever the file system? */
function isSafe(path: string): boolean {
  const parts = path.split("/");
  return (
    !/[\\\0]|^[a-z]:/i.test(path) &&
    parts.every((part) => part !== "" && part !== "." && part !== "..") &&
    parts[0] !== markerName
  );
}

function parseMarker(content: string): Marker | undefined {
  try {
    const value = JSON.parse(content) as { schema?: unknown; files?: unknown };
    if (value.schema !== markerSchema || typeof value.files !== "object" || value.files === null)
      return undefined;
    const files = Object.entries(value.files as Record<string, unknown>);
    const good = files.every(
      ([path, digests]) =>
        isSafe(path) && Array.isArray(digests) && digests.every((digest) => typeof digest === "string"),
    );
    return good ? new Map(files as [string, string[]][]) : undefined;
  } catch {
    return undefined;
  }
}

function printMarker(marker: Marker): string {
  const files = Object.fromEntries([...marker].sort(([a], [b]) => (a < b ? -1 : 1)));
  return `${JSON.stringify({ schema: markerSchema, files }, null, 2)}\n`;
}

/** The kind of one of our JSON files: "lakelitmus/verdicts". Undefined for any other file. */
function jsonKind(content: Uint8Array | undefined): string | undefined {
  try {
    const { schema } = JSON.parse(new TextDecoder().decode(content)) as { schema?: unknown };
    return typeof schema === "string" ? schema.split("@")[0] : undefined;
  } catch {
    return undefined;
  }
}

/**
 * What in a folder without a marker is ours, for archives of a report often leave hidden files out. Only a folder with a
 * verdicts.json of ours counts; in it, files that say themselves that lakelitmus made them.
 */
async function recognise(folder: string): Promise<Marker | undefined> {
  const verdicts = await readIfThere(join(folder, "verdicts.json"));
  if (verdicts === undefined || jsonKind(verdicts) !== "lakelitmus/verdicts") return undefined;
  const ours = new Map([["verdicts.json", [digestOf(verdicts)]]]);
  for (const [name, mark] of [
    ["report.md", markdownMark],
    ["report.html", htmlMark],
  ] as const) {
    const report = await readIfThere(join(folder, name));
    if (report !== undefined && new TextDecoder().decode(report).startsWith(mark))
      ours.set(name, [digestOf(report)]);
  }
  const cost = await readIfThere(join(folder, "cost.json"));
  if (cost !== undefined && jsonKind(cost) === "lakelitmus/cost") ours.set("cost.json", [digestOf(cost)]);
  const names = await readdir(join(folder, "counterexamples")).catch(() => []);
  for (const name of names.filter((one) => one.endsWith(".json"))) {
    const path = `counterexamples/${name}`;
    const content = await readIfThere(join(folder, path));
    if (content !== undefined && jsonKind(content) === "lakelitmus/counterexample")
      ours.set(path, [digestOf(content)]);
  }
  return ours;
}

async function readMarker(folder: string): Promise<Marker | undefined> {
  const content = await readIfThere(join(folder, markerName));
  return content === undefined ? recognise(folder) : parseMarker(new TextDecoder().decode(content));
}

/** Files that a run which was killed may have left half-written. */
function isTemporary(name: string): boolean {
  return /^\.lakelitmus-\d+\.tmp$/.test(name);
}

async function checkUnchanged(folder: string, marker: Marker): Promise<void> {
  for (const [path, digests] of marker) {
    const content = await readIfThere(join(folder, path));
    if (content !== undefined && !digests.includes(digestOf(content))) {
      throw new OutputFolderError(
        `${visible(join(folder, path))} was changed after lakelitmus wrote it, and would be overwritten: ` +
          "move it away, delete it, or choose another folder with --out.",
      );
    }
  }
}

/** A folder that may be written into. */
export class OutputFolder {
  readonly path: string;
  #marker: Marker;

  private constructor(path: string, marker: Marker) {
    this.path = path;
    this.#marker = marker;
  }

  /**
   * Makes the folder, or makes sure that it is empty or ours. Changes nothing that is in it, so that a command can ask
   * before it begins its work.
   * @throws OutputFolderError if it holds files that are not ours, or that were changed since.
   */
  static async open(path: string): Promise<OutputFolder> {
    if (path === "") throw new OutputFolderError("--out must name a folder, and is empty.");
    return attempt(`use ${path} as output folder`, async () => {
      await makeFolder(path);
      const names = (await readdir(path)).filter((name) => !isTemporary(name));
      if (names.length === 0) return new OutputFolder(path, new Map());
      const marker = await readMarker(path);
      if (marker === undefined) {
        throw new OutputFolderError(
          `the folder ${visible(path)} is not empty, and lakelitmus did not write it (it holds ${visible(names[0] ?? "")}): ` +
            "nothing was changed; choose another folder with --out, or empty this one.",
        );
      }
      await checkUnchanged(path, marker);
      return new OutputFolder(path, marker);
    });
  }

  /**
   * Makes `files` (by path, with slashes) the folder's files of ours: each is written beside its place and then moved there,
   * and those of an earlier run that are not among them are deleted.
   * @throws OutputFolderError if a file is in the way that is not ours; then nothing was changed.
   */
  async write(files: ReadonlyMap<string, Content>): Promise<void> {
    await attempt(`write into ${this.path}`, async () => {
      for (const path of files.keys()) await this.#checkPlace(path);
      await checkUnchanged(this.path, this.#marker);
      const next = new Map([...files].map(([path, content]) => [path, [digestOf(content)]]));
      // Before anything is replaced, so that a run which is killed half-way leaves nothing that looks like somebody else's.
      await this.#mark(merged(this.#marker, next));
      const left = (await readdir(this.path)).filter(isTemporary);
      for (const name of left) await rm(join(this.path, name), { force: true });
      for (const [path, content] of files) await this.#put(path, content);
      for (const path of this.#marker.keys()) if (!files.has(path)) await this.#remove(path);
      await this.#mark(next);
    });
  }

  /** Refuses a path that leads out of the folder, goes through a link, or is taken by somebody else's file. */
  async #checkPlace(path: string): Promise<void> {
    if (!isSafe(path))
      throw new OutputFolderError(`${visible(path)} is no path for a file in ${visible(this.path)}`);
    const parts = path.split("/");
    for (let depth = 1; depth <= parts.length; depth++) {
      const place = join(this.path, ...parts.slice(0, depth));
      const there = await lstat(place).catch(() => undefined);
      if (there === undefined) return;
      const fits =
        depth < parts.length ? there.isDirectory() : this.#marker.has(path) && !there.isDirectory();
      if (!fits) {
        throw new OutputFolderError(
          `${visible(place)} is in the way, and lakelitmus did not write it: ` +
            "nothing was changed; move it away, or choose another folder with --out.",
        );
      }
    }
  }

  async #mark(marker: Marker): Promise<void> {
    await this.#put(markerName, printMarker(marker));
    this.#marker = marker;
  }

  async #put(path: string, content: Content): Promise<void> {
    const temporary = join(this.path, `.lakelitmus-${process.pid}.tmp`);
    const place = join(this.path, path);
    await makeFolder(dirname(place));
    try {
      await writeFile(temporary, content);
      await rename(temporary, place);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }

  async #remove(path: string): Promise<void> {
    if ((await readIfThere(join(this.path, path))) !== undefined) await rm(join(this.path, path));
    // A folder that is empty now was ours: it held our files only.
    let folder = dirname(path);
    while (folder !== ".") {
      try {
        await rmdir(join(this.path, folder));
      } catch (error) {
        if (hasCode(error, "ENOTEMPTY", "EEXIST", "ENOENT")) return;
        throw error;
      }
      folder = dirname(folder);
    }
  }
}

function merged(before: Marker, next: Marker): Marker {
  const all = new Map(before);
  for (const [path, digests] of next) all.set(path, [...new Set([...(before.get(path) ?? []), ...digests])]);
  return all;
}
