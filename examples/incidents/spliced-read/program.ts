/**
 * A query reads a Parquet file row group by row group while a compaction writes over it: the first range is of the old file, the
 * second of the new one. Both decode, so nobody notices (no promise about two reads of one key).
 *
 * Source: "Eventual consistency on S3 and what it breaks", shape 3: splicing two incompatible row groups together.
 */
import { Body } from "../../../src/store/body.js";
import type { ActorContext, Got, Program } from "../../../src/job/program.js";
import { isS3Error } from "../../../src/store/object-store.js";
import { footerTail, secondGroup, twoOrders } from "./files.js";

/**
 * - `ranges`: as it was;
 * - `if-match`: each further range carries the ETag of the first; where it does not match, the query begins again;
 * - `new-file`: a compaction writes another file and then a pointer to it, and the query reads what the pointer says.
 */
export type SplicedRead = "ranges" | "if-match" | "new-file";

const hot = "payments/2026-04-25.parquet";
const compacted = "payments/2026-04-25-compacted.parquet";
const pointer = "payments/_current";
/** Milliseconds that the query works at a row group. */
const perGroup = 2000;
/** Milliseconds after which the compaction begins. */
const compactionAt = 1000;

export function compactionBesideAQuery(read: SplicedRead): Program {
  return {
    name: `compaction-beside-a-query?read=${read}`,
    files: twoOrders,
    start: async ([item], ctx) => {
      await ctx.store.put({ key: hot, body: item!.before.body });
      if (read === "new-file") await ctx.store.put({ key: pointer, body: Body.text(hot) });
    },
    actors: ([item]) => [
      {
        name: "compaction",
        run: async (ctx) => {
          const key = read === "new-file" ? compacted : hot;
          await ctx.pause(compactionAt);
          await ctx.store.put({ key, body: item!.part.body });
          if (read === "new-file") await ctx.store.put({ key: pointer, body: Body.text(compacted) });
        },
      },
      { name: "query", run: async (ctx) => void (await ctx.look("query", (ctx) => scan(read, ctx))) },
    ],
    read: async (ctx) => [
      { key: read === "new-file" ? (await ctx.store.get({ key: pointer })).body.text() : hot },
    ],
  };
}

/** As Parquet readers do: the length of the footer, the footer, then each row group where the footer says that it lies. */
async function scan(read: SplicedRead, ctx: ActorContext): Promise<readonly Got[]> {
  const key = read === "new-file" ? (await ctx.store.get({ key: pointer })).body.text() : hot;
  const bytes = await ctx.loop(null, async (_, ctx) => {
    const { size, etag } = await ctx.store.head({ key });
    const condition = read === "if-match" ? { ifMatch: etag } : {};
    const range = async (start: number, end: number): Promise<Uint8Array> =>
      (await ctx.store.get({ key, range: { start, end: end - 1 }, ...condition })).body.view();
    try {
      const footer = await range(size - footerTail(await range(size - 8, size), size), size);
      const split = secondGroup(footer, size);
      const first = await range(0, split);
      await ctx.pause(perGroup);
      return { done: [...first, ...(await range(split, size))] };
    } catch (error) {
      if (!isS3Error(error, "PreconditionFailed")) throw error;
      return { again: null };
    }
  });
  return [{ key, body: Body.of(Uint8Array.from(bytes)) }];
}
