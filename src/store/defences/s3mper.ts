/**
 * s3mper: the names of all files are noted in a table, and a listing is made again until it shows them.
 *
 * Source: Netflix s3mper, ConsistentListingAspect (2013): advice around create, delete and list of a Hadoop file system, rows
 * (path, file) in DynamoDB.
 *
 * Promises: a listing that a driver gets shows every file whose name was noted, or somebody is told.
 * Leaves open:
 * - Who is told: by default a listing that stays short is logged, raises an alert, and is handed on (`otherwise=go-on`;
 *   s3mper.failOnError). Listings within tasks are not checked by default, and reads of keys never are.
 * - The name is noted when the file is created, before its bytes are there: a writer that dies in between leaves a name that
 *   every later listing waits for.
 * - Names are all that it has: it detects and waits, it does not put in what is missing, nor take out a ghost (but for
 *   `delete-markers=on`, which hides files that are noted as deleted).
 */
import { isKeyValueError, type KeyValueTable } from "../key-value-table.js";
import { type ListRequest, type ListResult, S3Error } from "../object-store.js";
import type { DefenceContext } from "./defence.js";
import { asking, notConfirmed } from "./shared/asking.js";
import { defenceEntry, type Parts } from "./shared/entry.js";
import { namesExpected, namesShown } from "./shared/listing.js";
import { over } from "./shared/over.js";

const hash = "s3mper";

export const s3mper = defenceEntry(
  {
    name: "s3mper",
    title: "Netflix's s3mper: listings are made again until they show every name in a table",
    source: "Netflix s3mper, com.netflix.bdp.s3mper.listing.ConsistentListingAspect (2013)",
    promises: "A driver's listing shows every name that was noted, or somebody is told.",
    leavesOpen:
      "By default a listing that stays short is handed on; a name whose file never came is waited for; ghosts are shown; reads of keys are not looked at.",
    options: [
      {
        name: "attempts",
        values: { from: 1, to: 20 },
        default: "16",
        meaning: "s3mper.listing.recheck.count: one listing, and 15 rechecks of 60 s.",
      },
      {
        name: "otherwise",
        values: ["go-on", "fail"],
        default: "go-on",
        meaning:
          "s3mper.failOnError. go-on: a listing that stays short is handed on, after an alert. fail: the request fails.",
      },
      {
        name: "tasks",
        values: ["unchecked", "checked"],
        default: "unchecked",
        meaning: "Whether the listings of task attempts are looked at.",
      },
      {
        name: "delete-markers",
        values: ["off", "on"],
        default: "off",
        meaning:
          "s3mper.listing.delist.deleted. on: a file that is deleted stays noted, as deleted, and is not shown.",
      },
    ],
  },
  ({ attempts, otherwise, tasks, "delete-markers": markers }): Parts<null> => ({
    initial: null,
    uses: ["table"],
    wrap: (ctx) => {
      const { store, table } = ctx;
      return over(store, {
        put: async (request) => {
          await note(table, request.key);
          return store.put(request);
        },
        copy: async (request) => {
          await note(table, request.key);
          return store.copy(request);
        },
        completeMultipartUpload: async (request) => {
          await note(table, request.key);
          return store.completeMultipartUpload(request);
        },
        // The table first, as in the original: what is not noted any more is not waited for.
        delete: async (request) => {
          await forget(table, request.key, markers === "on");
          await store.delete(request);
        },
        deleteObjects: async (request) => {
          for (const key of request.keys) await forget(table, key, markers === "on");
          return store.deleteObjects(request);
        },
        list: (request) =>
          ctx.task && tasks === "unchecked"
            ? store.list(request)
            : checked(ctx, request, { attempts, fails: otherwise === "fail", delists: markers === "on" }),
      });
    },
  }),
);

/** The table is read once, and S3 is listed until it shows what that said. */
async function checked(
  ctx: DefenceContext<null>,
  request: ListRequest,
  {
    attempts,
    fails,
    delists,
  }: { readonly attempts: number; readonly fails: boolean; readonly delists: boolean },
): Promise<ListResult> {
  const about = request.prefix ?? "";
  const names = await namesBelow(ctx.table, about);
  const page = await asking<null, ListResult>(ctx, { attempts, about }, async ({ store }, last) => {
    const page = await store.list(request);
    const shown = namesShown(page);
    const whole = namesExpected(names.there, request, page).every((name) => shown.has(name));
    return whole || (last && !fails) ? { end: page } : undefined;
  });
  if (page === undefined) throw notConfirmed("s3mper", about, "does not list what is noted");
  if (!delists) return page;
  return { ...page, objects: page.objects.filter(({ key }) => !names.deleted.has(key)) };
}

async function namesBelow(
  table: KeyValueTable,
  prefix: string,
): Promise<{ readonly there: readonly string[]; readonly deleted: ReadonlySet<string> }> {
  const items = await table
    .query({ hash, rangePrefix: prefix })
    .catch((error: unknown) => failed(error, prefix));
  const isDeleted = (item: (typeof items)[number]): boolean => item.attributes["deleted"] === true;
  return {
    there: items.filter((item) => !isDeleted(item)).map(({ range }) => range),
    deleted: new Set(items.filter(isDeleted).map(({ range }) => range)),
  };
}

async function note(table: KeyValueTable, key: string): Promise<void> {
  const request = { hash, range: key, attributes: { deleted: false } };
  await table.put(request).catch((error: unknown) => failed(error, key));
}

async function forget(table: KeyValueTable, key: string, marks: boolean): Promise<void> {
  const at = { hash, range: key };
  await (marks ? table.put({ ...at, attributes: { deleted: true } }) : table.delete(at)).catch(
    (error: unknown) => failed(error, key),
  );
}

function failed(error: unknown, key: string): never {
  if (!isKeyValueError(error)) throw error;
  throw new S3Error("NotSent", `s3mper: the table failed: ${error.code}.`, key);
}
