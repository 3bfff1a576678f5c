/**
 * A lease lock in a key-value table: whoever writes the item holds it, until it deletes it or has not renewed it for long.
 *
 * Source: Apache Iceberg `DynamoDbLockManager` (acquire, heartbeat, release), AWS `amazon-dynamodb-lock-client`.
 *
 * Race closed: two that want the lock at once; the table decides for one.
 *
 * Race left open: a lease says nothing of time to the one who holds it. A holder that is stalled for longer goes on as if it
 * had the lock, while another one has it (delta-rs issue 268, "How to do distributed locking", M. Kleppmann, 2016); and a
 * request that it has given up on may take effect when the lock has long moved on. Nothing that it does is fenced by the lock.
 *
 * A control that must be caught, `owned`: whoever got no answer looks whose the lock is, and goes on where it is its own. It may
 * have run out by then: nobody renewed it (hudi pull request 14373).
 */
import type { Context } from "../../src/job/committer.js";
import { isKeyValueError } from "../../src/store/key-value-table.js";

/** Iceberg: lock.lease-duration-ms and lock.acquire-interval-ms. */
const leaseMs = 15_000;
const intervalMs = 5_000;

/** Whether the lock is held, as of now: it may run out while the answer is on its way. @throws KeyValueError */
export type Held = (ctx: Context) => Promise<boolean>;

/**
 * Runs `work` under the lock of a table. It waits until it has the lock, without end.
 *
 * @throws what `work` throws. An error of the release is none: the lease runs out.
 */
export async function underLock<R>(
  table: string,
  doubt: "again" | "owned",
  ctx: Context,
  work: (ctx: Context, held: Held) => Promise<R>,
): Promise<R> {
  const owner = ctx.uuid();
  const lock = { hash: table, range: "lock" };
  await ctx.loop<boolean, void>(true, async (first, ctx) => {
    if (!first) await ctx.pause(intervalMs);
    try {
      await ctx.table.put({ ...lock, attributes: { owner }, lease: leaseMs, ifAbsent: true, ifLapsed: true });
      return { done: undefined };
    } catch (error) {
      // Held, or no answer: then the lock may be mine, and nobody renews it, so it is to be had again. Never "it must be mine".
      if (!isKeyValueError(error)) throw error;
      const taken = isKeyValueError(error, "ConditionalCheckFailedException");
      if (doubt === "owned" && !taken && (await isMine(lock, owner, ctx))) return { done: undefined };
      return { again: false };
    }
  });
  try {
    return await work(ctx, (ctx) => isMine(lock, owner, ctx));
  } finally {
    await release(lock, owner, ctx);
  }
}

type Lock = { readonly hash: string; readonly range: string };

async function isMine(lock: Lock, owner: string, ctx: Context): Promise<boolean> {
  return (await ctx.table.get(lock))?.attributes["owner"] === owner;
}

async function release(lock: Lock, owner: string, ctx: Context): Promise<void> {
  try {
    await ctx.table.delete({ ...lock, ifEquals: { owner } });
  } catch (error) {
    if (!isKeyValueError(error)) throw error;
  }
}
