/**
 * What each store's documentation promises of reads and listings, topic by topic: who keeps the promise and who does not, each
 * with the sentence that says so. Tests name the topic that an outcome turns on.
 */
import type { Citation, Claim } from "../../src/check/litmus.js";
import { defined, legacyGuide, on, otherDocs, strongGuide, unconditional } from "./sources.js";

/** Stores that keep a promise, and stores that do not. */
export interface Topic {
  readonly kept: readonly Claim[];
  readonly broken: readonly Claim[];
}

const strongS3 = ["strong", "no-conditional-writes"] as const;
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

/** What the stores that are strongly consistent promise. */
const strongReads: readonly Claim[] = [
  on(strongGuide.writes, ...strongS3),
  on(otherDocs.minioStrict, "conditions-ignored"),
];
const strongLists: readonly Claim[] = [
  on(strongGuide.anyRead, ...strongS3),
  on(otherDocs.minioStrict, "conditions-ignored"),
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
    ],
    broken: [],
  },
  /** As `created`, but somebody was told 404 before. */
  probed: {
    kept: [
      ...strongReads,
      on(onlyListings, "list-lag"),
      on(onlyOverwrites, "overwrite-lag"),
      on(onlyDeletes, "delete-lag"),
    ],
    broken: [on(legacyGuide.probed, ...legacyS3), on(otherDocs.proxy404, "negative-cache")],
  },
  /** An object was replaced: a read finds the new one. */
  overwritten: {
    kept: [
      ...strongReads,
      on(onlyListings, "list-lag"),
      on(onlyDeletes, "delete-lag"),
      on(onlyMisses, "negative-cache"),
    ],
    broken: [on(legacyGuide.overwritten, ...legacyS3), on(otherDocs.gridEventual, "overwrite-lag")],
  },
  /** An object was deleted: a read finds nothing. */
  deleted: {
    kept: [
      ...strongReads,
      on(onlyListings, "list-lag"),
      on(onlyOverwrites, "overwrite-lag"),
      on(onlyMisses, "negative-cache"),
    ],
    broken: [on(legacyGuide.deleted, ...legacyS3), on(otherDocs.swiftDeletes, "delete-lag")],
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
    broken: [on(legacyGuide.eventual, ...legacyS3)],
  },
  /** As `recreated`, but somebody was told 404 in between: a read finds no 404 any more. */
  recreatedProbed: {
    kept: [
      ...strongReads,
      on(onlyListings, "list-lag"),
      on(onlyOverwrites, "overwrite-lag"),
      on(onlyDeletes, "delete-lag"),
    ],
    broken: [on(legacyGuide.eventual, ...legacyS3), on(otherDocs.proxy404, "negative-cache")],
  },
} satisfies Readonly<Record<string, Topic>>;

/** The source of a COPY is read as GET reads. */
export const copies = {
  created: reads.created,
  overwritten: reads.overwritten,
  deleted: reads.deleted,
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
    broken: [on(legacyGuide.listCreated, ...legacyS3), on(otherDocs.swiftLists, "list-lag")],
  },
  /** A key was deleted: it is not listed. */
  deleted: {
    kept: [...strongLists, on(onlyOverwrites, "overwrite-lag"), on(onlyMisses, "negative-cache")],
    broken: [
      on(legacyGuide.listDeleted, ...legacyS3),
      on(onlyListings, "list-lag"),
      on(otherDocs.swiftDeletes, "delete-lag"),
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
    broken: [on(legacyGuide.eventual, ...legacyS3), on(onlyListings, "list-lag")],
  },
  /** A key was deleted and created again: it is listed. */
  recreated: {
    kept: [
      ...strongLists,
      on(onlyOverwrites, "overwrite-lag"),
      on(onlyDeletes, "delete-lag"),
      on(onlyMisses, "negative-cache"),
    ],
    broken: [on(legacyGuide.listCreated, ...legacyS3), on(onlyListings, "list-lag")],
  },
} satisfies Readonly<Record<string, Topic>>;

const honour = [
  "strong",
  "s3-legacy-cas",
  "list-lag",
  "overwrite-lag",
  "delete-lag",
  "negative-cache",
] as const;
const refuse = ["s3-legacy", "no-conditional-writes"] as const;
const ignore = ["conditions-ignored"] as const;

/** Who honours conditions on writes. */
export const honouring = (source: Citation): readonly Claim[] => [on(source, ...honour)];

/** Who answers a condition on a write with 501. */
export const refusing: readonly Claim[] = [on(unconditional.answers501, ...refuse)];

/** Who writes whatever a condition says. */
export const ignoring: readonly Claim[] = [on(unconditional.ignores, ...ignore)];
