/** Files that the user asks for: before the work, so that nobody waits for what cannot be written. */
import { type Stats, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { UsageError } from "./errors.js";

/**
 * Is there a file already? `option`: who names it, as `--junit`. `out`: the folder that the command makes.
 * @throws UsageError where there is a folder of that name, or no folder for it to stand in.
 */
export function isThere(option: string, path: string, out?: string): boolean {
  if (path === "") throw new UsageError(`${option} must name a file, and is empty.`);
  const there = at(path);
  if (there?.isDirectory() === true)
    throw new UsageError(`${option} must name a file, and ${path} is a folder.`);
  if (there !== undefined) return true;
  const folder = dirname(path);
  if (at(folder)?.isDirectory() === true) return false;
  if (out !== undefined && resolve(folder) === resolve(out)) return false;
  throw new UsageError(
    `${option} cannot write ${path}: there is no folder ${folder}. Make it, or name another file.`,
  );
}

/**
 * Before the work, for a folder that files are to be written into.
 * @throws UsageError where something else is of that name.
 */
export function refuseAsFolder(option: string, path: string): void {
  if (path === "") throw new UsageError(`${option} must name a folder, and is empty.`);
  if (at(path)?.isDirectory() === false)
    throw new UsageError(`${option} must name a folder, and ${path} is a file.`);
}

function at(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    // A part of the path is a file: then there is nothing either.
    if (error instanceof Error && "code" in error && error.code === "ENOTDIR") return undefined;
    throw error;
  }
}
