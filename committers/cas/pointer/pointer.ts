/**
 * The pointer itself: one mutable place, read with a token, and swapped on condition that the token is still the same.
 *
 * Source: each kind of pointer below names its own.
 *
 * Race closed: two that swap the same value. The store, or the catalog's table, takes one of them and refuses the other.
 *
 * Race left open: the answer to a swap may be lost, and a client that asks again is refused because of itself. So a refusal
 * and an error that may have been applied are told apart from nothing ("taken", "in-doubt"), and decided by who asks: by
 * reading the pointer again and looking for the commit's id (../../shared/publish/read-back.ts).
 */
import type { Context, SideService } from "../../../src/job/committer.js";
import { Body } from "../../../src/store/body.js";
import { isKeyValueError } from "../../../src/store/key-value-table.js";
import { isS3Error } from "../../../src/store/object-store.js";
import type { Need } from "../../shared/probe/index.js";
import { filledBy } from "../../shared/publish/put-if-absent.js";
import type { Filled } from "../../shared/publish/publish.js";
import { underLock } from "../lock.js";

export interface Pointed {
  readonly text: string;
  /** What tells this value from all others. */
  readonly token: string;
}

export interface Pointer {
  readonly uses?: readonly SideService[];
  /** What it stands on in the object store that a store may not have: what `probe=on` asks for. */
  readonly needs: readonly Need[];
  /** Undefined where there is none yet. @throws S3Error, KeyValueError */
  read(table: string, ctx: Context): Promise<Pointed | undefined>;
  /** Replaces the value whose token is given; null: makes the first one. @throws S3Error where it was not applied, for certain. */
  swap(table: string, token: string | null, text: string, ctx: Context): Promise<Filled>;
}

export function pointerKey(table: string): string {
  return `${table}_current`;
}

/**
 * An object, swapped by PUT If-Match.
 *
 * Source: Amazon S3 User Guide, "How to prevent overwrites with conditional writes" (November 2024: If-Match); icechunk's
 * branch references, turbopuffer's and WarpStream's manifests are of this kind.
 *
 * Relies on If-Match being looked at, on read-after-overwrite, and on ETags that never come again. An ETag of the content does
 * not, as long as no two values have the same bytes.
 */
export const objectPointer: Pointer = {
  needs: ["create-if-absent", "if-match"],
  read: readObject,
  swap: async (table, token, text, ctx) => {
    const condition = token === null ? ({ ifNoneMatch: "*" } as const) : { ifMatch: token };
    try {
      await ctx.store.put({ key: pointerKey(table), body: Body.text(text), ...condition });
      return "filled";
    } catch (error) {
      // If-Match where there is nothing: the table was deleted.
      if (isS3Error(error, "NoSuchKey")) return "refused";
      return filledBy(error);
    }
  },
};

/**
 * A control that must be caught: an object that the last writer wins.
 *
 * Seen as: catalogs that read and write without a lock (Embucket issue 1701), and every pointer on a store that ignores conditions.
 */
export const lastWriterWins: Pointer = {
  needs: [],
  read: readObject,
  swap: (table, _token, text, ctx) => overwrite(table, text, ctx),
};

/**
 * A control that must be caught: GET, compare, PUT. What happens between the GET and the PUT is overwritten.
 *
 * Seen as: stores' own emulations of If-Match over a plain file system (ClickHouse issue 112077).
 */
export const compareThenPut: Pointer = {
  needs: [],
  read: readObject,
  swap: async (table, token, text, ctx) => {
    const now = await readObject(table, ctx);
    return (now?.token ?? null) === token ? overwrite(table, text, ctx) : "taken";
  },
};

/**
 * A row of a catalog's database, swapped by a conditional write.
 *
 * Source: Apache Iceberg `BaseMetastoreTableOperations`, `DynamoDbCatalog` (`metadata_location` on condition that it is what was
 * loaded), `JdbcTableOperations`.
 *
 * Relies on linearizable reads and conditions of the table. The location is its own token: no two are the same.
 */
export const tablePointer: Pointer = {
  uses: ["table"],
  needs: [],
  read: async (table, ctx) => {
    const row = await ctx.table.get(rowOf(table));
    if (row === undefined) return undefined;
    const text = String(row.attributes["current"]);
    return { text, token: text };
  },
  swap: async (table, token, text, ctx) => {
    const condition = token === null ? ({ ifAbsent: true } as const) : { ifEquals: { current: token } };
    try {
      await ctx.table.put({ ...rowOf(table), attributes: { current: text }, ...condition });
      return "filled";
    } catch (error) {
      if (isKeyValueError(error, "ConditionalCheckFailedException")) return "taken";
      if (isKeyValueError(error)) return "in-doubt";
      throw error;
    }
  },
};

/**
 * The row of a catalog, compared and then overwritten under a lease lock.
 *
 * Source: Apache Iceberg `HiveTableOperations` with `MetastoreLock`: lock, compare the location with the base, alter_table; the
 * lock is looked at before that and after.
 *
 * Race closed: two that swap while each has the lock.
 *
 * Race left open: the lock runs out between the comparison and the write, and a write that was given up is applied when
 * somebody else has it. Hive has a condition for alter_table since HIVE-26882, for this reason.
 */
export const lockedTablePointer: Pointer = {
  uses: ["table"],
  needs: [],
  read: tablePointer.read,
  swap: (table, token, text, ctx) =>
    underLock(table, "again", ctx, async (ctx, held): Promise<Filled> => {
      // Nothing is written yet.
      const ready = await orOnError("refused", async () => {
        const now = await tablePointer.read(table, ctx);
        if ((now?.token ?? null) !== token) return "taken";
        return (await held(ctx)) ? undefined : "refused";
      });
      if (ready !== undefined) return ready;
      return orOnError("in-doubt", async () => {
        await ctx.table.put({ ...rowOf(table), attributes: { current: text } });
        // Lost meanwhile: somebody else may have overwritten it (CommitStateUnknownException).
        return (await held(ctx)) ? "filled" : "in-doubt";
      });
    }),
};

/** What `attempt` comes to, or `otherwise` where the table did not answer. */
async function orOnError<R>(otherwise: R, attempt: () => Promise<R>): Promise<R> {
  try {
    return await attempt();
  } catch (error) {
    if (isKeyValueError(error)) return otherwise;
    throw error;
  }
}

async function readObject(table: string, ctx: Context): Promise<Pointed | undefined> {
  try {
    const { body, etag } = await ctx.store.get({ key: pointerKey(table) });
    return { text: body.text(), token: etag };
  } catch (error) {
    if (isS3Error(error, "NoSuchKey")) return undefined;
    throw error;
  }
}

async function overwrite(table: string, text: string, ctx: Context): Promise<Filled> {
  try {
    await ctx.store.put({ key: pointerKey(table), body: Body.text(text) });
    return "filled";
  } catch (error) {
    if (isS3Error(error) && error.mayHaveBeenApplied) return "in-doubt";
    throw error;
  }
}

function rowOf(table: string): { readonly hash: string; readonly range: string } {
  return { hash: table, range: "current" };
}
