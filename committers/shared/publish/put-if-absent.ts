/**
 * Filling a slot by PUT If-None-Match: *, and what each answer says.
 *
 * Source: Amazon S3 User Guide, "How to prevent object overwrites with conditional writes" (412, 409, and what to do
 * then); Azure Blob's 409 BlobAlreadyExists is its 412.
 */
import type { Context } from "../../../src/job/committer.js";
import type { Body } from "../../../src/store/body.js";
import { isS3Error } from "../../../src/store/object-store.js";
import type { Filled } from "./publish.js";

/** The commit point: takes effect only while the slot is empty. @throws S3Error where it was not applied, for certain. */
export async function putIfAbsent(key: string, body: Body, ctx: Context): Promise<Filled> {
  try {
    await ctx.store.put({ key, body, ifNoneMatch: "*" });
    return "filled";
  } catch (error) {
    return filledBy(error);
  }
}

/** What an error of a conditional create says of the slot. @throws the error itself, where it says that nothing was applied. */
export function filledBy(error: unknown): Filled {
  if (!isS3Error(error)) throw error;
  if (error.code === "PreconditionFailed" || error.code === "BlobAlreadyExists") return "taken";
  // Something else happened at the key meanwhile, or it is a store's way of saying 412.
  if (error.code === "ConditionalRequestConflict") return "refused";
  if (error.mayHaveBeenApplied) return "in-doubt";
  // Any other 4xx, and 501.
  throw error;
}
