/**
 * A control that must be caught: HEAD of the next slot, and a PUT without a condition where there is nothing.
 *
 * Source: Delta Lake `S3SingleDriverLogStore` (sound for the writers of one process, which it locks against each other),
 * Lance `UnsafeCommitHandler`.
 *
 * Race left open: two writers that both look before either writes (delta issues 41 and 1830). The HEAD relies on read-after-write,
 * and what it was told stays with a store that remembers a 404.
 */
import { isS3Error } from "../../../../src/store/object-store.js";
import { type Filler, inDoubt, readKey } from "./filler.js";

export const existsThenPut: Filler = {
  needs: [],
  fill: async ({ key }, body, ctx) => {
    try {
      await ctx.store.head({ key });
      return "taken";
    } catch (error) {
      if (!isS3Error(error, "NoSuchKey")) throw error;
    }
    try {
      await ctx.store.put({ key, body });
      return "filled";
    } catch (error) {
      return inDoubt(error);
    }
  },
  read: ({ key }, ctx) => readKey(key, ctx),
};
