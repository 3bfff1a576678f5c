/**
 * Finding the current version: begin where the hint says, and read forward until a slot is empty.
 *
 * Source: Apache Iceberg `HadoopTableOperations.refresh` and `findVersion` (its HEAD of the next version is a GET here,
 * since the content is wanted as well); the hint is what table specifications call `version-hint.text`.
 *
 * Relies on read-after-write of slots, and on slots being written once and without gaps. On no LIST. The hint is
 * relied on for nothing: an old one costs requests, one that is missing, broken or ahead of what reads show means
 * beginning at 0.
 *
 * Race left open: the last GET asks for a slot that is not written yet. A store that remembers a 404 (no
 * read-after-probe) may go on saying so, and this then finds an old version. Readers see an old table; writers are
 * told by the store's condition, which does not ask the cache.
 */
import type { Context } from "../../src/job/committer.js";
import { isS3Error } from "../../src/store/object-store.js";
import { hintKey, parseMetadata, slotKey, TableError, type Version } from "./metadata.js";

/**
 * The newest version that the store shows; undefined where it shows no table.
 *
 * @throws S3Error, {@link TableError}
 */
export async function locate(table: string, ctx: Context): Promise<Version | undefined> {
  const hint = await readHint(table, ctx);
  const start =
    (await readSlot(table, hint, ctx)) ?? (hint === 0 ? undefined : await readSlot(table, 0, ctx));
  return start === undefined ? undefined : readForward(table, start, ctx);
}

/**
 * The newest version from `start` on.
 *
 * @throws S3Error, {@link TableError}: the table was replaced by another one on the way.
 */
export async function readForward(table: string, start: Version, ctx: Context): Promise<Version> {
  return ctx.loop<Version, Version>(start, async (newest, ctx) => {
    const next = await readSlot(table, newest.version + 1, ctx);
    if (next === undefined) return { done: newest };
    if (next.metadata["table-uuid"] !== newest.metadata["table-uuid"]) {
      throw new TableError(
        `${slotKey(table, next.version)} is of another table than ${slotKey(table, newest.version)}: the table was replaced`,
      );
    }
    return { again: next };
  });
}

/**
 * What is in one slot; undefined where the store answers 404.
 *
 * @throws S3Error, {@link TableError}
 */
export async function readSlot(table: string, version: number, ctx: Context): Promise<Version | undefined> {
  const text = await readText(slotKey(table, version), ctx);
  return text === undefined ? undefined : { version, metadata: parseMetadata(text, slotKey(table, version)) };
}

async function readHint(table: string, ctx: Context): Promise<number> {
  const text = (await readText(hintKey(table), ctx))?.trim() ?? "";
  return /^\d{1,15}$/u.test(text) ? Number(text) : 0;
}

async function readText(key: string, ctx: Context): Promise<string | undefined> {
  try {
    return (await ctx.store.get({ key })).body.text();
  } catch (error) {
    if (isS3Error(error, "NoSuchKey")) return undefined;
    throw error;
  }
}
