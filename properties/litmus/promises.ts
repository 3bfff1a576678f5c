/**
 * What each store's documentation promises of reads and listings, topic by topic: who keeps the promise and who does not, each
 * with the sentence that says so. Tests name the topic that an outcome turns on.
 */
import type { Claim } from "../../src/check/litmus.js";
import { but, defined, legacyGuide, on, otherDocs, strongGuide } from "./sources.js";

/** Stores that keep a promise, and stores that do not. */
export interface Topic {
  readonly kept: readonly Claim[];
  readonly broken: readonly Claim[];
}

const strongS3 = ["strong", "no-conditional-writes", "s3-versioned"] as const;
const express = on(otherDocs.express, "s3-express");
const replicated = on(otherDocs.replicatedBucket, "cross-region");
const usStandard = on(otherDocs.usStandard, "s3-us-standard");
const legacyS3 = ["s3-legacy", "s3-legacy-cas"] as const;

const onlyListings = defined("list-lag", "reads are strong, listings lag");
const onlyOverwrites = defined(
  "overwrite-lag",
  "a read after an overwrite may serve an older version; new objects, deletes and listings are strong",
);
const onlyDeletes = defined(
  "delete-lag",
  "after a DELETE reads and listings may still show the object; writes are strong",
);
const onlyMisses = defined(
  "negative-cache",
  "a 404 that was told may be told again after the key was created; all else is strong, LIST too",
);

const onlyCopies = defined("copy-lag", "everything is strong but the source read of COPY");

/** What the stores that are strongly consistent promise. */
const strongEverywhere: readonly Claim[] = [
  on(otherDocs.minioStrict, "conditions-ignored", "minio", "minio-quorum-loss"),
  on(otherDocs.azureReads, "azure-blob"),
  on(otherDocs.cephReads, "ceph-rgw"),
  on(otherDocs.garageReads, "garage"),
  on(otherDocs.coreweaveReads, "coreweave"),
  on(otherDocs.witness, "index-cache-witness"),
  on(onlyCopies, "copy-lag", "events"),
  express,
  replicated,
  on(otherDocs.cosReads, "cos-versioned"),
  on(otherDocs.fileReads, "file-etags"),
];
const strongReads: readonly Claim[] = [
  on(strongGuide.writes, ...strongS3),
  on(otherDocs.gcsReads, "gcs"),
  on(otherDocs.r2Reads, "r2"),
  ...strongEverywhere,
];
const strongLists: readonly Claim[] = [
  on(strongGuide.anyRead, ...strongS3),
  on(otherDocs.gcsLists, "gcs"),
  on(otherDocs.r2Lists, "r2"),
  ...strongEverywhere,
];

/** Stores of which reads are stale in every way: whatever happened to the key. */
const staleNodes: readonly Claim[] = [
  on(otherDocs.replicaLag, "replicas"),
  on(otherDocs.cacheStale, "index-cache"),
  usStandard,
];

/** Listings that promise nothing. */
const eventualLists: readonly Claim[] = [
  on(otherDocs.gridLists, "storagegrid"),
  on(otherDocs.swiftLists, "swift"),
  on(defined("replicas", "listings are brought up to date apart from the objects"), "replicas"),
  on(defined("index-cache", "listings are cached in blocks, which may be old"), "index-cache"),
  usStandard,
];

/** GET and HEAD. */
export const reads = {
  /** A key that never had an object, and that nobody was told 404 for, was created: a read finds it. */
  created: {
    kept: [
      ...strongReads,
      on(legacyGuide.created, ...legacyS3),
      on(otherDocs.swiftReads, "list-lag"),
      on(otherDocs.gridCreated, "overwrite-lag"),
      on(onlyDeletes, "delete-lag"),
      on(onlyMisses, "negative-cache"),
      on(otherDocs.gridCreated, "storagegrid"),
      on(otherDocs.swiftReads, "swift"),
      on(otherDocs.cacheCreated, "index-cache"),
    ],
    broken: [on(otherDocs.replicaLag, "replicas"), usStandard],
  },
  /** As `created`, but somebody was told 404 before. */
  probed: {
    kept: [
      ...strongReads,
      on(onlyListings, "list-lag"),
      on(onlyOverwrites, "overwrite-lag"),
      on(onlyDeletes, "delete-lag"),
      on(otherDocs.gridCreated, "storagegrid"),
      on(otherDocs.swiftReads, "swift"),
    ],
    broken: [on(legacyGuide.probed, ...legacyS3), on(otherDocs.proxy404, "negative-cache"), ...staleNodes],
  },
  /** An object was replaced: a read finds the new one. */
  overwritten: {
    kept: [
      ...strongReads,
      on(onlyListings, "list-lag"),
      on(onlyDeletes, "delete-lag"),
      on(onlyMisses, "negative-cache"),
    ],
    broken: [
      on(legacyGuide.overwritten, ...legacyS3),
      on(otherDocs.gridEventual, "overwrite-lag"),
      on(otherDocs.gridEventual, "storagegrid"),
      on(otherDocs.swiftOverwrites, "swift"),
      ...staleNodes,
    ],
  },
  /** An object was deleted: a read finds nothing. */
  deleted: {
    kept: [
      ...strongReads,
      on(onlyListings, "list-lag"),
      on(onlyOverwrites, "overwrite-lag"),
      on(onlyMisses, "negative-cache"),
    ],
    broken: [
      on(legacyGuide.deleted, ...legacyS3),
      on(otherDocs.swiftDeletes, "delete-lag"),
      on(otherDocs.gridEventual, "storagegrid"),
      on(otherDocs.swiftDeletes, "swift"),
      ...staleNodes,
    ],
  },
  /** An object was deleted and another created: a read finds the new one, not the old one and not nothing. */
  recreated: {
    kept: [
      ...strongReads,
      on(onlyListings, "list-lag"),
      on(onlyOverwrites, "overwrite-lag"),
      on(onlyDeletes, "delete-lag"),
      on(onlyMisses, "negative-cache"),
    ],
    broken: [
      on(legacyGuide.eventual, ...legacyS3),
      on(otherDocs.gridEventual, "storagegrid"),
      on(otherDocs.swiftDeletes, "swift"),
      ...staleNodes,
    ],
  },
  /** As `recreated`, but somebody was told 404 in between: a read finds no 404 any more. */
  recreatedProbed: {
    kept: [
      ...strongReads,
      on(onlyListings, "list-lag"),
      on(onlyOverwrites, "overwrite-lag"),
      on(onlyDeletes, "delete-lag"),
    ],
    broken: [
      on(legacyGuide.eventual, ...legacyS3),
      on(otherDocs.proxy404, "negative-cache"),
      on(otherDocs.gridEventual, "storagegrid"),
      on(otherDocs.swiftDeletes, "swift"),
      ...staleNodes,
    ],
  },
} satisfies Readonly<Record<string, Topic>>;

const copiesLag = on(otherDocs.copies2023, "copy-lag", "events");

/** The source of a COPY is read as GET reads, but for the store of which that is not so. */
function asReads({ kept, broken }: Topic): Topic {
  return { kept: but(kept, [copiesLag]), broken: [...broken, copiesLag] };
}

export const copies = {
  created: asReads(reads.created),
  overwritten: asReads(reads.overwritten),
  deleted: asReads(reads.deleted),
} satisfies Readonly<Record<string, Topic>>;

/** LIST. */
export const lists = {
  /** A key was created: it is listed. */
  created: {
    kept: [
      ...strongLists,
      on(onlyOverwrites, "overwrite-lag"),
      on(onlyDeletes, "delete-lag"),
      on(onlyMisses, "negative-cache"),
    ],
    broken: [
      on(legacyGuide.listCreated, ...legacyS3),
      on(otherDocs.swiftLists, "list-lag"),
      ...eventualLists,
    ],
  },
  /** A key was deleted: it is not listed. */
  deleted: {
    kept: [...strongLists, on(onlyOverwrites, "overwrite-lag"), on(onlyMisses, "negative-cache")],
    broken: [
      on(legacyGuide.listDeleted, ...legacyS3),
      on(onlyListings, "list-lag"),
      on(otherDocs.swiftDeletes, "delete-lag"),
      ...eventualLists,
    ],
  },
  /** An object was replaced: it is listed with the size and the ETag of the new one. */
  overwritten: {
    kept: [
      ...strongLists,
      on(onlyOverwrites, "overwrite-lag"),
      on(onlyDeletes, "delete-lag"),
      on(onlyMisses, "negative-cache"),
    ],
    broken: [on(legacyGuide.eventual, ...legacyS3), on(onlyListings, "list-lag"), ...eventualLists],
  },
  /** A key was deleted and created again: it is listed. */
  recreated: {
    kept: [
      ...strongLists,
      on(onlyOverwrites, "overwrite-lag"),
      on(onlyDeletes, "delete-lag"),
      on(onlyMisses, "negative-cache"),
    ],
    broken: [on(legacyGuide.listCreated, ...legacyS3), on(onlyListings, "list-lag"), ...eventualLists],
  },
} satisfies Readonly<Record<string, Topic>>;
