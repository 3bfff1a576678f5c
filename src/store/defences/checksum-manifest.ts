/**
 * Checksum manifest beside the data: for each object another one, `_checksums/<key>`, holds its MD5 and its length. Who reads
 * compares; who lists the data lists the checksums too, and lists again while something is missing.
 *
 * Source: one team's fix for files that did not reach other devices (checksum-based verification and retry, 2020); Hadoop's
 * ChecksumFileSystem, whose `.name.crc` stands beside each file.
 *
 * Promises: what is read whole is what was written with its checksum, or the read fails. A LIST that misses a key whose checksum
 * it shows is asked again.
 * Leaves open: a listing that misses both: it takes two wrong answers instead of one. Two objects are no atom: a writer that dies
 * between them, or two that overwrite the same key, leave a checksum that fits nothing, and a good object that nobody can read.
 * Objects that are uploaded in parts have none.
 */
import { Body } from "../body.js";
import type { GetResult, ListResult, ObjectStore } from "../object-store.js";
import { isS3Error } from "../object-store.js";
import type { DefenceContext } from "./defence.js";
import { asking, type Ended, ended, notConfirmed, valueOf } from "./shared/asking.js";
import { defenceEntry, type Parts } from "./shared/entry.js";
import { namesExpected, namesShown } from "./shared/listing.js";
import { attemptsOption } from "./shared/options.js";
import { over } from "./shared/over.js";

/** Where the checksums are: a tree of their own, so that listings of the data do not show them. */
const tree = "_checksums/";

/** What is written beside an object. */
function checksumOf(body: Body): Body {
  return Body.text(JSON.stringify({ md5: body.md5, size: body.length }));
}

export const checksumManifest = defenceEntry(
  {
    name: "checksum-manifest",
    title: "writes a checksum beside each object, and compares when it reads and lists",
    source:
      "the file sync's fix of 2020 (checksum-based verification); Apache Hadoop, org.apache.hadoop.fs.ChecksumFileSystem",
    promises:
      "What is read whole has the checksum that stands beside it, or the read fails; a LIST that misses a key whose checksum shows is asked again.",
    leavesOpen:
      "A listing that misses both, and a writer that dies between the two: a checksum that fits nothing makes a good object unreadable.",
    options: [attemptsOption],
  },
  ({ attempts }): Parts<null> => ({
    initial: null,
    wrap: (ctx) => {
      const { store } = ctx;
      return over(store, {
        put: async (request) => {
          const result = await store.put(request);
          await store.put({ key: tree + request.key, body: checksumOf(request.body) });
          return result;
        },
        copy: async (request) => {
          const result = await store.copy(request);
          await copyChecksum(store, request.source, request.key);
          return result;
        },
        // The checksum first: one that is left behind would tell readers of an object that is missing.
        delete: async (request) => {
          await store.delete({ key: tree + request.key });
          await store.delete(request);
        },
        deleteObjects: async ({ keys }) => {
          await store.deleteObjects({ keys: keys.map((key) => tree + key) });
          return store.deleteObjects({ keys });
        },
        get: async (request) => {
          if (request.range !== undefined) return store.get(request);
          const { key } = request;
          const end = await asking<null, Ended<GetResult>>(
            ctx,
            { attempts, about: key },
            async ({ store }) => {
              const end = await ended(() => store.get(request));
              const noted = await ended(() => store.get({ key: tree + key }));
              return fits(end, noted) ? { end } : undefined;
            },
          );
          if (end === undefined) throw notConfirmed("checksum-manifest", key, "does not fit its checksum");
          return valueOf(end);
        },
        list: async (request) => {
          const { prefix = "" } = request;
          const page = await asking<null, ListResult>(ctx, { attempts, about: prefix }, async (inner) => {
            const page = await inner.store.list(request);
            const noted = await notedBelow(inner, prefix);
            const shown = namesShown(page);
            return namesExpected(noted, request, page).every((name) => shown.has(name))
              ? { end: page }
              : undefined;
          });
          if (page === undefined) {
            throw notConfirmed("checksum-manifest", prefix, "does not list what has a checksum");
          }
          return page;
        },
      });
    },
  }),
);

/** An object that has no checksum, or none that can be read now, is taken as it is; one that should be there is not absent. */
function fits(end: Ended<GetResult>, noted: Ended<GetResult>): boolean {
  if ("failure" in noted) return true;
  if ("failure" in end) return end.failure.code !== "NoSuchKey";
  return checksumOf(end.value.body).digest === noted.value.body.digest;
}

/** What was written before there were checksums has none to be copied. */
async function copyChecksum(store: ObjectStore, source: string, key: string): Promise<void> {
  try {
    await store.copy({ source: tree + source, key: tree + key });
  } catch (error) {
    if (!isS3Error(error, "NoSuchKey")) throw error;
  }
}

/** The keys below a prefix that have a checksum, as a listing of those shows them. */
async function notedBelow({ store }: DefenceContext<null>, prefix: string): Promise<readonly string[]> {
  const keys: string[] = [];
  let token: string | undefined;
  do {
    const page = await store.list({
      prefix: tree + prefix,
      ...(token === undefined ? {} : { continuationToken: token }),
    });
    keys.push(...page.objects.map(({ key }) => key.slice(tree.length)));
    token = page.nextContinuationToken;
  } while (token !== undefined);
  return keys;
}
