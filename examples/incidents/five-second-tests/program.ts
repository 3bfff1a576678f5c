/**
 * A test that writes over an object, waits five seconds and expects to read what it wrote. It leans on a bound that no store
 * promises (no read-after-overwrite).
 *
 * Source: "Eventual consistency on S3 and what it breaks", "Why 10 seconds was the real number, not a worst case".
 */
import { getAll, type Program } from "../../../src/job/program.js";
import { isS3Error } from "../../../src/store/object-store.js";

export interface FiveSecondOptions {
  /** `same`: writes over an object. `new`: each version has a key of its own. */
  readonly key: "same" | "new";
  /** Milliseconds. */
  readonly wait: number;
  /** Until it reads what it wrote, however long that takes. */
  readonly poll: boolean;
}

export function testThatWaits({ key, wait, poll }: FiveSecondOptions): Program {
  const written = key === "same" ? "fixture" : "fixture-2";
  return {
    name: `test-that-waits?key=${key}&wait=${wait}&poll=${poll}`,
    start: async ([item], ctx) => {
      await ctx.store.put({ key: "fixture", body: item!.before.body });
    },
    actors: ([item]) => [
      {
        name: "test",
        run: async (ctx) => {
          const { etag } = await ctx.store.put({ key: written, body: item!.part.body });
          await ctx.stored(item!);
          await ctx.pause(wait);
          await ctx.look("test", async (ctx) => {
            if (poll) {
              await ctx.loop(null, async (_, ctx) => {
                try {
                  if ((await ctx.store.head({ key: written })).etag === etag) return { done: undefined };
                } catch (error) {
                  if (!isS3Error(error, "NoSuchKey")) throw error;
                }
                await ctx.pause(500);
                return { again: null };
              });
            }
            return getAll([written], ctx);
          });
        },
      },
    ],
    read: () => Promise.resolve([{ key: written }]),
  };
}
