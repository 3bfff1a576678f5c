/**
 * The commit primitive of a file-system table without a rename: a conditional PUT of the next numbered metadata file.
 *
 * Source: what several implementations share in place of the specification's rename (iceberg-rust, icebird, ClickHouse);
 * the loop around it is committers/shared/publish/publish.ts.
 *
 * Relies on If-None-Match being honoured, on read-after-write of slots, and on no slot being deleted.
 */
import type { Context } from "../../src/job/committer.js";
import { putIfAbsent } from "../shared/publish/put-if-absent.js";
import type { VersionLog } from "../shared/publish/publish.js";
import { Body } from "../../src/store/body.js";
import { locate, readForward, readSlot } from "./locate.js";
import { type Addition, append, hasCommit, slotKey, TableError, type Version } from "./metadata.js";

/** The metadata files of a table as a log. */
export function metadataLog(table: string): VersionLog<Version, Addition> {
  return {
    newest: async (ctx) => {
      const base = await locate(table, ctx);
      if (base !== undefined) return base;
      throw new TableError(`there is no table at ${table}: no ${slotKey(table, 0)} can be read`);
    },
    forward: (from, ctx) => readForward(table, from, ctx),
    next: ({ version }) => version + 1,
    read: (slot, _base, ctx) => readSlot(table, slot, ctx),
    fill: (slot, base, addition, ctx: Context) => {
      const body = Body.text(JSON.stringify(append(table, base, addition)));
      return putIfAbsent(slotKey(table, slot), body, ctx);
    },
    has: ({ metadata }, { commitId }) => hasCommit(metadata, commitId),
  };
}
