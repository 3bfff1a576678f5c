/**
 * What each store makes of uploads in parts, bulk deletes and conditional deletes, topic by topic, and who says so. As in
 * conditions.ts: a rule says of every store what it does; the names below it tell the answers apart that follow.
 */
import type { Citation, Claim } from "../../src/check/litmus.js";
import {
  asS3,
  creates,
  fingerprints,
  quorumLoss,
  races,
  refusing,
  swapIgnoring,
  swaps,
  swapsOfNothing,
} from "./conditions.js";
import { citation } from "./citation.js";
import { but, of, on, otherDocs } from "./sources.js";

const guide = citation("Amazon S3 User Guide, Uploading and copying objects using multipart upload");
const completeApi = citation("Amazon S3 API Reference, CompleteMultipartUpload");
const uploadPart = citation("Amazon S3 API Reference, UploadPart");
const deleteMany = citation("Amazon S3 API Reference, DeleteObjects");
const conditionalDeletes = citation("Amazon S3 User Guide, How to perform conditional deletes");
const localStack = citation("LocalStack, TestS3ObjectWritePrecondition, recorded against AWS in 2026-02");

/** What holds of every store that takes uploads in parts. */
export const uploadApi = {
  whole: guide(
    "Multipart upload process",
    "upon receiving the complete request S3 constructs the object from the parts, and you can then access it as any other object",
  ),
  listed: guide(
    "Multipart upload listings",
    "you can list the parts of an upload, or all uploads in progress",
  ),
  partReplaced: guide(
    "Parts upload",
    "a new part with the same part number as one before overwrites the part that was uploaded",
  ),
  partEtags: completeApi(
    "Errors, InvalidPart",
    "a part may not have been uploaded, or its entity tag might not have matched",
  ),
  tooSmall: completeApi(
    "Errors, EntityTooSmall",
    "the proposed upload is smaller than the minimum size of a part, for each part but the last",
  ),
  failedStays: completeApi(
    "description",
    "if the Complete fails, applications should be prepared to retry it",
  ),
  gone: completeApi(
    "Errors, NoSuchUpload",
    "the upload ID might be invalid, or the multipart upload might have been aborted or completed",
  ),
  lateParts: citation("Amazon S3 API Reference, AbortMultipartUpload")(
    "description",
    "part uploads in progress might or might not succeed; it might be necessary to abort an upload multiple times",
  ),
  lifecycle: citation(
    "Amazon S3 User Guide, Configuring a bucket lifecycle configuration to delete incomplete uploads",
  )(
    "introduction",
    "S3 aborts the uploads that do not complete within the specified time, and deletes their parts",
  ),
  lastWins: guide(
    "Concurrent multipart upload operations",
    "several uploads of one key may be under way; each Complete makes an object of its own parts",
  ),
  latePart: uploadPart("description", "after an upload is completed or aborted, its upload ID is no more"),
  bulk: deleteMany(
    "description",
    "for each object S3 performs a delete action and returns the result of that delete, success or failure",
  ),
};

const realS3 = [
  "strong",
  "s3-legacy",
  "s3-legacy-cas",
  "no-conditional-writes",
  "s3-us-standard",
  "cross-region",
  "events",
  "s3-express",
  "s3-versioned",
];
const isolating = asS3.filter((store) => !realS3.includes(store));

const isolated: Citation = {
  document: "Definition of the stores that isolate one thing",
  place: "src/store/personalities, overtakenUpload: completes",
  says: "what else Amazon S3 leaves open is left out: an upload takes its place when it is completed",
};

const gcsConditions = citation("Google Cloud Storage documentation, XML API multipart uploads")(
  "Considerations",
  "preconditions are not supported in the requests; the complete request overwrites any existing object",
);
const garageSuperseded = citation("deuxfleurs/garage, src/model/s3/object_table.rs")(
  "impl Crdt for Object, merge",
  "versions before the last complete one are removed, and an upload is a version as old as its initiation",
);
const azureBlocks = citation(
  "apache/arrow-rs-object-store, src/integration.rs, multipart_race_condition on Azure",
)(
  "last_writer_wins: false",
  "of two uploads of one blob the second to be committed fails: a commit discards all other uncommitted blocks",
);
const azureUncommitted = citation("Microsoft Learn, Put Block List; apache/arrow-rs-object-store, src/azure")(
  "Uncommitted",
  "blocks are named from the uncommitted block list, which a commit empties",
);
const gridLatest = citation("NetApp StorageGRID 11.9 documentation, Conflicting client requests")(
  "latest-wins",
  "the evaluation is based on when the system completes a given request, not on when clients begin an operation",
);

/** A Complete after another request on the key. What the store reads to be there is there, for those that say nothing else. */
const overtakenRule: readonly Claim[] = [
  on(
    guide(
      "Concurrent multipart upload operations",
      "a request between Initiate and Complete might take precedence: Complete might indicate success without you ever seeing the object",
    ),
    ...realS3,
  ),
  on(isolated, ...isolating),
  on(garageSuperseded, "garage"),
  on(azureBlocks, "azure-blob"),
  on(gridLatest, "storagegrid"),
  on(otherDocs.swiftReads, "swift"),
  on(otherDocs.gcsReads, "gcs"),
  on(otherDocs.r2Reads, "r2"),
  on(otherDocs.minioStrict, "conditions-ignored", "minio", "minio-quorum-loss"),
  on(otherDocs.cephReads, "ceph-rgw"),
  on(otherDocs.coreweaveReads, "coreweave"),
  on(otherDocs.cosReads, "cos-versioned"),
  on(otherDocs.fileReads, "file-etags"),
];

export const overtaken = {
  rule: overtakenRule,
  vanishes: of(overtakenRule, ...realS3),
  isGone: of(overtakenRule, "garage"),
  losesParts: of(overtakenRule, "azure-blob"),
  /** By a write of the key. */
  completes: but(overtakenRule, of(overtakenRule, "garage", "azure-blob")),
  /** By a DELETE of an object: Azure says nothing of that. */
  completesAfterDelete: but(overtakenRule, of(overtakenRule, "garage")),
};

const replayed = citation("getmoto/moto, test_idempotent_multipart_upload, verified against AWS")(
  "test",
  "the same Complete again is answered 200 with the same ETag, also with If-None-Match",
);
const repeatedRule: readonly Claim[] = [
  on(replayed, ...realS3, ...isolating),
  on(
    citation("googleapis/python-storage pull request 1120 (2023-09)")(
      "review thread",
      "part uploads and finalize are fully idempotent, because they are associated with an upload ID",
    ),
    "gcs",
  ),
  on(
    citation("ceph/ceph pull requests 40594 (2021) and 68186 (2026)")(
      "check_previously_completed",
      "200 if the object at the key has the ETag that the parts make; otherwise 404 NoSuchUpload",
    ),
    "ceph-rgw",
  ),
  on(
    citation("minio/minio issue 13318 (2021-09)")(
      "description",
      "the first Complete succeeds, all later ones fail with NoSuchUpload; working as intended",
    ),
    "minio",
    "minio-quorum-loss",
    "conditions-ignored",
  ),
  on(azureUncommitted, "azure-blob"),
  on(uploadApi.gone, "storagegrid", "swift", "r2", "garage", "coreweave", "cos-versioned", "file-etags"),
];

/** A Complete of an upload that has become an object. */
export const repeated = {
  rule: repeatedRule,
  replayed: of(repeatedRule, ...realS3, ...isolating, "gcs"),
  whileThere: of(repeatedRule, "ceph-rgw"),
  gone: but(repeatedRule, of(repeatedRule, ...realS3, ...isolating, "gcs", "ceph-rgw", "azure-blob")),
  invalid: of(repeatedRule, "azure-blob"),
};

const unheeded = on(gcsConditions, "gcs");
const gone = on(garageSuperseded, "garage");

/** The rule of another request, with what is different of Complete: Google takes no conditions there. */
function atComplete(rule: readonly Claim[], ...more: readonly Claim[]): readonly Claim[] {
  return [...but(rule, [unheeded, ...more]), unheeded, ...more];
}

const withoutGoogle = (claims: readonly Claim[]): readonly Claim[] => but(claims, [unheeded]);
const withoutGarage = (claims: readonly Claim[]): readonly Claim[] => but(claims, [gone]);

const createRule = atComplete(creates.rule);

/** Complete with If-None-Match: *. Garage never looks at it. */
export const completeCreates = {
  rule: createRule,
  told412: withoutGoogle(creates.told412),
  told409: creates.told409,
  written: [...creates.written, unheeded],
  judged: withoutGoogle(creates.judged),
  notRefused: but(createRule, refusing),
  notImplemented: refusing,
  /** As above where another has written the key since the Initiate: then Garage's upload is gone. */
  overtaken: {
    rule: atComplete(creates.rule, gone),
    written: withoutGarage([...creates.written, unheeded]),
    isGone: [gone],
  },
};

/** A DELETE since the Initiate: S3's 409 is certain, and stays until the upload is begun anew. */
const conflictRule: readonly Claim[] = [
  on(
    localStack(
      "test_multipart_if_none_match_with_delete",
      "409 ConditionalRequestConflict: the DELETE since CreateMultipartUpload takes precedence; restarted, the upload succeeds",
    ),
    ...asS3,
  ),
  ...but(atComplete(creates.rule, gone), [on(replayed, ...asS3)]),
];

export const completeBesideDelete = {
  rule: conflictRule,
  told409: of(conflictRule, ...asS3),
  created: but(conflictRule, [...of(conflictRule, ...asS3), ...refusing, gone]),
  isGone: [gone],
  notImplemented: refusing,
};

const raceRule = atComplete(races.rule);

/** Two of them at once. Garage drops the upload that was begun first where the other completes first. */
export const completeRaces = {
  rule: raceRule,
  told412: withoutGoogle(races.told412),
  told409: races.told409,
  bothWin: [...races.bothWin, unheeded],
  bothWinOlderLast: withoutGarage([...races.bothWin, unheeded]),
  isGone: [gone],
  notImplemented: refusing,
};

/** Complete with If-Match where there is no object, and has been none since the Initiate. */
export const completeSwapsOfNothing = {
  rule: atComplete(swapsOfNothing.rule),
  told404: swapsOfNothing.told404,
  told412: withoutGoogle(swapsOfNothing.told412),
  written: [...swapsOfNothing.written, unheeded],
  notImplemented: refusing,
};

/** Complete with If-Match where the object was replaced since the Initiate. */
export const completeSwaps = {
  rule: atComplete(swaps.rule, gone),
  told412: withoutGoogle(swaps.told412),
  written: withoutGarage([...swapIgnoring, quorumLoss, fingerprints, unheeded]),
  isGone: [gone],
  notImplemented: refusing,
};

const contentEtags = asS3.filter((store) => store !== "replicas");
const equalRule: readonly Claim[] = [
  on(
    localStack(
      "multipart uploads with If-Match",
      "409 ConditionalRequestConflict where the key was written since CreateMultipartUpload, also with equal ETags",
    ),
    ...contentEtags,
  ),
  on(otherDocs.replicaTokens, "replicas"),
  on(otherDocs.azureEtag, "azure-blob"),
  on(otherDocs.md5Etag, "r2", "minio", "minio-quorum-loss", "ceph-rgw", "coreweave"),
  on(otherDocs.fileTags, "file-etags"),
  unheeded,
  gone,
  ...refusing,
  ...but(swapIgnoring, [gone]),
];

/** Complete with If-Match where the ETag is what it was, and the key was written since the Initiate. */
export const completeEqualSwaps = {
  rule: equalRule,
  told409: of(equalRule, ...contentEtags),
  told412: of(equalRule, "replicas", "azure-blob"),
  written: but(equalRule, [...of(equalRule, ...contentEtags, "replicas", "azure-blob"), gone, ...refusing]),
  isGone: [gone],
  notImplemented: refusing,
};

/** DELETE with If-Match. */
const deleteRule: readonly Claim[] = [
  on(
    conditionalDeletes(
      "If your object has been modified",
      "204 if the ETag matches, otherwise 412 Precondition Failed",
    ),
    ...asS3,
  ),
  on(otherDocs.gcsConditions, "gcs"),
  on(
    citation("Microsoft Learn, Specifying conditional headers for Blob service operations")(
      "Delete Blob",
      "If-Match: only if the resource's ETag matches; otherwise 412",
    ),
    "azure-blob",
  ),
  on(
    citation("ceph/s3-tests, s3tests/functional/test_s3.py")(
      "DELETE with If-Match, in Ceph's own dialect",
      "412 where the ETag is another, 204 where there is no object",
    ),
    "ceph-rgw",
  ),
  ...refusing,
  ...swapIgnoring,
  on(
    citation("Cloudflare R2 documentation, S3 API compatibility")(
      "DeleteObject",
      "no conditional operations are listed",
    ),
    "r2",
  ),
  on(
    citation("minio/minio, cmd/object-handlers.go")("DeleteObjectHandler", "no condition is looked at"),
    "minio",
    "minio-quorum-loss",
  ),
  on(
    citation("CoreWeave documentation, AI Object Storage conditional writes (2026-03-23)")(
      "Overview",
      "preconditions of PutObject, CompleteMultipartUpload and CopyObject; DeleteObject is not named",
    ),
    "coreweave",
  ),
  on(
    citation("ClickHouse/ClickHouse issue 112077")("comment", "conditions of writes; deletes take none"),
    "file-etags",
  ),
];

const deleteJudges = ["gcs", "azure-blob", "ceph-rgw"] as const;
const deleteVersions = ["gcs", "azure-blob", "replicas"] as const;
const deleteIgnores = but(deleteRule, [...of(deleteRule, ...asS3, ...deleteJudges), ...refusing]);

export const conditionalDelete = {
  rule: deleteRule,
  told412: of(deleteRule, ...asS3, ...deleteJudges),
  ignores: deleteIgnores,
  notRefused: but(deleteRule, refusing),
  notImplemented: refusing,
  missing: {
    rule: [
      ...but(deleteRule, of(deleteRule, ...asS3)),
      on(
        conditionalDeletes(
          "If your object has been modified",
          "404 Not Found where the object key no longer exists",
        ),
        ...asS3,
      ),
    ],
    told404: of(deleteRule, ...asS3, "gcs", "azure-blob"),
    told204: [...deleteIgnores, ...of(deleteRule, "ceph-rgw")],
  },
  /** Where the key was written with the same bytes while the DELETE was under way. */
  equal: {
    rule: [
      ...but(deleteRule, of(deleteRule, ...asS3)),
      on(
        conditionalDeletes(
          "If your object has been modified",
          "409 Conflict if a DELETE or PUT of the object succeeds before the conditional delete completes",
        ),
        ...contentEtags,
      ),
      on(otherDocs.replicaTokens, "replicas"),
    ],
    told409: of(deleteRule, ...contentEtags),
    told412: of(deleteRule, ...deleteVersions),
    deleted: but(deleteRule, [...of(deleteRule, ...deleteVersions), ...refusing]),
  },
};
