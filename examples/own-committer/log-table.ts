import { Body, type Context, defineTable, isS3Error, type RowsFile } from "lakelitmus";

/** The table is a log: commit 0, 1, 2, …, each an object that is written once and never changed. */
type Commit = { readonly job: string; readonly files: readonly RowsFile[] };

const keyOf = (table: string, number: number): string =>
  `${table}log/${String(number).padStart(8, "0")}.json`;

function append(ctx: Context, table: string, number: number, commit: Commit): Promise<unknown> {
  const body = Body.text(JSON.stringify(commit));
  return ctx.store.put({ key: keyOf(table, number), body, ifNoneMatch: "*" });
}

/** Undefined behind the end of the log. No LIST: a listing may be behind. */
async function load(ctx: Context, table: string, number: number): Promise<Commit | undefined> {
  try {
    return JSON.parse((await ctx.store.get({ key: keyOf(table, number) })).body.text()) as Commit;
  } catch (error) {
    if (isS3Error(error, "NoSuchKey")) return undefined;
    throw error;
  }
}

export default defineTable({
  // Commit 0 is empty. A store that does not know If-None-Match is found out here, before anything is written.
  setup: async (ctx, { table }) => {
    try {
      await append(ctx, table, 0, { job: "", files: [] });
    } catch (error) {
      if (!isS3Error(error, "PreconditionFailed")) throw error;
    }
  },
  commit: (files, ctx, { key: job, table }) =>
    ctx.loop({ number: 1, left: 5 }, async ({ number, left }, ctx) => {
      try {
        const there = await load(ctx, table, number);
        // By an earlier run of this job, or by a request of one's own that has been told otherwise.
        if (there?.job === job) return { done: "landed" };
        if (there !== undefined) return { again: { number: number + 1, left } };
        await append(ctx, table, number, { job, files });
        return { done: "landed" };
      } catch (error) {
        // After a refusal somebody has this number, perhaps oneself; after anything else the request may have been applied.
        if (!isS3Error(error)) throw error;
        return left > 0 ? { again: { number, left: left - 1 } } : { done: "unknown" };
      }
    }),
  snapshot: (ctx, table) =>
    ctx.loop<{ number: number; files: readonly RowsFile[] }, readonly RowsFile[]>(
      { number: 1, files: [] },
      async ({ number, files }, ctx) => {
        const commit = await load(ctx, table, number);
        if (commit === undefined) return { done: files };
        return { again: { number: number + 1, files: [...files, ...commit.files] } };
      },
    ),
});
