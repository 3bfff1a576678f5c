/**
 * Files of one device come to another: the first puts them into the store and says that there is something new; the second lists,
 * gets what it has not, and is content. A file that LIST leaves out (no list-after-put) is not synced until something changes again.
 *
 * Source: "S3 Eventual Consistency Debugging", "Dropbox's File Sync Consistency (2020)": checksum-based verification and retry.
 */
import { Body } from "../../../src/store/body.js";
import type { ActorContext, Item, Program } from "../../../src/job/program.js";

/** `list`: as it was. `manifest`: the first device also writes a list of names and checksums, and the second goes on until it has all. */
export type SyncBy = "list" | "manifest";

const manifest = "manifests/1";
/** Milliseconds between two looks at the listing. */
const betweenLooks = 500;

export function fileSync(by: SyncBy): Program {
  return {
    name: `file-sync?by=${by}`,
    actors: (items) => [
      { name: "device-a", run: (ctx) => upload(items, by, ctx) },
      {
        name: "device-b",
        run: async (ctx) => {
          await ctx.hear("something new");
          await download(by, ctx);
        },
      },
    ],
    read: async (ctx) => (await ctx.store.list({ prefix: "device-b/" })).objects,
  };
}

async function upload(items: readonly Item[], by: SyncBy, ctx: ActorContext): Promise<void> {
  const sums = await ctx.parallel(items, async (item, ctx) => {
    const key = `files/${item.number}`;
    const { etag } = await ctx.store.put({ key, body: item.part.body });
    await ctx.stored(item);
    return `${key} ${etag}`;
  });
  // A new key that nobody has asked for: readable at once on every store that promises that of new objects.
  if (by === "manifest") await ctx.store.put({ key: manifest, body: Body.text(sums.join("\n")) });
  await ctx.say("something new");
}

async function download(by: SyncBy, ctx: ActorContext): Promise<void> {
  const wanted = by === "list" ? [] : (await ctx.store.get({ key: manifest })).body.text().split("\n");
  await ctx.loop(null, async (_, ctx) => {
    const { objects } = await ctx.store.list({ prefix: "files/" });
    const listed = new Set(objects.map(({ key, etag }) => `${key} ${etag}`));
    if (!wanted.every((one) => listed.has(one))) {
      await ctx.pause(betweenLooks);
      return { again: null };
    }
    for (const { key } of objects) {
      const { body } = await ctx.store.get({ key });
      await ctx.store.put({ key: key.replace("files/", "device-b/"), body });
    }
    return { done: undefined };
  });
}
