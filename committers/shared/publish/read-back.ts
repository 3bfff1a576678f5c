/**
 * What an attempt at a slot has come to, where the store did not say 200: read the slot, and compare commit ids.
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
import type { Context, Plain, Round } from "../../../src/job/committer.js";
import { type Progress, type Published, type Tried, unlessItCounts } from "./publish.js";

export async function readBack<V extends Plain, A extends Plain>(
  tried: Tried<V, A>,
  ctx: Context,
): Promise<Round<Progress<V, A>, Published>> {
  const { log, addition, left, slot, base, taken } = tried;
  const undecided = (next: "fill-again" | "look-again"): Round<Progress<V, A>, Published> => {
    // The request may have been or be applied, and there is no round left to find out.
    if (left === 0) return { done: { outcome: "unknown", slot } };
    return { again: { step: next, addition, left: left - 1, slot, base, taken } };
  };
  let found: V | undefined;
  try {
    found = await log.read(slot, base, ctx);
  } catch {
    // Whatever it is, it does not say that the commit has failed.
    return undecided("look-again");
  }
  if (found === undefined) return undecided(taken ? "look-again" : "fill-again");
  const past = await unlessItCounts(tried, ctx);
  if (past !== undefined) return past;
  if (log.has(found, addition)) return { done: { outcome: "landed", slot } };
  const told = log.tells?.(found, base) ?? "all";
  // Nobody can say any more what became of it.
  if (told === "nothing") return { done: { outcome: "unknown", slot } };
  // Somebody else's: this slot is decided against us, and it was the only one that was still open.
  if (left === 0) return { done: { outcome: told === "all" ? "failed" : "unknown", slot } };
  // The winner's content is the base from now on; newer slots are read, and searched, from there.
  const from = { step: "search", addition, left: left - 1, from: found } as const;
  return { again: told === "newer" ? { ...from, lostIn: slot } : from };
}

/**
 * Says at once that nobody knows. Nothing is lost by it: the commit counts as whatever it turns out to be, and its files stay.
 *
 * Source: Apache Iceberg's REST client (500, 502, 503 and 504 are CommitStateUnknownException).
 */
export async function unknownAtOnce<V extends Plain, A extends Plain>({
  slot,
}: Tried<V, A>): Promise<Round<Progress<V, A>, Published>> {
  return { done: { outcome: "unknown", slot } };
}
