/**
 * Strong consistency: every read and every listing that begins after a write was acknowledged shows it.
 *
 * True of: Amazon S3 since 1 December 2020, for new objects, overwrites, deletes and listings; Google Cloud Storage, Azure Blob
 * Storage, Cloudflare R2; MinIO ("strict read-after-write and list-after-write") and Ceph RGW within a zone.
 * Until: holds today.
 * Source: S3 User Guide, "Amazon S3 data consistency model": "Any read (GET or LIST request) that is initiated following the
 * receipt of a successful PUT response will return the data written by the PUT request"; the others' documentation of
 * consistency.
 *
 * A key that was deleted and created again: like any other. No past is kept.
 */
import type { Contract } from "../state.js";
import { untouched } from "../state.js";
import { record } from "./past.js";

export const strong: Contract = Object.freeze({
  name: "strong",
  afterWrite: (_before, next) => record({ current: next }),
  afterDelete: () => untouched,
  afterMiss: (before) => before,
} satisfies Contract);
