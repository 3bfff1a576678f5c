/** Mutants of what stores make of uploads in parts, bulk deletes and conditional deletes. */
import { able, asS3, built, type Mutants, NoConflicts } from "./changes.js";

const completesAnyway = able({ overtakenUpload: "completes" });
const mayVanish = asS3("overtakenUpload");
const replays = asS3("repeatedComplete");
const forgets = able({ repeatedComplete: "NoSuchUpload" });
const deletesAnyway = able({ conditionalDeletes: "ignored" });
const conditionalDeletes = able({ conditionalDeletes: "honoured" });

const realS3: Mutants = {
  weakened: [["forgets completed uploads", forgets, "complete-twice", "told that there is no such upload"]],
  strengthened: [
    [
      "completes what a DELETE has overtaken",
      completesAnyway,
      "delete-before-complete",
      "told 200, and nothing is there",
    ],
    [
      "completes what a PUT has overtaken",
      completesAnyway,
      "put-before-complete",
      "told 200, and the PUT stays",
    ],
  ],
};

/** Isolates one thing, and has uploads as S3 has them but for what S3 leaves open. */
const isolating: Mutants = {
  weakened: [
    [
      "lets what came later take precedence",
      mayVanish,
      "delete-of-nothing-before-complete",
      "told 200, and nothing is there",
    ],
  ],
  strengthened: [["forgets completed uploads", forgets, "complete-twice", "told the same again"]],
};

/** Follows S3's interface, and forgets an upload that has become an object. */
const forgetful: Mutants = {
  weakened: [
    ["lets what came later take precedence", mayVanish, "put-before-complete", "told 200, and the PUT stays"],
    ["remembers completed uploads", replays, "complete-twice-after-delete", "told 200, and nothing is there"],
  ],
  strengthened: [
    ["remembers completed uploads", replays, "complete-meets-itself", "told that it is not, and it is"],
  ],
};

export const uploadMutants: Readonly<Record<string, Mutants>> = {
  strong: {
    weakened: [
      ...realS3.weakened,
      ["lists uploads late", { contract: () => ({ listsUploadsLate: true }) }, "list-uploads", "not listed"],
      [
        "looks at no conditions of Complete",
        able({ completeConditions: "ignored" }),
        "complete-if-absent-over-existing",
        "overwritten",
      ],
      [
        "keeps no record of what came since the Initiate",
        able({ overtaken: "unnoticed" }),
        "complete-if-match-beside-aba",
        "not noticed",
      ],
      ["deletes whatever the condition", deletesAnyway, "delete-if-match", "the new object is lost"],
      ["tells 204 of nothing", able({ deleteMissing: "NoContent" }), "delete-if-match-on-missing", "204"],
    ],
    strengthened: [
      ...realS3.strengthened,
      ["sees no part beside an abort", built(NoConflicts), "part-beside-abort", "left behind"],
      ["sees no write beside a DELETE", built(NoConflicts), "delete-if-match-beside-same-bytes", "409"],
    ],
  },
  "s3-legacy": {
    weakened: realS3.weakened,
    strengthened: [
      ...realS3.strengthened,
      [
        "lists uploads at once",
        { contract: () => ({ listsUploadsLate: false }) },
        "list-uploads",
        "not listed",
      ],
    ],
  },
  "s3-legacy-cas": realS3,
  "no-conditional-writes": realS3,
  "s3-us-standard": realS3,
  "cross-region": realS3,
  events: realS3,
  "s3-express": realS3,
  "s3-versioned": realS3,
  "cos-versioned": forgetful,
  "file-etags": forgetful,
  "list-lag": isolating,
  "overwrite-lag": isolating,
  "delete-lag": isolating,
  "negative-cache": isolating,
  "copy-lag": isolating,
  replicas: isolating,
  "index-cache": isolating,
  "index-cache-witness": isolating,
  "conditions-ignored": forgetful,
  storagegrid: forgetful,
  swift: forgetful,
  minio: {
    weakened: forgetful.weakened,
    strengthened: [
      ...forgetful.strengthened,
      ["looks at conditions of DELETE", conditionalDeletes, "delete-if-match", "the new object is lost"],
    ],
  },
  "minio-quorum-loss": forgetful,
  r2: {
    weakened: forgetful.weakened,
    strengthened: [
      ...forgetful.strengthened,
      ["looks at conditions of DELETE", conditionalDeletes, "delete-if-match", "the new object is lost"],
    ],
  },
  coreweave: {
    weakened: forgetful.weakened,
    strengthened: [
      ...forgetful.strengthened,
      ["looks at conditions of DELETE", conditionalDeletes, "delete-if-match-on-missing", "204"],
    ],
  },
  gcs: {
    weakened: [
      ["forgets completed uploads", forgets, "complete-twice", "told that there is no such upload"],
      [
        "lets what came later take precedence",
        mayVanish,
        "put-before-complete",
        "told 200, and the PUT stays",
      ],
    ],
    strengthened: [
      [
        "looks at conditions of Complete",
        asS3("completeConditions"),
        "complete-if-absent-over-existing",
        "overwritten",
      ],
    ],
  },
  "azure-blob": {
    weakened: [
      ["keeps parts when the key is written", completesAnyway, "put-before-complete", "completed"],
      ["replays a Complete", replays, "complete-twice", "told the same again"],
    ],
    strengthened: [["keeps parts of others", completesAnyway, "two-uploads-race", "B's parts are none"]],
  },
  "ceph-rgw": {
    weakened: [
      [
        "replays whatever is there now",
        replays,
        "complete-twice-after-delete",
        "told 200, and nothing is there",
      ],
      ["tells 404 where S3 does", asS3("deleteMissing"), "delete-if-match-on-missing", "404"],
    ],
    strengthened: [["forgets completed uploads", forgets, "complete-twice", "told the same again"]],
  },
  garage: {
    weakened: [
      [
        "keeps uploads that are older than a write",
        completesAnyway,
        "zombie-complete",
        "the zombie undoes the later write",
      ],
    ],
    strengthened: [
      [
        "keeps uploads that are older than a DELETE",
        completesAnyway,
        "delete-before-complete",
        "told that there is no such upload",
      ],
    ],
  },
};
