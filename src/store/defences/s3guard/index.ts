/**
 * S3Guard: every write and delete is noted in a table that is consistent, and what the table says goes before what S3 says.
 *
 * Source: Apache Hadoop, org.apache.hadoop.fs.s3a.s3guard (HADOOP-13345, 2017; removed by HADOOP-17409, 2022) at 83fd15b:
 * S3AFileSystem.innerGetFileStatus, finishedWrite, deleteObjectAtPath; S3Guard.dirListingUnion, getWithTtl; s3guard.md.
 *
 *     PUT, COPY, Complete    S3 first, then the table: the entry, live
 *     DELETE                 S3 first, then the table: a tombstone
 *     HEAD                   the table: a tombstone is 404, a live entry is the answer; S3 only where it has neither
 *     GET, COPY's source     by the entry's ETag (If-Match), and again while S3 answers 404 or another version (HADOOP-16085)
 *     LIST                   the table's live entries and S3's listing, without tombstones
 *
 * Promises: who reads through the same table sees every write and delete that went through it, whatever S3's listings and reads say;
 * an object that S3 serves in another version than the table has is loud, never silent.
 *
 * Leaves open:
 * - The two writes are no atom. A writer that dies between them, or whose table fails, leaves an object that the table does not
 *   know, and S3 is not rolled back (`on-table-error=fail` tells the caller; it can do nothing about it).
 * - Whoever writes past it: what they overwrite is served as the table has it, what they delete goes on being listed and
 *   is 404 when it is opened, and in authoritative mode what they create is not listed at all.
 * - Two writers of one key may note their writes in another order than S3 took them: the table then names an ETag that S3 does
 *   not serve any more, and every read fails.
 * - `ttl=passed`: what the table has is older than the time to live, so outside of authoritative mode it counts as nothing, tombstones
 *   included (HADOOP-16279). Nothing bounds S3's lag, so no TTL is long enough.
 *
 * What differs: one partition in place of parent and child, no entries for directories (a common prefix shows where a live key is
 * below it), user metadata is not kept. S3Guard tells newer from older by modification times; here an ETag that the table has
 * had before is older, and any other one is newer. TTLs are not counted: either none has passed, or all have.
 */
import type { KeyValueTable } from "../../key-value-table.js";
import { type ETag, isS3Error, type ObjectInfo, type ObjectStore, S3Error } from "../../object-store.js";
import type { DefenceContext } from "../defence.js";
import { asking, type Ended, ended, notConfirmed, valueOf } from "../shared/asking.js";
import { defenceEntry, type Parts } from "../shared/entry.js";
import { over } from "../shared/over.js";
import { listed } from "./listing.js";
import { type Entry, entryOf, type LiveEntry, overwritten, record, tombstone } from "./records.js";

/** What the options decide. */
export interface Settings {
  readonly authoritative: boolean;
  readonly expired: boolean;
  readonly attempts: number;
  readonly failOnTableError: boolean;
}

export const s3guard = defenceEntry(
  {
    name: "s3guard",
    title: "Hadoop's S3Guard: a consistent table of every key, asked before S3",
    source:
      "Apache Hadoop, org.apache.hadoop.fs.s3a.s3guard (HADOOP-13345, HADOOP-16085, HADOOP-16279, HADOOP-15999), at 83fd15b",
    promises:
      "Who goes through the same table sees every write and delete that went through it; another version than the table has is loud.",
    leavesOpen:
      "S3 and the table are written one after the other; whoever writes past the table; what is older than its TTL. Two writers of one key may leave it unreadable.",
    options: [
      {
        name: "mode",
        values: ["non-auth", "auth"],
        default: "non-auth",
        meaning:
          "auth (fs.s3a.metadatastore.authoritative): a listing that was made once is given by the table alone from then on.",
      },
      {
        name: "ttl",
        values: ["not-passed", "passed"],
        default: "not-passed",
        meaning:
          "passed (fs.s3a.metadatastore.metadata.ttl): everything in the table is older than that, entries and tombstones.",
      },
      {
        name: "attempts",
        values: { from: 1, to: 20 },
        default: "7",
        meaning:
          "fs.s3a.s3guard.consistency.retry.limit: how often a key is asked for in all that the table knows and S3 does not serve.",
      },
      {
        name: "on-table-error",
        values: ["fail", "ignore"],
        default: "fail",
        meaning:
          "fs.s3a.metadatastore.fail.on.write.error. fail: the write fails, though S3 has it. ignore: it has succeeded, and the table lacks it.",
      },
    ],
  },
  (options): Parts<null> => {
    const settings: Settings = {
      authoritative: options.mode === "auth",
      expired: options.ttl === "passed" && options.mode === "non-auth",
      attempts: options.attempts,
      failOnTableError: options["on-table-error"] === "fail",
    };
    return { initial: null, uses: ["table"], wrap: (ctx) => guarded(ctx, settings) };
  },
);

function guarded(ctx: DefenceContext<null>, settings: Settings): ObjectStore {
  const { store, table } = ctx;
  return over(store, {
    put: async (request) => {
      const result = await store.put(request);
      await noteWritten(ctx, settings, { ...result, key: request.key, size: request.body.length });
      return result;
    },
    completeMultipartUpload: async (request) => {
      const result = await store.completeMultipartUpload(request);
      const { size } = await store.head({ key: request.key });
      await noteWritten(ctx, settings, { ...result, key: request.key, size });
      return result;
    },
    copy: async (request) => {
      const entry = await known(table, request.source, settings);
      const result = await byEntry(ctx, settings, entry, request.source, (store, sourceIfMatch) =>
        store.copy(sourceIfMatch === undefined ? request : { sourceIfMatch, ...request }),
      );
      const size = entry?.size ?? (await store.head({ key: request.key })).size;
      await noteWritten(ctx, settings, { ...result, key: request.key, size });
      return result;
    },
    delete: async (request) => {
      await store.delete(request);
      await noteDeleted(ctx, settings, request.key);
    },
    deleteObjects: async (request) => {
      const result = await store.deleteObjects(request);
      for (const key of result.deleted) await noteDeleted(ctx, settings, key);
      return result;
    },
    head: async (request) => {
      const entry = await known(table, request.key, settings);
      if (entry !== undefined) return infoOf(entry, request.ifMatch);
      const info = await store.head(request);
      if (!settings.expired) await noteFound(ctx, settings, request.key, info);
      return info;
    },
    get: async (request) => {
      const entry = await known(table, request.key, settings);
      return byEntry(ctx, settings, entry, request.key, (store, ifMatch) =>
        store.get(ifMatch === undefined ? request : { ifMatch, ...request }),
      );
    },
    list: (request) => listed(ctx, settings, request),
  });
}

/** What the table knows of a key, where that counts; throws NoSuchKey for a tombstone. */
async function known(
  table: KeyValueTable,
  key: string,
  { expired }: Settings,
): Promise<LiveEntry | undefined> {
  const entry = await entryOf(table, key);
  if (entry === undefined || expired) return undefined;
  if (entry.live) return entry;
  throw new S3Error("NoSuchKey", "s3guard: the key is recorded as deleted.", key);
}

function infoOf({ key, etag, size }: LiveEntry, ifMatch: ETag | undefined): ObjectInfo {
  if (ifMatch !== undefined && ifMatch !== etag && ifMatch !== "*") {
    throw new S3Error("PreconditionFailed", "s3guard: the key is recorded with another ETag.", key);
  }
  return { etag, size, metadata: {} };
}

/** Reads the version that the table has, and asks again while S3 has none or another one (S3GuardExistsRetryPolicy). */
async function byEntry<V>(
  ctx: DefenceContext<null>,
  { attempts }: Settings,
  entry: LiveEntry | undefined,
  key: string,
  request: (store: ObjectStore, etag: ETag | undefined) => Promise<V>,
): Promise<V> {
  if (entry === undefined) return request(ctx.store, undefined);
  const end = await asking<null, Ended<V>>(ctx, { attempts, about: key }, async ({ store }, last) => {
    const end = await ended(() => request(store, entry.etag));
    const early = "failure" in end && ["NoSuchKey", "PreconditionFailed"].includes(end.failure.code);
    return early && !last ? undefined : { end };
  });
  if (end !== undefined && "failure" in end && end.failure.code === "PreconditionFailed") {
    throw notConfirmed(
      "s3guard",
      key,
      "is not served in the version that the table has (RemoteFileChangedException)",
    );
  }
  return valueOf(end!);
}

async function noteWritten(
  { table }: DefenceContext<null>,
  settings: Settings,
  now: { readonly key: string; readonly etag: ETag; readonly size: number },
): Promise<void> {
  await noted(settings, async () => {
    const before = await entryOf(table, now.key);
    await record(table, overwritten(before, now));
  });
}

async function noteDeleted({ table }: DefenceContext<null>, settings: Settings, key: string): Promise<void> {
  await noted(settings, async () => {
    const before = await entryOf(table, key);
    await record(table, tombstone(before, key));
  });
}

/** What S3 was found to have, and the table did not know (write-back). */
async function noteFound(
  { table }: DefenceContext<null>,
  settings: Settings,
  key: string,
  { etag, size }: ObjectInfo,
): Promise<void> {
  const entry: Entry = { key, live: true, etag, size, older: [] };
  await noted(settings, () => record(table, entry));
}

async function noted({ failOnTableError }: Settings, note: () => Promise<void>): Promise<void> {
  try {
    await note();
  } catch (error) {
    if (!isS3Error(error) || failOnTableError) throw error;
  }
}
