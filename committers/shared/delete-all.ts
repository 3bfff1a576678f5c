/** Deleting many keys, one after the other. */
import type { Context } from "../../src/job/committer.js";
import { isS3Error, type S3Error } from "../../src/store/object-store.js";

/**
 * DELETEs each key in the given order. An error does not stop it: the first one is returned when all have been tried,
 * and the caller decides whether what may be left matters.
 */
export async function deleteAll(keys: readonly string[], ctx: Context): Promise<S3Error | undefined> {
  let first: S3Error | undefined;
  for (const key of keys) {
    try {
      await ctx.store.delete({ key });
    } catch (error) {
      if (!isS3Error(error)) throw error;
      first ??= error;
    }
  }
  return first;
}
