/**
 * Ways to get it wrong, each of them shipped by somebody. They are here to be caught: a testbed that lets them pass tests
 * nothing. Never use them for a table.
 */
import type { Context, Plain, Round } from "../../../src/job/committer.js";
import type { Progress, Published, Rule, Tried } from "./publish.js";

type Next<V extends Plain, A extends Plain> = Promise<Round<Progress<V, A>, Published>>;

/**
 * After a conflict, puts the same content under the next number, without reading who won. The history of the winner is
 * not in that content, so the winner's acknowledged rows disappear.
 *
 * Seen as: iceberg-go issue 976 (the manifest list was not made anew against the new parent).
 */
export async function nextFreeNumber<V extends Plain, A extends Plain>({
  addition,
  left,
  slot,
  base,
}: Tried<V, A>): Next<V, A> {
  return left === 0
    ? { done: { outcome: "failed", slot } }
    : { again: { step: "fill-again", addition, left: left - 1, slot: slot + 1, base } };
}

/**
 * Any error of the publish is a failure, and what the commit has written is deleted. Where the commit has landed after
 * all, or lands later, the table refers to files that are gone.
 *
 * Seen as: iceberg issues 2317, 4686 and 7151, duckdb-iceberg 1120, ClickHouse 112081.
 */
export async function failAtOnce<V extends Plain, A extends Plain>({ slot }: Tried<V, A>): Next<V, A> {
  return { done: { outcome: "failed", slot } };
}

/**
 * Looks for the commit once, and takes what is not there yet for a failure: the files are deleted. A request that is applied
 * later makes the table refer to them.
 *
 * Seen as: the strict variant of Apache Iceberg's `checkCommitStatus`; the other one says "unknown" here.
 */
export async function lookThenFail<V extends Plain, A extends Plain>(
  { log, addition, slot, base }: Tried<V, A>,
  ctx: Context,
): Next<V, A> {
  let found: V | undefined;
  try {
    found = await log.read(slot, base, ctx);
  } catch {
    return { done: { outcome: "unknown", slot } };
  }
  const landed = found !== undefined && log.has(found, addition);
  return { done: { outcome: landed ? "landed" : "failed", slot } };
}

/**
 * A refusal is a lost race: on to the newest version, without a look at who won. Whether the commit is recognised there is up
 * to `Rules.recognisesItself`; in the last round nobody looks, and the commit counts as failed.
 *
 * Seen as: iceberg issue 12818, delta 7345, icechunk 2099 (own success taken for a lost race); PyIceberg (pull request
 * 3320) looks for its own snapshot when it refreshes, and not after its last attempt.
 */
export async function rebase<V extends Plain, A extends Plain>({
  addition,
  left,
  slot,
  base,
}: Tried<V, A>): Next<V, A> {
  return left === 0
    ? { done: { outcome: "failed", slot } }
    : { again: { step: "search", addition, left: left - 1, from: base } };
}

/**
 * After an ambiguous error, the same files are committed afresh, under a new commit id. Where the first attempt has landed,
 * or lands later, the rows are in the table twice.
 *
 * Seen as: iceberg issues 2808 and 14425, Redpanda Connect 4591, materialize 38333.
 *
 * @param stage writes whatever names the same files, with new ids.
 */
export function retryWithNewIds<V extends Plain, A extends Plain>(
  stage: (ctx: Context) => Promise<A>,
): Rule<V, A> {
  return async ({ left, slot }, ctx) => {
    if (left === 0) return { done: { outcome: "unknown", slot } };
    const addition = await stage(ctx);
    return { again: { step: "search", from: null, addition, left: left - 1 } };
  };
}
