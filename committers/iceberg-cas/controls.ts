/**
 * Three ways to get it wrong, each of them shipped by somebody. They are here to be caught: a testbed that lets them
 * pass tests nothing. Never use them for a table.
 */
import type { Context } from "../../src/job/committer.js";
import type { Rule } from "./commit.js";
import type { Addition } from "./metadata.js";

/**
 * `rebase=next-free-number`: after a conflict, PUTs the same content under the next number, without reading who won.
 * The history of the winner is not in that content, so the winner's acknowledged rows disappear.
 *
 * Seen as: iceberg-go issue 976 (the manifest list was not made anew against the new parent).
 */
export const nextFreeNumber: Rule = async ({ addition, left, slot, base }) =>
  left === 0
    ? { done: { outcome: "failed", slot } }
    : { again: { step: "put-again", addition, left: left - 1, slot: slot + 1, base } };

/**
 * `on-error=clean-up`: any error of the publish is a failure, so abortJob deletes the files. Where the commit has
 * landed after all, or lands later, the table refers to files that are gone.
 *
 * Seen as: iceberg issues 2317, 4686 and 7151, duckdb-iceberg 1120, ClickHouse 112081.
 */
export const failAtOnce: Rule = async ({ slot }) => ({ done: { outcome: "failed", slot } });

/**
 * `on-error=retry-new-ids`: after an ambiguous error, the same files are committed afresh, under a new commit id. Where
 * the first attempt has landed, or lands later, the rows are in the table twice.
 *
 * Seen as: iceberg issues 2808 and 14425, Redpanda Connect 4591, materialize 38333.
 *
 * @param stage writes a manifest of the same files under a new key, with new ids.
 */
export function retryWithNewIds(stage: (ctx: Context) => Promise<Addition>): Rule {
  return async ({ left, slot }, ctx) => {
    if (left === 0) return { done: { outcome: "unknown", slot } };
    const addition = await stage(ctx);
    return { again: { step: "search", from: null, addition, left: left - 1 } };
  };
}
