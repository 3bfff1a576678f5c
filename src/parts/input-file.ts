/** A file that rows are read from: opened for each read, so that nothing stays open, and the same file each time. */
import { open, stat } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { InputError, UnreadablePart, UnsupportedColumn, messageOf } from "./errors.js";

export interface InputFile {
  /** As the user gave it. */
  readonly path: string;
  readonly size: number;
  /** Opens it; the caller closes it. @throws InputError where it cannot be opened, or is no longer the file it was. */
  open(): Promise<FileHandle>;
  /** The bytes from `start` up to `end`. */
  read(start: number, end: number): Promise<Uint8Array>;
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file. Check the path",
  EACCES: "it may not be read. Check its permissions",
  EPERM: "it may not be read. Check its permissions",
  ENOTDIR: "a part of its path is not a folder. Check the path",
};

/** @throws InputError where there is no such file. */
export async function openFile(path: string): Promise<InputFile> {
  const opened = await failing(path, () => stat(path));
  if (!opened.isFile()) throw new InputError(path, `Cannot read ${path}: it is not a file.`);
  const openAgain = async (): Promise<FileHandle> => {
    const handle = await failing(path, () => open(path, "r"));
    const now = await handle.stat();
    if (now.size === opened.size && now.mtimeMs === opened.mtimeMs && now.ino === opened.ino) return handle;
    await handle.close();
    throw new InputError(path, `Cannot go on reading ${path}: it was changed meanwhile. Start again.`);
  };
  const read = async (start: number, end: number): Promise<Uint8Array> => {
    const handle = await openAgain();
    try {
      return await failing(path, () => readAll(handle, start, end));
    } finally {
      await handle.close();
    }
  };
  return { path, size: opened.size, open: openAgain, read };
}

/** Runs work on a file; what it throws becomes an {@link InputError} that names the file. */
export async function failing<T>(path: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw inputErrorOf(path, error);
  }
}

/** The error, with the file's name. */
export function inputErrorOf(path: string, error: unknown): InputError {
  if (error instanceof InputError) return error;
  return new InputError(path, `Cannot read ${path}: ${reasonOf(error)}`, { cause: error });
}

function reasonOf(error: unknown): string {
  if (error instanceof UnreadablePart || error instanceof UnsupportedColumn) return lowerFirst(error.message);
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return `${reasons[code] ?? lowerFirst(messageOf(error)).replace(/\.$/, "")}.`;
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}

async function readAll(handle: FileHandle, start: number, end: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(end - start);
  let done = 0;
  while (done < bytes.length) {
    const { bytesRead } = await handle.read(bytes, done, bytes.length - done, start + done);
    if (bytesRead === 0)
      throw new UnreadablePart(`The file ends at byte ${start + done}, before byte ${end}.`);
    done += bytesRead;
  }
  return bytes;
}
