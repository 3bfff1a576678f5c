/** A weakened and a strengthened mutant of each contract and each capability, with the test and the outcome that catch it. */
import { indexCacheOf } from "../../src/store/contracts/index-cache.js";
import { record } from "../../src/store/contracts/past.js";
import { s3Legacy } from "../../src/store/contracts/s3-legacy.js";
import { replicasOf } from "../../src/store/contracts/replicas.js";
import { strong } from "../../src/store/contracts/strong.js";
import {
  able,
  afterDelete,
  afterWrite,
  as,
  asS3,
  built,
  DeliversInOrder,
  ListsTheBucket,
  ReplicatesInOrder,
  forgetsMisses,
  honoursConditions,
  ignoresConditions,
  listsDeleted,
  listsOldStates,
  listsTheTruth,
  missesNewObjects,
  type Mutants,
  NoConflicts,
  NoZombies,
  readsDeleted,
  readsOldVersions,
  readsOneVersionBack,
  readsTheTruth,
  refusesConditions,
} from "./changes.js";

const legacyMutants: Mutants = {
  weakened: [
    ["misses new objects", missesNewObjects, "read-after-new-put", "404"],
    ["takes LIST's silence for a 404", missesNewObjects, "list-then-put-then-get", "404"],
  ],
  strengthened: [
    ["caches no 404", forgetsMisses, "head-then-put-then-get", "404 again"],
    ["goes back one version only", readsOneVersionBack, "read-after-two-overwrites", "the oldest"],
    ["reads overwrites at once", readsTheTruth, "metadata-after-copy-onto-itself", "the old metadata"],
    [
      "reads deletes at once",
      afterDelete((after) => record({ ...after, readable: [] })),
      "read-after-delete",
      "the deleted object",
    ],
    ["lists new keys at once", listsTheTruth, "list-after-put", "not listed"],
    [
      "lists deletes at once",
      afterDelete((after) => record({ ...after, listable: [] })),
      "list-after-delete",
      "a ghost",
    ],
    [
      "takes a re-created key for a new one",
      afterDelete(() => record({})),
      "delete-then-put-then-get",
      "the deleted object",
    ],
  ],
};

export const storeMutants: Readonly<Record<string, Mutants>> = {
  strong: {
    weakened: [
      ["reads old versions", readsOldVersions, "read-after-overwrite", "the old object"],
      ["reads deleted objects", readsDeleted, "read-after-delete", "the deleted object"],
      ["misses new objects", missesNewObjects, "monotonic-reads-of-new-object", "there, then gone"],
      ["lists old states", listsOldStates, "list-misses-a-part", "the first is missing"],
      ["lists deleted keys", listsDeleted, "list-shows-what-get-denies", "listed but gone"],
      ["ignores conditions", ignoresConditions, "create-if-absent-race", "both win, one is lost"],
    ],
    strengthened: [
      ["sees no conflict", built(NoConflicts), "create-beside-delete", "409"],
      ["sees no conflict of writes", built(NoConflicts), "if-match-beside-equal-overwrite", "409"],
      ["has no zombies", built(NoZombies), "zombie-delete", "the zombie deletes it"],
      ["has no conditions", refusesConditions, "own-412", "told that it has lost"],
    ],
  },
  "s3-legacy": {
    weakened: [
      ...legacyMutants.weakened,
      ["takes conditions", honoursConditions, "create-over-existing", "412"],
    ],
    strengthened: legacyMutants.strengthened,
  },
  "s3-legacy-cas": {
    weakened: [
      ...legacyMutants.weakened,
      ["ignores conditions", ignoresConditions, "lost-update-with-if-match", "one update is lost"],
    ],
    strengthened: [
      ...legacyMutants.strengthened,
      ["sees no conflict", built(NoConflicts), "if-match-beside-aba", "409, behind B and A"],
    ],
  },
  "list-lag": {
    weakened: [
      ["reads old versions", readsOldVersions, "read-after-overwrite", "the old object"],
      ["reads deleted objects", readsDeleted, "list-shows-what-get-denies", "listed and served"],
      ["caches 404s", missesNewObjects, "head-then-put-then-get", "404 again"],
    ],
    strengthened: [
      ["lists new keys at once", listsTheTruth, "list-after-put", "not listed"],
      [
        "lists overwrites at once",
        afterWrite((after, before) => (before.current === null ? after : record({ current: after.current }))),
        "list-after-overwrite",
        "the old size",
      ],
    ],
  },
  "overwrite-lag": {
    weakened: [
      ["reads deleted objects", readsDeleted, "read-after-delete", "the deleted object"],
      ["lists old states", listsOldStates, "list-after-overwrite", "the old size"],
      ["misses new objects", missesNewObjects, "read-after-new-put", "404"],
    ],
    strengthened: [
      ["goes back one version only", readsOneVersionBack, "read-after-two-overwrites", "the oldest"],
      ["reads overwrites at once", readsTheTruth, "monotonic-reads", "time goes backwards"],
    ],
  },
  "delete-lag": {
    weakened: [
      [
        "serves the deleted object after a new one was put",
        afterWrite((after, before) => record({ ...after, readable: before.readable })),
        "delete-then-put-then-get",
        "the deleted object",
      ],
      ["reads old versions", readsOldVersions, "read-after-overwrite", "the old object"],
    ],
    strengthened: [
      [
        "lists deletes at once",
        afterDelete((after) => record({ ...after, listable: [] })),
        "list-after-delete",
        "a ghost",
      ],
      [
        "reads deletes at once",
        afterDelete((after) => record({ ...after, readable: [] })),
        "copy-of-deleted-source",
        "brought back",
      ],
    ],
  },
  "negative-cache": {
    weakened: [
      ["misses what nobody asked for", missesNewObjects, "rename-target-then-source", "under neither"],
      ["misses listings too", listsOldStates, "list-after-put", "not listed"],
    ],
    strengthened: [
      ["caches no 404", forgetsMisses, "negative-cache-poisoning", "absent for ever"],
      [
        "forgets the 404 when the object is deleted",
        afterDelete(() => record({})),
        "old-probe-outlives-an-object",
        "the old 404",
      ],
    ],
  },
  "no-conditional-writes": {
    weakened: [
      ["takes conditions", honoursConditions, "create-after-delete", "created"],
      ["reads old versions", readsOldVersions, "guide-example-2", "either, then ruby"],
    ],
    strengthened: [
      [
        "has no zombies",
        built(NoZombies),
        "zombie-put-after-a-later-put",
        "the zombie undoes the later write",
      ],
    ],
  },
  "conditions-ignored": {
    weakened: [["lists old states", listsOldStates, "monotonic-lists", "listed, then missed"]],
    strengthened: [
      [
        "honours conditions",
        honoursConditions,
        "zombie-create-is-fenced",
        "the zombie overwrites what was acknowledged",
      ],
      ["refuses conditions", refusesConditions, "create-over-existing", "overwritten"],
    ],
  },
  "copy-lag": {
    weakened: [
      ["GET lags too", { contract: () => ({ readers: ["COPY", "GET"] }) }, "read-after-new-put", "404"],
      [
        "HEAD lags too",
        { contract: () => ({ readers: ["COPY", "HEAD"] }) },
        "metadata-after-overwrite",
        "the old metadata",
      ],
    ],
    strengthened: [
      ["copies what is true", readsTheTruth, "event-driven-mover", "left behind"],
      [
        "copies nothing that was deleted",
        afterDelete((after) => record({ ...after, readable: [] })),
        "copy-of-deleted-source",
        "brought back",
      ],
    ],
  },
  replicas: {
    weakened: [
      ["has three replicas", as(replicasOf(3)), "three-versions-backwards", "newest, older, oldest"],
      ["knows no tokens", asS3("consistentReads"), "token-read", "the old object"],
      [
        "asks any replica for a consistent read",
        asS3("consistentReads"),
        "consistent-read",
        "the consistent read misses it",
      ],
      ["has content ETags", asS3("etags"), "zombie-if-match-and-aba", "the zombie lands on top"],
    ],
    strengthened: [
      ["has one replica", as(replicasOf(1)), "two-old-versions", "two old ones, backwards"],
      ["reads the primary", as(strong), "read-after-new-put", "404"],
    ],
  },
  "index-cache": {
    weakened: [
      ["has three nodes", as(indexCacheOf(3)), "two-old-versions", "two old ones, forwards"],
      ["misses new objects", as(replicasOf(2)), "read-after-new-put", "404"],
    ],
    strengthened: [
      ["has one node", as(indexCacheOf(1)), "read-after-overwrite", "the old object"],
      ["has a witness", as(strong), "probed-by-another", "the stranger's 404"],
      [
        "caches no 404",
        {
          contract: (own) => ({
            sights: (known) =>
              own.sights!(known).map((one) => ({ ...one, after: one.found === null ? known : one.after })),
          }),
        },
        "head-then-put-then-get",
        "404 again",
      ],
    ],
  },
  "index-cache-witness": {
    weakened: [["has no witness", as(indexCacheOf(2)), "monotonic-reads", "time goes backwards"]],
    strengthened: [["sees no conflict", built(NoConflicts), "if-match-beside-equal-overwrite", "409"]],
  },
  storagegrid: {
    weakened: [
      ["misses new objects", missesNewObjects, "read-after-new-put", "404"],
      ["misses what was probed", missesNewObjects, "head-then-put-then-get", "404 again"],
    ],
    strengthened: [
      ["goes back one version only", readsOneVersionBack, "read-after-two-overwrites", "the oldest"],
      ["lists new keys at once", listsTheTruth, "list-common-prefix", "no directory"],
      ["honours conditions", honoursConditions, "create-over-existing", "overwritten"],
    ],
  },
  swift: {
    weakened: [
      ["misses what was probed", missesNewObjects, "probed-by-another", "the stranger's 404"],
      ["ignores If-None-Match", ignoresConditions, "create-over-existing", "overwritten"],
    ],
    strengthened: [
      ["locks creates", able({ overtaken: "unnoticed" }), "create-if-absent-race", "both win, one is lost"],
      ["honours If-Match", asS3("ifMatch"), "lost-update-with-if-match", "one update is lost"],
      ["reads overwrites at once", readsTheTruth, "guide-example-1", "red twice"],
    ],
  },
  gcs: {
    weakened: [["has content ETags", asS3("etags"), "if-match-aba", "two commits are not seen"]],
    strengthened: [
      ["has no conditions", refusesConditions, "if-match-after-delete-and-re-put", "412"],
      ["answers 404 where S3 does", asS3("matchMissing"), "if-match-on-missing", "412"],
      ["takes any number of writes", asS3("keyWrites"), "write-soon-after-write", "429"],
    ],
  },
  "azure-blob": {
    weakened: [["has content ETags", asS3("etags"), "if-match-after-delete-and-re-put", "not noticed"]],
    strengthened: [
      ["answers 412 where S3 does", asS3("createRefused"), "create-if-absent-race", "A wins, B is told 409"],
      ["takes no star", asS3("matchesAny"), "if-match-star", "replaced"],
    ],
  },
  r2: {
    weakened: [
      ["reads old versions", readsOldVersions, "torn-range-read", "torn: new, then old"],
      ["tells conflicts", asS3("overtaken"), "create-beside-delete", "409"],
      ["takes one write a second", able({ keyWrites: "one-a-second" }), "write-soon-after-write", "429"],
    ],
    strengthened: [
      ["takes no star", asS3("matchesAny"), "if-match-star", "replaced"],
      ["takes any number of writes", asS3("keyWrites"), "two-writes-at-once", "B is refused"],
    ],
  },
  minio: {
    weakened: [
      [
        "may lose its read quorum",
        able({ conditionalWrites: "unreliable" }),
        "create-over-existing",
        "overwritten",
      ],
    ],
    strengthened: [
      ["honours conditions of COPY", asS3("copyConditions"), "copy-if-absent-race", "both win, one is lost"],
    ],
  },
  "minio-quorum-loss": {
    weakened: [["lists old states", listsOldStates, "list-after-copy", "the copy is not listed"]],
    strengthened: [
      [
        "keeps its read quorum",
        honoursConditions,
        "zombie-create-is-fenced",
        "the zombie overwrites what was acknowledged",
      ],
      ["always ignores conditions", ignoresConditions, "create-over-existing", "412"],
    ],
  },
  "ceph-rgw": {
    weakened: [["answers 404 where S3 does", asS3("matchMissing"), "if-match-on-missing", "404"]],
    strengthened: [
      ["honours conditions of COPY", asS3("copyConditions"), "copy-if-absent-race", "both win, one is lost"],
    ],
  },
  garage: {
    weakened: [["reads deleted objects", readsDeleted, "monotonic-reads-after-delete", "back from the dead"]],
    strengthened: [["honours conditions", honoursConditions, "if-match-refused", "B is lost"]],
  },
  coreweave: {
    weakened: [
      [
        "answers 412 to the loser",
        able({ overtaken: "unnoticed" }),
        "create-if-absent-race",
        "A wins, B is told 412",
      ],
      [
        "lets both win",
        able({ overtaken: "both-win" }),
        "zombie-create-is-fenced",
        "the zombie overwrites what was acknowledged",
      ],
    ],
    strengthened: [
      ["has no rename", asS3("renames"), "rename-at-once", "after"],
      [
        "tells nobody 409",
        able({ overtaken: "unnoticed" }),
        "create-if-absent-race",
        "B wins, A is told 409",
      ],
    ],
  },
  "s3-us-standard": {
    weakened: [["takes conditions", honoursConditions, "create-over-existing", "412"]],
    strengthened: [
      ["reads new objects at once", as(s3Legacy), "read-after-new-put", "404"],
      ["goes back one version only", readsOneVersionBack, "read-after-two-overwrites", "the oldest"],
      ["lists new keys at once", listsTheTruth, "list-after-complete", "not listed"],
    ],
  },
  "cross-region": {
    weakened: [
      ["reads replicas for the bucket itself", as(replicasOf(2)), "read-after-new-put", "404"],
      ["goes back and forth", as(replicasOf(2)), "replica-goes-forward", "time goes backwards"],
      [
        "lists the bucket for the replica",
        built(ListsTheBucket),
        "replica-lists-what-it-has",
        "listed, and not read",
      ],
    ],
    strengthened: [
      ["replicates at once", as(strong), "replica-lags", "the replica lacks it"],
      ["replicates key after key", built(ReplicatesInOrder), "replica-out-of-order", "a pointer to nothing"],
      ["replicates deletes at once", afterDelete(() => record({})), "replica-of-deleted", "still served"],
    ],
  },
  events: {
    weakened: [
      [
        "GET lags too",
        { contract: () => ({ readers: ["COPY", "GET"] }) },
        "notification-before-readability",
        "not readable either",
      ],
      ["tells nobody", asS3("notifications"), "notification-once-more", "no queue"],
    ],
    strengthened: [
      ["copies what is true", readsTheTruth, "notification-before-readability", "too early"],
      ["delivers in order and once", built(DeliversInOrder), "notification-order", "out of order"],
      ["delivers once", built(DeliversInOrder), "notification-once-more", "once more"],
    ],
  },
  "s3-express": {
    weakened: [
      ["ignores conditions", ignoresConditions, "rename-race", "both win"],
      ["lists old states", listsOldStates, "list-after-delete-and-put", "not listed"],
    ],
    strengthened: [
      ["lists in order", asS3("listOrder"), "list-order", "in another order"],
      ["lists pages in order", asS3("listOrder"), "list-order-by-pages", "in another order"],
      ["lists no uploads", asS3("listsUploads"), "list-shows-upload", "a directory of uploads"],
      ["has no rename", asS3("renames"), "rename-meets-itself", "told that there is nothing to rename"],
    ],
  },
  "s3-versioned": {
    weakened: [
      ["has no versions", asS3("versioning"), "old-version-is-kept", "no such version"],
      [
        "forgets conditions",
        able({ conditionsWhenVersioned: "ignored" }),
        "create-over-existing",
        "overwritten",
      ],
    ],
    strengthened: [
      ["has no versions", asS3("versioning"), "delete-marker", "a marker on top of the object"],
      [
        "completes on top",
        able({ overtakenUpload: "completes" }),
        "overtaken-upload-is-a-version",
        "below the marker",
      ],
    ],
  },
  "file-etags": {
    weakened: [["ignores conditions", ignoresConditions, "create-over-existing", "overwritten"]],
    strengthened: [["has content ETags", asS3("etags"), "if-match-refused", "B is lost"]],
  },
  "cos-versioned": {
    weakened: [["has no versions", asS3("versioning"), "create-over-existing-version", "refused"]],
    strengthened: [
      [
        "honours conditions",
        asS3("conditionsWhenVersioned"),
        "create-over-existing-version",
        "overwritten, and kept below",
      ],
      ["has no versions", asS3("versioning"), "undelete", "back"],
    ],
  },
};
