/**
 * What a PUT of a slot has come to, where the store did not say 200: read the slot, and compare commit ids.
 *
 * Source: the answer that projects found to "my own success met me as a conflict" and "the error came after the
 * commit" (iceberg issues 2317 and 7151, delta 7345, icechunk 2099, slatedb 766): the content carries an id that stays
 * the same in all attempts, and whoever is in doubt reads it by key.
 *
 * Race closed: the lost reply, the client that sends its request again, the request that is applied late. Once a slot
 * is seen with somebody else's content, no request for it can have an effect any more, so the commit can go on to the
 * next slot, or fail, for certain. Until then nothing is certain.
 *
 * Relies on read-after-write by key. A 404 is no proof of anything: after 412 the object is there and the read is
 * late; after a lost reply the request may still be on its way.
 */
import type { Context, Round } from "../../src/job/committer.js";
import { isS3Error } from "../../src/store/object-store.js";
import type { Progress, Published, Tried } from "./commit.js";
import { readSlot } from "./locate.js";
import { hasCommit, type Version } from "./metadata.js";

export async function readBack(tried: Tried, ctx: Context): Promise<Round<Progress, Published>> {
  const { table, addition, left, slot, base, taken } = tried;
  const undecided = (next: "put-again" | "look-again"): Round<Progress, Published> => {
    // The request may have been or be applied, and there is no round left to find out.
    if (left === 0) return { done: { outcome: "unknown", slot } };
    return { again: { step: next, addition, left: left - 1, slot, base, taken } };
  };
  let found: Version | undefined;
  try {
    found = await readSlot(table, slot, ctx);
  } catch (error) {
    if (isS3Error(error)) return undecided("look-again");
    throw error;
  }
  if (found === undefined) return undecided(taken ? "look-again" : "put-again");
  if (hasCommit(found.metadata, addition.commitId)) return { done: { outcome: "landed", slot } };
  // Somebody else's: this slot is decided against us, and it was the only one that was still open.
  if (left === 0) return { done: { outcome: "failed", slot } };
  // The winner's content is the base from now on; newer slots are read, and searched, from there.
  return { again: { step: "search", addition, left: left - 1, from: found } };
}
