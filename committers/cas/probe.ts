/**
 * Before the first commit: does this store look at the conditions that the protocol stands on?
 *
 * Source: committers/shared/probe/, which says what each question asks and where it comes from.
 *
 * Race left open: a store that honours a condition now may ignore it later (MinIO without read quorum); a probe that was
 * answered well proves nothing.
 */
import type { Context } from "../../src/job/committer.js";
import { probeStore, type Need, requireOf } from "../shared/probe/index.js";
import { resultOnly } from "../shared/result-only.js";

/** @throws StoreRefused where an answer is not what it must be; S3Error where the store could not be asked. */
export async function requireConditions(
  table: string,
  questions: readonly Need[],
  ctx: Context,
): Promise<void> {
  await resultOnly(ctx, async (ctx) => {
    requireOf(await probeStore(ctx, `${table}_probe/`, questions), questions);
  });
}
