/**
 * A film is published, and a content network pulls it from its origin. The network asks for it at the hour of its release; where the
 * upload comes later, the origin remembers that there was nothing (no read-after-probe), and viewers are told 404.
 *
 * Source: "S3 Eventual Consistency Debugging", "Netflix's Content Distribution (2018)": retry with exponential back-off in the
 * network; health checks and verification that content is available.
 */
import { getAll, type ActorContext, type Got, type Item, type Program } from "../../../src/job/program.js";
import { isS3Error } from "../../../src/store/object-store.js";

export interface CdnOptions {
  /** The network asks before the film is there. */
  readonly early: boolean;
  /** How often it asks again where it is told 404, 1 s later, then 2, 4, … */
  readonly retries: number;
  /** The publisher announces the film only when HEAD has found it. */
  readonly healthCheck: boolean;
}

const film = "films/premiere";
/** Milliseconds by which the upload is late. */
const uploadTakes = 2000;
/** Milliseconds before the first retry. */
const firstPause = 1000;

export function contentNetwork({ early, retries, healthCheck }: CdnOptions): Program {
  return {
    name: `content-network?early=${early}&retries=${retries}&health-check=${healthCheck}`,
    actors: ([item]) => [
      { name: "publisher", run: (ctx) => publish(item!, healthCheck, ctx) },
      {
        name: "edge",
        run: async (ctx) => {
          if (early) await isThere(ctx);
          await ctx.hear("released");
          await ctx.look("viewer", (ctx) => pull(retries, ctx));
        },
      },
    ],
    read: () => Promise.resolve([{ key: film }]),
  };
}

async function publish(item: Item, healthCheck: boolean, ctx: ActorContext): Promise<void> {
  await ctx.pause(uploadTakes);
  await ctx.store.put({ key: film, body: item.part.body });
  if (healthCheck) {
    await ctx.loop(null, async (_, ctx) => {
      if (await isThere(ctx)) return { done: undefined };
      await ctx.pause(firstPause);
      return { again: null };
    });
  }
  await ctx.stored(item);
  await ctx.say("released");
}

async function isThere(ctx: ActorContext): Promise<boolean> {
  try {
    await ctx.store.head({ key: film });
    return true;
  } catch (error) {
    if (!isS3Error(error, "NoSuchKey")) throw error;
    return false;
  }
}

/** Asks until it is given the film, so often more at most; then the viewer is told what the origin says. */
async function pull(retries: number, ctx: ActorContext): Promise<readonly Got[]> {
  for (let retry = 0; retry < retries; retry++) {
    try {
      return await getAll([film], ctx);
    } catch (error) {
      if (!isS3Error(error, "NoSuchKey")) throw error;
      await ctx.pause(firstPause * 2 ** retry);
    }
  }
  return getAll([film], ctx);
}
