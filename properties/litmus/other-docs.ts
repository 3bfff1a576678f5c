/** What stores other than Amazon S3, and Amazon S3's further kinds of buckets, say of themselves. */
import { citation } from "./citation.js";

const swift = citation("swift-object-updater(1)");
const swiftPut = citation("OpenStack Swift, swift/proxy/controllers/obj.py and Object Storage API Reference");
const gaul = citation("gaul/are-we-consistent-yet, results of 2014-12");
const storagegrid = citation("NetApp StorageGRID 11.9 documentation, Consistency values");
const gcsConsistency = citation("Google Cloud Storage documentation, Cloud Storage consistency");
const gcsConditions = citation("Google Cloud Storage documentation, Request preconditions");
const azureConcurrency = citation("Microsoft Learn, Manage concurrency in Blob Storage");
const azureConditions = citation(
  "Microsoft Learn, Specifying conditional headers for Blob service operations",
);
const r2Consistency = citation("Cloudflare R2 documentation, Consistency model");
const r2Conditions = citation("Cloudflare R2 documentation, Conditional operations");
const minioDocs = citation("minio/minio, docs/distributed/README.md");
const garage = citation("Garage reference manual, Configuration file");
const coreweave = citation("CoreWeave documentation, AI Object Storage conditional writes (2026-03-23)");
const s3tests = citation("ceph/s3-tests, s3tests/functional/test_s3.py");
const vogels = citation("W. Vogels, Diving Deep on S3 Consistency (2021-04)");
const kleppmann = citation(
  "M. Kleppmann, Designing Data-Intensive Applications (2017), Problems with Replication Lag",
);

export const otherDocs = {
  swiftReads: swift(
    "DESCRIPTION",
    "the object will be immediately available for reads as soon as the proxy server responds with success",
  ),
  swiftLists: swift("DESCRIPTION", "container listings may not immediately contain the object"),
  swiftOverwrites: gaul("Rackspace", "of 1,000 overwrites 3 were followed by a stale read"),
  swiftDeletes: gaul(
    "Rackspace",
    "of 1,000 deletes 17 were followed by a stale read and 20 by a stale listing",
  ),
  swiftCreate: swiftPut(
    "If-None-Match",
    "the proxy refuses with 412 if one of the object servers that it asks has a copy; they are asked, not locked",
  ),
  swiftMatch: swiftPut("PUT", "If-Match is no header of PUT"),
  gridCreated: storagegrid(
    "first paragraph",
    "any GET following a successfully completed PUT of a new object will be able to read the newly written data",
  ),
  gridEventual: storagegrid(
    "first paragraph",
    "overwrites of existing objects, metadata updates, and deletes are eventually consistent",
  ),
  gridLists: storagegrid("first paragraph", "the promise for new objects is one for GET; listings have none"),
  gridConditions: citation("NetApp StorageGRID 12.1 documentation, Changes to S3 REST API support")(
    "If-Match, If-None-Match",
    "by configuration the header is answered 501, or accepted but non-functional",
  ),
  proxy404: citation("HADOOP-16490")(
    "description",
    "each probe may make the load balancers keep the 404 for longer",
  ),
  minioStrict: minioDocs(
    "Consistency Guarantees",
    "MinIO follows strict read-after-write and list-after-write consistency",
  ),
  minioMatchMissing: citation("minio/minio pull request 21550 (2025-08)")(
    "description",
    "If-Match of a key that does not exist fails, as on S3",
  ),
  minioCreate: citation("minio/minio pull request 19681 (2024-05)")(
    "description",
    "If-None-Match: * on PUT: the second of two PUTs fails",
  ),
  minioMatch: citation("minio/minio issue 21603 (2025-09)")(
    "description",
    "If-Match and If-None-Match are read under the lock of the write",
  ),
  minioQuorum: citation("minio/minio issue 21603 (2025-09)")(
    "description",
    "a conditional PUT is accepted where read quorum cannot be reached, whatever is there",
  ),
  minioCopies: citation("minio/minio, cmd/object-handlers-common.go")(
    "checkCopyObjectPreconditions",
    "COPY judges the headers of its source, x-amz-copy-source-if-*, and no others",
  ),
  gcsReads: gcsConsistency(
    "Strongly consistent operations",
    "you never receive a 404 or stale data for an object read-after-write; it extends to deletes",
  ),
  gcsLists: gcsConsistency("Strongly consistent operations", "object listing"),
  gcsConditions: gcsConditions(
    "Precondition criteria",
    "the request proceeds if the generation of the target matches, 0 for none there; else 412 Precondition Failed",
  ),
  gcsGenerations: gcsConditions(
    "Precondition criteria",
    "a generation number identifies one write of an object",
  ),
  azureReads: azureConcurrency(
    "introduction",
    "after an insert or update, subsequent read or list operations return the latest update",
  ),
  azureCreate: azureConditions(
    "If-None-Match",
    "the wildcard: only if the resource does not exist; where it does, 409 BlobAlreadyExists",
  ),
  azureMatch: azureConditions(
    "If-Match",
    "only if the resource's ETag matches; otherwise 412 ConditionNotMet",
  ),
  azureEtag: azureConcurrency(
    "Optimistic concurrency",
    "the identifier is updated each time the object is written",
  ),
  r2Reads: r2Consistency(
    "Operations and Consistency",
    "read-after-write, metadata and deletion: strongly consistent",
  ),
  r2Lists: r2Consistency("Operations and Consistency", "object listing: strongly consistent"),
  r2Conditions: r2Conditions(
    "Condition values",
    "If-Match: the ETag matches, * matches any object, fails if the key does not exist; If-None-Match: * succeeds if it does not",
  ),
  cephReads: citation("Ceph documentation, Architecture")(
    "Scalability and high availability",
    "a write is acknowledged once all replicas have it, and reads go to the primary of the object's placement group",
  ),
  cephConditions: s3tests(
    "test_put_object_ifmatch_*, test_put_object_ifnonmatch_*",
    "412 PreconditionFailed where If-Match or If-None-Match does not hold, * being any object",
  ),
  cephMatchMissing: citation("minio/minio issue 21526 (2025-08)")(
    "description",
    "If-Match of a key that does not exist: AWS says 404 NoSuchKey, Ceph 412",
  ),
  cephCopies: citation("ceph/ceph, src/rgw/rgw_rest_s3.cc")(
    "RGWCopyObj_ObjStore_S3::get_params",
    "COPY reads the conditions of its source, x-amz-copy-source-if-*, and no others",
  ),
  garageReads: garage(
    "consistency_mode",
    "consistent: read and write quorums overlap, for read-after-write consistency",
  ),
  garageConditions: citation("deuxfleurs/garage, src/api/s3/put.rs")(
    "handle_put",
    "no condition is looked at; the latest timestamp wins",
  ),
  coreweaveReads: citation("CoreWeave documentation, AI Object Storage S3 compatibility")(
    "Read after write consistency",
    "objects can be read immediately after writing",
  ),
  coreweaveConditions: coreweave(
    "Overview",
    "the operation succeeds only if the precondition is met; otherwise 412 Precondition Failed",
  ),
  coreweaveRace: coreweave(
    "Constraints",
    "of two concurrent requests with If-None-Match: * one succeeds and the other returns 409 ConditionalRequestConflict",
  ),
  md5Etag: citation("Amazon S3 API Reference, Object, which the store follows")(
    "ETag",
    "a hash of the content: equal bytes have an equal ETag",
  ),
  cacheCreated: vogels(
    "on the metadata cache",
    "a cache node that has nothing of a key asks the persistence tier, which has every acknowledged write",
  ),
  cacheStale: vogels(
    "on the metadata cache",
    "writes might flow through one part of the cache infrastructure while reads end up querying another",
  ),
  witness: vogels(
    "on the witness",
    "a read asks the witness whether the cached view is stale, and if so gets the object's metadata from the persistence tier",
  ),
  replicaLag: kleppmann(
    "Reading Your Own Writes, Monotonic Reads",
    "a read from an asynchronous follower may see outdated information, and a second one from another may see older information still",
  ),
  replicaTokens: kleppmann(
    "Reading Your Own Writes",
    "the client remembers the position of its write, and a replica that has not come so far does not answer; a position is of one write",
  ),
  replicaPrimary: kleppmann(
    "Reading Your Own Writes",
    "what the client may have modified it reads from the leader, which has it",
  ),
  fileReads: citation("POSIX.1-2017, rename()")(
    "Rationale",
    "the name refers at all times to the old file or to the new one",
  ),
  fileCreate: citation("ClickHouse/ClickHouse pull request 112556")(
    "description",
    "the local object storage looks at If-None-Match and If-Match",
  ),
  fileTags: citation("ClickHouse/ClickHouse issue 112587 (2026-07)")(
    "description",
    "the ETag is made of time, inode and size, none of which is a version: two of equal length may share all three, and both writers that hold it win",
  ),
  cosReads: citation("Tencent Cloud COS documentation, Features")(
    "Data consistency",
    "strong consistency: what was written, overwritten or deleted is read and listed as it is now",
  ),
  cosConditions: citation("Tencent Cloud COS documentation, PUT Object; lancedb/lance issue 6595")(
    "x-cos-forbid-overwrite",
    "has no effect in a bucket in which versioning is enabled or was",
  ),
  usStandard: citation("Amazon S3 FAQ as of 2014, quoted in gaul/are-we-consistent-yet, README.md")(
    "What data consistency model does Amazon S3 employ?",
    "buckets in the US Standard region provide eventual consistency",
  ),
  replicatedBucket: citation("Amazon S3 User Guide, Replicating objects within and across Regions")(
    "introduction",
    "replication is asynchronous, and changes nothing of how the source bucket is read: strongly",
  ),
  express: citation("Amazon S3 User Guide, S3 Express One Zone")(
    "Consistency",
    "strong read-after-write and list-after-write consistency for all operations on objects in directory buckets",
  ),
  copies2023: citation("S. Hanmer, Now You See Me, Now You Don't (2023-10)")(
    "Our problem and how we investigated",
    "350 of 1.5 million copies a day failed with NoSuchKey, of objects that were there",
  ),
};
