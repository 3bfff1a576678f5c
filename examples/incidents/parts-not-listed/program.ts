/**
 * Tasks write the parts of an output, and the driver finds out by LIST which there are: what LIST leaves out (no list-after-put) is
 * not in the output that it publishes.
 *
 * Source: "Eventual consistency on S3 and what it breaks", shape 2: 42 parts; the driver believes that there are 41 and ships the
 * result; its script prints 26.
 */
import { Body } from "../../../src/store/body.js";
import type { Program } from "../../../src/job/program.js";

/** How the driver knows its parts: by LIST, or because the tasks told it. */
export type Find = "list" | "told";

const published = "output/_published";

export function partsOfAnOutput(find: Find): Program {
  return {
    name: `parts-of-an-output?find=${find}`,
    actors: (items) => [
      {
        name: "driver",
        run: async (ctx) => {
          const told = await ctx.parallel(items, async ({ number, part }, ctx) => {
            const key = `output/part-${String(number).padStart(5, "0")}.parquet`;
            await ctx.store.put({ key, body: part.body });
            return key;
          });
          const found =
            find === "told"
              ? told
              : (await ctx.store.list({ prefix: "output/part-" })).objects.map(({ key }) => key);
          await ctx.store.put({ key: published, body: Body.text(found.join("\n")) });
          for (const item of items) await ctx.stored(item);
        },
      },
    ],
    read: async (ctx) => {
      const text = (await ctx.store.get({ key: published })).body.text();
      return text === "" ? [] : text.split("\n").map((key) => ({ key }));
    },
  };
}
