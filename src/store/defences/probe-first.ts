/**
 * Probe first: HEAD a key before it is written, and refuse to write it where something is there. Harmful.
 *
 * Source: "check that it does not exist, then upload", the usual stand-in for If-None-Match before August 2024; Hadoop's
 * create(overwrite=false) over S3A.
 *
 * Promises: who comes second, by some time, is told.
 * Leaves open: two who probe before either writes. And the probe does harm by itself: on a store that remembers a 404 it poisons
 * the key that it is meant to protect, so that it cannot be read after it was written (HADOOP-16490).
 */
import { S3Error } from "../object-store.js";
import type { DefenceContext } from "./defence.js";
import { errorOf } from "../requests.js";
import { ended } from "./shared/asking.js";
import { defenceEntry, type Parts } from "./shared/entry.js";
import { over } from "./shared/over.js";

export const probeFirst = defenceEntry(
  {
    name: "probe-first",
    title: "harmful: HEAD before each PUT and COPY of a key, and no write where something is there",
    source:
      "the usual stand-in for If-None-Match: *; Hadoop's create(overwrite=false) over S3A (HADOOP-16490)",
    promises: "A write of a key that has been there for long is refused.",
    leavesOpen:
      "Two that probe before either writes. On a store that remembers a 404, the key cannot be read after it was written.",
    options: [
      {
        name: "found",
        values: ["refuse", "overwrite"],
        default: "refuse",
        meaning:
          "What it does with a key that has an object. refuse: 412, as If-None-Match would. overwrite: it writes all the same.",
      },
    ],
  },
  ({ found }): Parts<null> => {
    const free = async ({ store }: DefenceContext<null>, key: string): Promise<void> => {
      const end = await ended(() => store.head({ key }));
      if ("value" in end) {
        if (found === "overwrite") return;
        throw new S3Error("PreconditionFailed", "probe-first: the key has an object.", key);
      }
      if (end.failure.code !== "NoSuchKey") throw errorOf(end.failure);
    };
    return {
      initial: null,
      wrap: (ctx) =>
        over(ctx.store, {
          put: async (request) => {
            // If-Match says that something has to be there.
            if (request.ifMatch === undefined) await free(ctx, request.key);
            return ctx.store.put(request);
          },
          copy: async (request) => {
            if (request.ifMatch === undefined) await free(ctx, request.key);
            return ctx.store.copy(request);
          },
        }),
    };
  },
);
