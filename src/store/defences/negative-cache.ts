/**
 * Negative cache without a TTL: the client remembers that a key was not there, and never asks for it again. Harmful.
 *
 * Source: the fourth shape of "Eventual consistency on S3 and what it breaks": a worker that was told 404 keeps it, another one
 * writes the key, and the first one's retry meets its own cache. DNS-style caches of missing keys in clients.
 *
 * Promises: a key that is not there is asked for once.
 * Leaves open: the key may come. What the process writes itself it does not deny; what anybody else writes it never sees, on any
 * store, however consistent. A retry in front of it asks the cache.
 */
import { isS3Error, S3Error } from "../object-store.js";
import type { DefenceContext } from "./defence.js";
import { defenceEntry, type Parts } from "./shared/entry.js";
import { over } from "./shared/over.js";

/** Keys that were not there once, in the order in which they were asked for. */
type Missing = readonly string[];

export const negativeCache = defenceEntry(
  {
    name: "negative-cache",
    title: "harmful: remembers for ever that a key was not there",
    source: '"Eventual consistency on S3 and what it breaks", shape 4: negative cache poisoning',
    promises: "A key that is not there is asked for once.",
    leavesOpen: "A key that somebody else creates later is never seen by this process, on any store.",
    options: [],
  },
  (): Parts<Missing> => {
    const asked = async <V>(
      ctx: DefenceContext<Missing>,
      key: string,
      request: () => Promise<V>,
    ): Promise<V> => {
      if (ctx.memory().includes(key)) {
        throw new S3Error("NoSuchKey", "The client remembers that there was no such key.", key);
      }
      try {
        return await request();
      } catch (error) {
        if (isS3Error(error, "NoSuchKey")) ctx.remember([...ctx.memory(), key]);
        throw error;
      }
    };
    const wrote = <V>(ctx: DefenceContext<Missing>, key: string, result: V): V => {
      if (ctx.memory().includes(key)) ctx.remember(ctx.memory().filter((one) => one !== key));
      return result;
    };
    return {
      initial: [],
      wrap: (ctx) => {
        const { store } = ctx;
        return over(store, {
          get: (request) => asked(ctx, request.key, () => store.get(request)),
          head: (request) => asked(ctx, request.key, () => store.head(request)),
          put: async (request) => wrote(ctx, request.key, await store.put(request)),
          copy: async (request) => wrote(ctx, request.key, await store.copy(request)),
          completeMultipartUpload: async (request) =>
            wrote(ctx, request.key, await store.completeMultipartUpload(request)),
        });
      },
      merge: (before, after) => {
        const kept = before.filter((key) => after.every((one) => one.includes(key)));
        const met = after.flat().filter((key) => !before.includes(key));
        return [...new Set([...kept, ...met])];
      },
    };
  },
);
