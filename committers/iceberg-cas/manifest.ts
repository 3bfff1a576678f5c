/**
 * The manifest: the data files that one commit adds. Written once, under a unique key, and never again.
 *
 * Source: Apache Iceberg table specification, version 2, "Manifests" (`manifest_entry`, `data_file`).
 *
 * What differs for now: JSON instead of Avro; `etag`, which the specification does not have, so that a reader can tell
 * an object from another of the same length at its key.
 */
import type { Context, PartRef } from "../../src/job/committer.js";
import { Body } from "../../src/store/body.js";
import type { DataFile } from "../shared/data-files.js";
import { parseObject, TableError } from "./metadata.js";

/** `status` of an entry whose file the snapshot adds. */
const added = 1;

/**
 * PUTs the manifest of `files`. Entries carry no sequence number: a reader takes the snapshot's, so the manifest is
 * the same whatever slot the commit lands in (specification, "Sequence Number Inheritance").
 */
export async function writeManifest(
  key: string,
  snapshotId: number,
  files: readonly DataFile[],
  ctx: Context,
): Promise<void> {
  const entries = files.map((file) => ({
    status: added,
    snapshot_id: snapshotId,
    data_file: {
      content: 0,
      file_path: file.key,
      file_format: "PARQUET",
      partition: {},
      record_count: file.rows,
      file_size_in_bytes: file.size,
      etag: file.etag,
    },
  }));
  // A key that nobody has asked for before, so there is nothing to be guarded against and no 404 to be remembered.
  await ctx.store.put({ key, body: Body.text(JSON.stringify({ "format-version": 2, entries })) });
}

/**
 * The files of a manifest.
 *
 * Relies on read-after-write: metadata refers to it, so a 404 is a loud error, never "no files".
 *
 * @throws {@link TableError} where the object is not a manifest.
 */
export async function readManifest(key: string, ctx: Context): Promise<readonly PartRef[]> {
  const { body } = await ctx.store.get({ key });
  const { entries } = parseObject(body.text(), key);
  if (!Array.isArray(entries)) throw new TableError(`${key} is not a manifest: it has no entries`);
  return entries.map((entry: ManifestEntry) => {
    const { file_path, etag, file_size_in_bytes } = entry.data_file;
    return { key: file_path, etag, size: file_size_in_bytes };
  });
}

type ManifestEntry = {
  readonly data_file: {
    readonly file_path: string;
    readonly etag: string;
    readonly file_size_in_bytes: number;
  };
};
