/** What further kinds of buckets do beside what is read: replicas, notifications, renames, orders of listings, limits of a key. */
import type { Claim } from "../../src/check/litmus.js";
import { citation } from "./citation.js";
import { reads } from "./promises.js";
import { api, everywhere, on } from "./sources.js";

const replication = citation("Amazon S3 User Guide, Replicating objects within and across Regions");
const status = citation("Amazon S3 User Guide, Getting replication status information");
const notifications = citation("Amazon S3 User Guide, Amazon S3 Event Notifications");
const listApi = citation("Amazon S3 API Reference, ListObjectsV2");
const renameApi = citation("Amazon S3 API Reference, RenameObject");

/** Reads of the replica bucket, where there is one; where there is none, nobody looks at who is asked. */
export const replica = {
  lags: [
    on(
      replication(
        "introduction",
        "asynchronous copying of objects; most replicate within 15 minutes, some later",
      ),
      "cross-region",
    ),
  ],
  /** Of one key the replica goes forward only. */
  forward: [
    on(
      citation("Amazon S3 User Guide, What does Amazon S3 replicate")(
        "version IDs and timestamps",
        "replicas have the version IDs and the times of their sources, so an older version never becomes the current one again",
      ),
      "cross-region",
    ),
  ],
  bucket: [
    on(
      replication("introduction", "the destination is a bucket of its own, strongly consistent as any"),
      "cross-region",
    ),
  ],
  status: [
    on(
      status("x-amz-replication-status", "COMPLETED: the object was replicated; until then PENDING"),
      "cross-region",
    ),
  ],
} satisfies Readonly<Record<string, readonly Claim[]>>;

/** Where a bucket is not replicated there is no status. */
export const noStatus = everywhere(
  status(
    "x-amz-replication-status",
    "a header of objects in buckets with a replication configuration, and of no others",
  ),
);

/** What is so of reads of the replica where reads of the key are as this topic says. */
export function asReplica(broken: readonly Claim[]): readonly Claim[] {
  return [...broken, ...replica.lags];
}

export const readsOfReplica = {
  created: asReplica(reads.created.broken),
  overwritten: asReplica(reads.overwritten.broken),
  deleted: asReplica(reads.deleted.broken),
};

/** A queue that is told of new objects. */
export const queue = {
  atLeastOnce: [
    on(notifications("introduction", "notifications are designed to be delivered at least once"), "events"),
  ],
  anyOrder: [
    on(
      notifications(
        "introduction",
        "notifications are not guaranteed to arrive in the order that the events occurred",
      ),
      "events",
    ),
  ],
  none: everywhere(
    notifications(
      "introduction",
      "none is sent unless the bucket has a notification configuration; not an operation of S3 itself",
    ),
  ),
};

/** In which order keys are listed. */
export const order = {
  byKey: everywhere(
    listApi("description", "general purpose buckets: in lexicographical order based on their key names"),
  ),
  any: [on(listApi("description", "directory buckets: not in lexicographical order"), "s3-express")],
  startAfter: everywhere(listApi("StartAfter", "S3 starts listing after this specified key")),
  noStartAfter: [on(listApi("StartAfter", "not supported for directory buckets"), "s3-express")],
  uploads: [
    on(
      listApi("CommonPrefixes", "directory buckets: includes the prefixes of in-progress multipart uploads"),
      "s3-express",
    ),
  ],
  noUploads: everywhere(
    citation("Amazon S3 User Guide, Uploading and copying objects using multipart upload")(
      "Multipart upload process",
      "the object is there after the Complete; uploads in progress have a listing of their own",
    ),
  ),
};

const renaming = [
  on(
    renameApi(
      "description",
      "renames an existing object of a directory bucket atomically, without any data movement",
    ),
    "s3-express",
  ),
  on(
    citation("CoreWeave documentation, AI Object Storage RenameObject (2026-01-30)")(
      "Overview",
      "renames an object atomically, with preconditions of its source and its destination",
    ),
    "coreweave",
  ),
];

export const renames = {
  atOnce: renaming,
  /** What is there is replaced, unless a condition forbids it. */
  overwrites: [
    on(
      renameApi("If-None-Match", "to prevent overwriting an object, use If-None-Match: *; else 412"),
      "s3-express",
    ),
    on(
      citation("CoreWeave documentation, AI Object Storage RenameObject (2026-01-30)")(
        "Overview",
        "an S3-compatible RenameObject, with preconditions of its source and its destination",
      ),
      "coreweave",
    ),
  ],
  /** No such request: its client copies and deletes. */
  none: everywhere(api.copyThenDelete),
};

const versioningGuide = citation("Amazon S3 User Guide, How S3 Versioning works");

/** Buckets with versioning. */
export const versions = {
  kept: [
    on(
      versioningGuide("Versions", "an overwrite adds a version; you can get any version by its id"),
      "s3-versioned",
      "cos-versioned",
    ),
  ],
  markers: [
    on(
      versioningGuide(
        "Delete markers",
        "a DELETE without an id adds a delete marker; a GET of one by its id is 405, and deleting it brings the object back",
      ),
      "s3-versioned",
      "cos-versioned",
    ),
  ],
  vanished: [
    on(
      citation("Amazon S3 User Guide, Uploading and copying objects using multipart upload")(
        "Concurrent multipart upload operations",
        "a request between Initiate and Complete takes precedence: what is completed is an older version, and not the current one",
      ),
      "s3-versioned",
    ),
  ],
  /** A bucket that never had versioning. */
  none: everywhere(
    citation("Amazon S3 User Guide, Using versioning in S3 buckets")(
      "Unversioned buckets",
      "the version id of every object is null; another is no version id",
    ),
  ),
};

const r2Limit = on(
  citation("Cloudflare R2 documentation, Limits")(
    "Concurrent writes to the same object name (key)",
    "1 per second; more are answered 429",
  ),
  "r2",
);
const gcsLimit = on(
  citation("Google Cloud Storage documentation, Quotas and limits")(
    "Maximum rate of writes to the same object name",
    "one write per second; more may be throttled with 429",
  ),
  "gcs",
);

/** Writes of one key. */
export const keyLimits = {
  atOnce: [r2Limit, gcsLimit],
  soonAfter: [gcsLimit],
  none: everywhere(
    citation("Amazon S3 User Guide, Best practices design patterns: optimizing Amazon S3 performance")(
      "request rates",
      "3,500 writes and 5,500 reads per second and prefix; there is no limit of one key",
    ),
  ),
};
