/**
 * What each store makes of conditions on writes, topic by topic. A rule says of every store what it does, and who says so; the names
 * below it tell the answers apart that follow.
 */
import type { Claim } from "../../src/check/litmus.js";
import { but, conditional, network, of, on, otherDocs, unconditional } from "./sources.js";

/** Stores with the conditional writes of Amazon S3 today, in themselves or to isolate something else. */
export const asS3 = [
  "strong",
  "s3-legacy-cas",
  "list-lag",
  "overwrite-lag",
  "delete-lag",
  "negative-cache",
  "copy-lag",
  "replicas",
  "index-cache",
  "index-cache-witness",
  "cross-region",
  "events",
  "s3-express",
  "s3-versioned",
] as const;

export const refusing: readonly Claim[] = [
  on(unconditional.answers501, "s3-legacy", "no-conditional-writes", "s3-us-standard"),
];
const ignoring: readonly Claim[] = [
  on(unconditional.ignores, "conditions-ignored"),
  on(otherDocs.gridConditions, "storagegrid"),
  on(otherDocs.garageConditions, "garage"),
  on(otherDocs.cosConditions, "cos-versioned"),
];
export const quorumLoss = on(otherDocs.minioQuorum, "minio-quorum-loss");

const createRule: readonly Claim[] = [
  on(conditional.createRefused, ...asS3),
  on(otherDocs.gcsConditions, "gcs"),
  on(otherDocs.azureCreate, "azure-blob"),
  on(otherDocs.r2Conditions, "r2"),
  on(otherDocs.minioCreate, "minio"),
  quorumLoss,
  on(otherDocs.cephConditions, "ceph-rgw"),
  on(otherDocs.coreweaveConditions, "coreweave"),
  on(otherDocs.swiftCreate, "swift"),
  on(otherDocs.fileCreate, "file-etags"),
  ...refusing,
  ...ignoring,
];

/** PUT with If-None-Match: *. */
export const creates = {
  rule: createRule,
  /** It is judged, whatever the refusal. */
  judged: but(createRule, [...refusing, ...ignoring]),
  told412: but(createRule, [...refusing, ...ignoring, ...of(createRule, "azure-blob")]),
  told409: of(createRule, "azure-blob"),
  /** It writes over what is there: always, or when the store cannot tell what is there. */
  written: [...ignoring, quorumLoss],
  notRefused: but(createRule, refusing),
  notImplemented: refusing,
};

const raceRule: readonly Claim[] = [
  on(conditional.firstWins, ...asS3),
  on(otherDocs.coreweaveRace, "coreweave"),
  ...but(createRule, [on(conditional.firstWins, ...asS3, "coreweave")]),
];

/** Two of them at once. */
export const races = {
  rule: raceRule,
  told412: but(raceRule, [...refusing, ...ignoring, ...of(raceRule, "azure-blob", "coreweave")]),
  told409: of(raceRule, "azure-blob", "coreweave"),
  oneTold: but(raceRule, [...refusing, ...ignoring]),
  bothWin: [...ignoring, quorumLoss, ...of(raceRule, "swift")],
  neverRefused: ignoring,
  notImplemented: refusing,
};

const copyRule: readonly Claim[] = [
  on(conditional.copyRefused, ...asS3),
  on(otherDocs.minioCopies, "minio", "minio-quorum-loss"),
  on(otherDocs.cephCopies, "ceph-rgw"),
  ...but(raceRule, [on(conditional.copyRefused, ...asS3, "minio", "minio-quorum-loss", "ceph-rgw")]),
];

/** COPY with If-None-Match: *, two at once. */
export const copyRaces = {
  rule: copyRule,
  told412: of(copyRule, ...asS3, "gcs", "r2", "swift", "file-etags"),
  told409: of(copyRule, "azure-blob", "coreweave"),
  bothWin: [...ignoring, ...of(copyRule, "minio", "minio-quorum-loss", "ceph-rgw", "swift")],
  notImplemented: refusing,
};

/** The ETag is looked at, and two objects of one length have the same. */
export const fingerprints = on(otherDocs.fileTags, "file-etags");

export const swapIgnoring: readonly Claim[] = [...ignoring, on(otherDocs.swiftMatch, "swift")];

const swapRule: readonly Claim[] = [
  on(conditional.matchRefused, ...asS3),
  on(otherDocs.gcsConditions, "gcs"),
  on(otherDocs.azureMatch, "azure-blob"),
  on(otherDocs.r2Conditions, "r2"),
  on(otherDocs.minioMatch, "minio"),
  quorumLoss,
  on(otherDocs.cephConditions, "ceph-rgw"),
  on(otherDocs.coreweaveConditions, "coreweave"),
  fingerprints,
  ...refusing,
  ...swapIgnoring,
];

/** PUT with If-Match where the ETag is another. */
export const swaps = {
  rule: swapRule,
  told412: but(swapRule, [...refusing, ...swapIgnoring, fingerprints]),
  written: [...swapIgnoring, quorumLoss, fingerprints],
  notRefused: but(swapRule, refusing),
  notImplemented: refusing,
};

const missingRule: readonly Claim[] = [
  on(conditional.matchMissing, ...asS3),
  on(otherDocs.minioMatchMissing, "minio"),
  on(otherDocs.cephMatchMissing, "ceph-rgw"),
  ...but(swapRule, [on(conditional.matchMissing, ...asS3, "minio", "ceph-rgw")]),
];

/** PUT with If-Match where there is no object. */
export const swapsOfNothing = {
  rule: missingRule,
  told404: of(missingRule, ...asS3, "minio", "minio-quorum-loss", "file-etags"),
  told412: of(missingRule, "gcs", "azure-blob", "r2", "ceph-rgw", "coreweave"),
  written: [...swapIgnoring, quorumLoss],
  notImplemented: refusing,
};

const etagRule: readonly Claim[] = [
  on(conditional.etagIsMd5, ...asS3.filter((store) => store !== "replicas")),
  on(otherDocs.md5Etag, "r2", "minio", "minio-quorum-loss", "ceph-rgw", "coreweave"),
  on(otherDocs.gcsGenerations, "gcs"),
  on(otherDocs.azureEtag, "azure-blob"),
  on(otherDocs.replicaTokens, "replicas"),
  fingerprints,
  ...refusing,
  ...swapIgnoring,
];

const versions = of(etagRule, "gcs", "azure-blob", "replicas");

/** PUT with If-Match where the bytes are what they were, and were something else, or nothing, in between. */
export const etags = {
  rule: etagRule,
  cannotTell: but(etagRule, [...versions, ...refusing]),
  canTell: versions,
  notRefused: but(etagRule, refusing),
  notImplemented: refusing,
};

/** A write beside a PUT with If-Match that leaves its ETag as it was: S3 may tell. */
export const swapConflicts = {
  rule: but(etagRule, of(etagRule, ...asS3)).concat([
    on(conditional.matchConflict, ...asS3.filter((store) => store !== "replicas")),
    ...of(etagRule, "replicas"),
  ]),
  told409: [on(conditional.matchConflict, ...asS3.filter((store) => store !== "replicas"))],
};

/** A DELETE beside a PUT with If-None-Match: *: S3 may tell. */
export const createConflicts = {
  told409: [on(conditional.deleteBeside, ...asS3)],
};

const starRule: readonly Claim[] = [
  on(conditional.starRefused, ...asS3, "gcs", "coreweave", "file-etags"),
  ...but(swapRule, [on(conditional.starRefused, ...asS3, "gcs", "coreweave", "file-etags")]),
];

/** PUT with If-Match: *. */
export const stars = {
  rule: starRule,
  told501: [...of(starRule, ...asS3, "gcs", "coreweave", "file-etags"), ...refusing],
  written: but(starRule, [
    on(conditional.starRefused, ...asS3, "gcs", "coreweave", "file-etags"),
    ...refusing,
  ]),
};

/** A client that retries by itself meets its own success. */
export const meetsItself = (claims: readonly Claim[]): readonly Claim[] =>
  claims.map(({ stores }) => ({ stores, source: network.own412 }));
