/**
 * Finding the newest version.
 *
 * Source: Apache Iceberg `HadoopTableOperations.refresh` and `findVersion` (hint, then forward; LIST where there is no hint),
 * Apache Paimon `SnapshotManager.latestSnapshotId` (the same, with LATEST for the hint), Delta Lake
 * `SnapshotManagement.getLogSegment` (LIST).
 *
 * - `hint`: begins where the hint says and reads forward until a slot is empty. The hint is relied on for nothing: an old
 *   one costs requests, a broken one means beginning elsewhere. Relies on read-after-write of slots.
 * - `start`: the same from slot 0, without a hint.
 * - `list`: the greatest number that LIST shows. Relies on list-after-put: what it misses is not found.
 * - `trust-hint`: a control that must be caught; takes the hint's word for the newest version.
 * - `last-listed`: a control that must be caught; the end of the listing, as it comes (Lance's manifests have names whose order
 *   is that of their versions). Relies on LIST in the order of the keys, which directory buckets do not have.
 */
import type { Context } from "../../../src/job/committer.js";
import { Body } from "../../../src/store/body.js";
import { isS3Error } from "../../../src/store/object-store.js";
import { listAll } from "../../shared/listing.js";
import { readKey } from "./fill/filler.js";
import { hintKey, type Layout, LogError, logPrefix, noVersion, slotOfKey, type Version } from "./version.js";

export type Find = "hint" | "start" | "list" | "trust-hint" | "last-listed";

/** What finding needs of a log. */
export interface Shelf {
  readonly table: string;
  readonly find: Find;
  readonly layout: Layout;
  /** Whether the oldest slots may be gone. */
  readonly cleaned: boolean;
  /** The numbers of the slots that are shown, as they are listed. */
  slots(ctx: Context): Promise<readonly number[]>;
  /** What is in a slot, behind `before`. */
  read(slot: number, before: Version, ctx: Context): Promise<Version | undefined>;
}

export async function findNewest(shelf: Shelf, ctx: Context): Promise<Version> {
  switch (shelf.find) {
    case "start":
      return readForward(shelf, noVersion, ctx);
    case "hint":
      return readForward(shelf, await guess(shelf, ctx), ctx);
    case "trust-hint":
      return (await hinted(shelf, ctx)) ?? noVersion;
    case "list":
      return readListed(shelf, inOrder(await shelf.slots(ctx)), ctx);
    case "last-listed":
      return readListed(shelf, await shelf.slots(ctx), ctx);
  }
}

/** The newest version from `from` on: slots follow each other without gaps. */
export function readForward(shelf: Shelf, from: Version, ctx: Context): Promise<Version> {
  return ctx.loop<Version, Version>(from, async (newest, ctx) => {
    const next = await shelf.read(newest.version + 1, newest, ctx);
    return next === undefined ? { done: newest } : { again: next };
  });
}

async function guess(shelf: Shelf, ctx: Context): Promise<Version> {
  const found = await hinted(shelf, ctx);
  if (found !== undefined) return found;
  // Slot 0 is there for ever, unless somebody cleans up.
  return shelf.cleaned ? readListed(shelf, inOrder(await shelf.slots(ctx)), ctx) : noVersion;
}

async function hinted({ table, read }: Shelf, ctx: Context): Promise<Version | undefined> {
  const text = (await readKey(hintKey(table), ctx))?.trim() ?? "";
  return /^\d{1,15}$/u.test(text) ? read(Number(text), noVersion, ctx) : undefined;
}

/** The version of the last of the slots that can be read: a listing may show one that has gone. */
async function readListed(shelf: Shelf, slots: readonly number[], ctx: Context): Promise<Version> {
  // All slots up to the newest make the version.
  if (shelf.layout === "added") return readUpTo(shelf, slots.at(-1) ?? -1, ctx);
  return ctx.loop<number, Version>(slots.length - 1, async (at, ctx) => {
    const slot = slots[at];
    if (slot === undefined) return { done: noVersion };
    const found = await shelf.read(slot, noVersion, ctx);
    return found === undefined ? { again: at - 1 } : { done: found };
  });
}

function readUpTo(shelf: Shelf, newest: number, ctx: Context): Promise<Version> {
  return ctx.loop<Version, Version>(noVersion, async (at, ctx) => {
    if (at.version === newest) return { done: at };
    const next = await shelf.read(at.version + 1, at, ctx);
    if (next === undefined)
      throw new LogError(`slot ${at.version + 1} cannot be read, and slot ${newest} is there`);
    return { again: next };
  });
}

export function inOrder(slots: readonly number[]): readonly number[] {
  return slots.toSorted((a, b) => a - b);
}

/** The numbers of the slots that LIST shows, as it lists them. */
export async function listSlots(table: string, ctx: Context): Promise<readonly number[]> {
  const { objects } = await listAll(logPrefix(table), ctx);
  return objects.flatMap(({ key }) => slotOfKey(table, key) ?? []);
}

/** Best effort, and unconditional: it may go backwards. The commit has landed, whatever becomes of this. */
export async function writeHint(table: string, version: number, ctx: Context): Promise<void> {
  try {
    await ctx.store.put({ key: hintKey(table), body: Body.text(String(version)) });
  } catch (error) {
    if (!isS3Error(error)) throw error;
  }
}
