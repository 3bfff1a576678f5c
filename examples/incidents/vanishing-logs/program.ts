/**
 * A partitioner of logs: the bucket notifies of each new object, a rule puts it into a queue, and whoever takes it from there copies
 * the object to its place and deletes it where it was. It leans on COPY finding an object whose notification has come: no
 * read-after-write of COPY's source, no copy. The rule passes over what the mover itself has written, or it would move for ever.
 *
 * Source: S. Hanmer, "Now You See Me, Now You Don't - the Mystery of the Vanishing S3 Objects" (2023-10): EventBridge, SQS, Lambda
 * with copy_object, delete_object and an `except` that logs.
 */
import type { ActorContext, Item, Message, Program } from "../../../src/job/program.js";
import { isS3Error } from "../../../src/store/object-store.js";

/**
 * What the mover does where COPY is told that there is no such object:
 *
 * - `log`: notes it and is done with the message, as it was;
 * - `again`: leaves the message in the queue, which gives it out again;
 * - `again-3-times`: the same, but a message that was given out three times goes to a queue that nobody reads;
 * - `again-unless-moved`: the same, unless the object is in its place already.
 */
export type On404 = "log" | "again" | "again-3-times" | "again-unless-moved";

const queue = "new-objects";
/** Milliseconds in which a message that failed is not given out: SQS calls it the visibility timeout. */
const visibilityTimeout = 30_000;
/** 1.5 million objects a day are 17 a second, moved by many at once; here is one mover, and an object every two seconds. */
const betweenObjects = 2000;

const partitioned = "PartitionedLogs/";
const incoming = ({ number }: Item): string => `logs/${String(number).padStart(6, "0")}`;
const placeOf = (key: string): string => key.replace("logs/", partitioned);

export function logMover(on404: On404): Program {
  return {
    name: `log-mover?on-404=${on404}`,
    actors: (items) => [
      { name: "writers", run: (ctx) => write(items, ctx) },
      { name: "rule", run: (ctx) => forward(items.length, ctx) },
      { name: "mover", run: (ctx) => move(on404, ctx) },
    ],
    read: async (ctx) => (await ctx.store.list({ prefix: partitioned })).objects,
  };
}

async function write(items: readonly Item[], ctx: ActorContext): Promise<void> {
  await ctx.parallel(items, async (item, ctx) => {
    await ctx.pause(item.number * betweenObjects);
    await ctx.store.put({ key: incoming(item), body: item.part.body });
    await ctx.stored(item);
  });
}

/** Until it has heard of so many objects; of some it may hear more than once. */
async function forward(count: number, ctx: ActorContext): Promise<void> {
  await ctx.loop<readonly string[], void>([], async (known, ctx) => {
    const { notification } = await ctx.store.receive({ wait: true });
    const { key } = notification!;
    if (key.startsWith(partitioned)) return { again: known };
    await ctx.send(queue, key);
    const now = [...new Set([...known, key])].toSorted();
    return now.length === count ? { done: undefined } : { again: now };
  });
  await ctx.close(queue);
}

function move(on404: On404, ctx: ActorContext): Promise<void> {
  return ctx.loop(null, async (_, ctx) => {
    const message = await ctx.receive(queue);
    if (message === null) return { done: undefined };
    await handle(message, on404, ctx);
    return { again: null };
  });
}

async function handle(message: Message, on404: On404, ctx: ActorContext): Promise<void> {
  const key = String(message.body);
  try {
    await ctx.store.copy({ source: key, key: placeOf(key) });
    await ctx.store.delete({ key });
  } catch (error) {
    if (!isS3Error(error, "NoSuchKey")) throw error;
    if (await isLeft(message, on404, ctx)) {
      await ctx.pause(visibilityTimeout);
      return ctx.settle(queue, message, "again");
    }
  }
  await ctx.settle(queue, message, "done");
}

/** Does a message whose object was not found stay in the queue? */
async function isLeft({ body, before }: Message, on404: On404, ctx: ActorContext): Promise<boolean> {
  switch (on404) {
    case "log":
      return false;
    case "again":
      return true;
    case "again-3-times":
      return before + 1 < 3;
    case "again-unless-moved":
      return !(await isThere(placeOf(String(body)), ctx));
  }
}

/** GET and HEAD are strong here: only COPY's source lags. */
async function isThere(key: string, ctx: ActorContext): Promise<boolean> {
  try {
    await ctx.store.head({ key });
    return true;
  } catch (error) {
    if (!isS3Error(error, "NoSuchKey")) throw error;
    return false;
  }
}
