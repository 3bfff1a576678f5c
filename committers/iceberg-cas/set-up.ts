/**
 * Before the first commit: the table must exist, and the store must honour conditions.
 *
 * Source: what every committer of this kind should find out once (lance issue 6595, ClickHouse 112437: stores and
 * gateways that take a condition and ignore it).
 */
import { type Context, StoreRefused } from "../../src/job/committer.js";
import { Body } from "../../src/store/body.js";
import { isS3Error } from "../../src/store/object-store.js";
import { deleteAll } from "../shared/delete-all.js";
import { emptyTable, slotKey } from "./metadata.js";

/**
 * Creates the table where there is none. There is no probe: the PUT itself finds out, so two that create the table at
 * once get one.
 *
 * @throws StoreRefused: the store has no conditional writes. S3Error: it is not known whether the table exists.
 */
export async function createTable(table: string, retries: number, ctx: Context): Promise<void> {
  const metadata = emptyTable(table, ctx.uuid(), ctx.now());
  await putIfAbsent(slotKey(table, 0), Body.text(JSON.stringify(metadata)), retries, ctx);
}

/**
 * Writes a new key twice, each time on condition that it is absent. The second PUT must be refused.
 *
 * @throws StoreRefused: the store has no conditional writes, or ignores their conditions.
 */
export async function probeConditions(table: string, retries: number, ctx: Context): Promise<void> {
  const key = `${table}metadata/probe-${ctx.uuid()}`;
  const body = Body.text("Does this store honour If-None-Match?");
  await putIfAbsent(key, body, retries, ctx);
  const second = await putIfAbsent(key, body, retries, ctx);
  // An error leaves a key that nobody reads.
  await deleteAll([key], ctx);
  if (second === "exists") return;
  throw new StoreRefused(
    `The store took a PUT with If-None-Match: * although ${key} existed: it ignores conditions, so that concurrent commits would overwrite each other. Use a store that honours them, or a catalog.`,
  );
}

/**
 * PUT with If-None-Match: *, sent again while the answer does not say whether it was applied. Sending the identical
 * request again is safe: 412 then means that the key exists, whoever wrote it.
 */
function putIfAbsent(key: string, body: Body, retries: number, ctx: Context): Promise<"written" | "exists"> {
  return ctx.loop<number, "written" | "exists">(retries, async (left, ctx) => {
    try {
      await ctx.store.put({ key, body, ifNoneMatch: "*" });
      return { done: "written" };
    } catch (error) {
      if (isS3Error(error, "PreconditionFailed", "BlobAlreadyExists")) return { done: "exists" };
      if (isS3Error(error, "NotImplemented")) {
        throw new StoreRefused(
          `The store has no conditional writes (501 to a PUT of ${key} with If-None-Match: *), and this protocol rests on them. Use a store that has them, or a catalog.`,
        );
      }
      const unclear =
        isS3Error(error) && (error.mayHaveBeenApplied || error.code === "ConditionalRequestConflict");
      if (unclear && left > 0) return { again: left - 1 };
      throw error;
    }
  });
}
