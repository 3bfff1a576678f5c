/** How a slot of the log gets its content, and how that is read: what the variants of the protocol differ in. */
import type { Context, SideService } from "../../../../src/job/committer.js";
import type { Body } from "../../../../src/store/body.js";
import { isS3Error } from "../../../../src/store/object-store.js";
import type { Need } from "../../../shared/probe/index.js";
import type { Filled } from "../../../shared/publish/publish.js";

/** A slot: its key, and where it belongs. */
export interface Slot {
  readonly table: string;
  readonly number: number;
  readonly key: string;
}

export interface Filler {
  /** What it needs besides the object store. */
  readonly uses?: readonly SideService[];
  /** What it stands on in the object store that a store may not have: what `probe=on` asks for. */
  readonly needs: readonly Need[];
  /** @throws S3Error only where nothing was applied, for certain. */
  fill(slot: Slot, body: Body, ctx: Context): Promise<Filled>;
  /** What the slot holds, as text; undefined where the store shows nothing there. */
  read(slot: Slot, ctx: Context): Promise<string | undefined>;
  /** The numbers of the slots that are there, where they are not objects. */
  slots?(table: string, ctx: Context): Promise<readonly number[]>;
  /** Deletes an old slot, where it is not an object. */
  remove?(slot: Slot, ctx: Context): Promise<void>;
  /** What its cleaner does besides; only where time deletes something. */
  tidy?(table: string, ctx: Context): Promise<void>;
}

/** GET of the slot's key. */
export async function readKey(key: string, ctx: Context): Promise<string | undefined> {
  try {
    return (await ctx.store.get({ key })).body.text();
  } catch (error) {
    if (isS3Error(error, "NoSuchKey")) return undefined;
    throw error;
  }
}

/** What an error of a write without a condition says of the slot. @throws the error itself, where nothing was applied. */
export function inDoubt(error: unknown): Filled {
  if (!isS3Error(error) || !error.mayHaveBeenApplied) throw error;
  return "in-doubt";
}
