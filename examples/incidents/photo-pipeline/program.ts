/**
 * Photos of listings: an uploader looks whether the photo is there, puts it, and has it processed; the pipeline gets it and
 * publishes a picture of it. The look before the PUT makes S3 remember that there was nothing (no read-after-probe).
 *
 * Source: "S3 Eventual Consistency Debugging", "Airbnb's Photo Upload Issues (2019)", and its "ETag verification".
 */
import type { ActorContext, Item, Program } from "../../../src/job/program.js";
import { isS3Error } from "../../../src/store/object-store.js";

export interface PhotoOptions {
  /** The uploader asks for the key before it writes it. */
  readonly probe: boolean;
  /** The uploader asks with HEAD until it sees its own ETag before it has the photo processed. */
  readonly verify: boolean;
  /** What the pipeline does with a photo that it is not given: goes on without it, or takes it up again later. */
  readonly on404: "skip" | "again";
}

const queue = "photos";
/** As the runbook has them: ten attempts, 100 ms, doubled each time. */
const attempts = 10;
const firstPause = 100;

export function photoPipeline({ probe, verify, on404 }: PhotoOptions): Program {
  return {
    name: `photo-pipeline?probe=${probe}&verify=${verify}&on-404=${on404}`,
    actors: (items) => [
      { name: "uploader", run: (ctx) => upload(items, { probe, verify }, ctx) },
      { name: "pipeline", run: (ctx) => publish(on404, ctx) },
    ],
    read: async (ctx) => (await ctx.store.list({ prefix: "listings/" })).objects,
  };
}

async function upload(
  items: readonly Item[],
  { probe, verify }: Pick<PhotoOptions, "probe" | "verify">,
  ctx: ActorContext,
): Promise<void> {
  await ctx.parallel(items, async (item, ctx) => {
    const key = `photos/${item.number}`;
    if (probe) await etagOf(key, ctx);
    const { etag } = await ctx.store.put({ key, body: item.part.body });
    if (verify) await waitFor(key, etag, ctx);
    await ctx.stored(item);
    await ctx.send(queue, item.number);
  });
  await ctx.close(queue);
}

async function etagOf(key: string, ctx: ActorContext): Promise<string | undefined> {
  try {
    return (await ctx.store.head({ key })).etag;
  } catch (error) {
    if (!isS3Error(error, "NoSuchKey")) throw error;
    return undefined;
  }
}

/** What HEAD has seen once is no promise to whoever asks next. */
function waitFor(key: string, etag: string, ctx: ActorContext): Promise<void> {
  return ctx.loop<number, void>(0, async (attempt, ctx) => {
    if (attempt > 0) await ctx.pause(firstPause * 2 ** (attempt - 1));
    if ((await etagOf(key, ctx)) === etag || attempt + 1 === attempts) return { done: undefined };
    return { again: attempt + 1 };
  });
}

function publish(on404: PhotoOptions["on404"], ctx: ActorContext): Promise<void> {
  return ctx.loop(null, async (_, ctx) => {
    const message = await ctx.receive(queue);
    if (message === null) return { done: undefined };
    try {
      const { body } = await ctx.store.get({ key: `photos/${String(message.body)}` });
      await ctx.store.put({ key: `listings/${String(message.body)}`, body });
    } catch (error) {
      if (!isS3Error(error, "NoSuchKey")) throw error;
      if (on404 === "again") {
        await ctx.pause(firstPause);
        await ctx.settle(queue, message, "again");
        return { again: null };
      }
    }
    await ctx.settle(queue, message, "done");
    return { again: null };
  });
}
