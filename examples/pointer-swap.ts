import { Body, type Context, defineTable, isS3Error, type RowsFile, type S3ErrorCode } from "lakelitmus";

/** The table is one object that lists its files. A commit replaces it, unless somebody else has meanwhile. */
const listOf = (table: string): string => `${table}files.json`;

const except = (code: S3ErrorCode) => (error: unknown) => {
  if (!isS3Error(error, code)) throw error;
};

async function load(ctx: Context, key: string): Promise<{ files: RowsFile[]; etag: string }> {
  const found = await ctx.store.get({ key }).catch(except("NoSuchKey"));
  return { files: JSON.parse(found?.body.text() ?? "[]") as RowsFile[], etag: found?.etag ?? "" };
}

export default defineTable({
  setup: async (ctx, { table }) => {
    const empty = { key: listOf(table), body: Body.text("[]"), ifNoneMatch: "*" } as const;
    await ctx.store.put(empty).catch(except("PreconditionFailed"));
  },
  commit: (added, ctx, { table }) =>
    ctx.loop({ left: 5 }, async ({ left }, ctx) => {
      try {
        const { files, etag } = await load(ctx, listOf(table));
        // A refusal may follow one's own success, when the client has sent the request twice.
        if (files.some(({ key }) => key === added[0]?.key)) return { done: "landed" };
        const body = Body.text(JSON.stringify([...files, ...added]));
        await ctx.store.put({ key: listOf(table), body, ifMatch: etag });
        return { done: "landed" };
      } catch (error) {
        return isS3Error(error) && left > 0 ? { again: { left: left - 1 } } : { done: "unknown" };
      }
    }),
  snapshot: async (ctx, table) => (await load(ctx, listOf(table))).files,
});
