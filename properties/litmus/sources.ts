/** Where expectations are written down. Each sentence was read in the document named, and is given in its shortest form. */
import type { Citation, Claim } from "../../src/check/litmus.js";

/** That something is so on these stores. */
export function on(source: Citation, ...stores: readonly string[]): Claim {
  return { stores, source };
}

/** That something is so on every store that no other claim names. */
export function everywhere(source: Citation): readonly Claim[] {
  return [{ stores: "every", source }];
}

/** The claims without what they say of the stores that `others` name. */
export function but(claims: readonly Claim[], others: readonly Claim[]): readonly Claim[] {
  const named = new Set(others.flatMap(({ stores }) => stores));
  return claims.flatMap(({ stores, source }) => {
    const left = stores === "every" ? stores : stores.filter((store) => !named.has(store));
    return left.length === 0 ? [] : [{ stores: left, source }];
  });
}

/** What the claims say of these stores. */
export function of(claims: readonly Claim[], ...names: readonly string[]): readonly Claim[] {
  return claims.flatMap(({ stores, source }) => {
    const left = stores === "every" ? [] : stores.filter((store) => names.includes(store));
    return left.length === 0 ? [] : [{ stores: left, source }];
  });
}

/** Allowed on some stores, and on all others forbidden by the rule that they follow. */
export function only(
  allowed: readonly Claim[],
  rule: readonly Claim[],
): { readonly allowed: readonly Claim[]; readonly forbidden: readonly Claim[] } {
  return { allowed, forbidden: but(rule, allowed) };
}

export function citation(document: string) {
  return (place: string | number, says: string): Citation => ({
    document,
    place: typeof place === "number" ? `line ${place}` : place,
    says,
  });
}

/** The last text before strong consistency. */
const guide2020November = citation(
  "Amazon S3 Developer Guide, doc_source/Introduction.md of 2020-11-13 (awsdocs/amazon-s3-developer-guide 41df5c1)",
);

/** The first text of strong consistency. */
const guide2020December = citation(
  "Amazon S3 Developer Guide, doc_source/Introduction.md of 2020-12-18 (awsdocs/amazon-s3-developer-guide b9ee574)",
);

/** Amazon S3 until 1 December 2020. */
export const legacyGuide = {
  created: guide2020November(79, "read-after-write consistency for PUTS of new objects in all Regions"),
  probed: guide2020November(
    79,
    "if you make a HEAD or GET request to a key name before the object is created, a subsequent GET might not return the object",
  ),
  eventual: guide2020November(81, "eventual consistency for overwrite PUTS and DELETES in all Regions"),
  atomic: guide2020November(
    83,
    "updates to a single key are atomic: a read might return the old data or the updated data, never corrupted or partial data",
  ),
  listCreated: guide2020November(
    86,
    "a process writes a new object and immediately lists keys: the object might not appear in the list",
  ),
  overwritten: guide2020November(
    87,
    "a process replaces an existing object and immediately tries to read it: S3 might return the previous data",
  ),
  deleted: guide2020November(
    88,
    "a process deletes an existing object and immediately tries to read it: S3 might return the deleted data",
  ),
  listDeleted: guide2020November(
    89,
    "a process deletes an existing object and immediately lists keys: S3 might list the deleted object",
  ),
  lastWriterWins: guide2020November(
    92,
    "if two PUT requests are simultaneously made to the same key, the request with the latest timestamp wins",
  ),
  noCrossKey: guide2020November(94, "there is no way to make atomic updates across keys"),
  example1: guide2020November(
    111,
    "for an eventually consistent read, R1 and R2 might return color = red or color = ruby",
  ),
  example2: guide2020November(
    117,
    "for an eventually consistent read, R2 might return color = ruby or color = garnet",
  ),
  example3: guide2020November(
    121,
    "the outcome of the final value is unknown: any subsequent reads might return either value",
  ),
};

/** Amazon S3 since 1 December 2020. */
export const strongGuide = {
  writes: guide2020December(
    79,
    "strong read-after-write consistency for PUTs and DELETEs of objects: new objects, overwrites and DELETEs",
  ),
  metadata: guide2020December(79, "read operations on object metadata (HEAD object) are strongly consistent"),
  atomic: guide2020December(
    81,
    "you will get either the old data or the new data, but never partial or corrupt data",
  ),
  anyRead: guide2020December(
    83,
    "any read (GET or LIST) that is initiated following the receipt of a successful PUT response will return the data written by the PUT",
  ),
  listCreated: guide2020December(84, "the new object will appear in the list"),
  overwritten: guide2020December(
    85,
    "a process replaces an existing object and reads it: S3 will return the new data",
  ),
  deleted: guide2020December(
    86,
    "a process deletes an existing object and reads it: S3 will not return any data",
  ),
  listDeleted: guide2020December(87, "the object will not appear in the listing"),
  lastWriterWins: guide2020December(
    90,
    "if two PUT requests are simultaneously made to the same key, the request with the latest timestamp wins",
  ),
  noCrossKey: guide2020December(91, "there is no way to make atomic updates across keys"),
  example1: guide2020December(101, "because S3 is strongly consistent, R1 and R2 both return color = ruby"),
  example2: guide2020December(
    107,
    "R1 might return color = ruby or color = garnet; since W1 and W2 finish before the start of R2, R2 returns color = garnet",
  ),
  example3: guide2020December(
    113,
    "these writes are considered concurrent; the order in which S3 receives the requests and the order of acknowledgements cannot be predicted; read after both to determine the final value",
  ),
};

const conditionalWrites = citation(
  "Amazon S3 User Guide, How to prevent object overwrites with conditional writes",
);
const putObject = citation("Amazon S3 API Reference, PutObject");
const copyObject = citation("Amazon S3 API Reference, CopyObject");

/** Conditional requests of Amazon S3 today. */
export const conditional = {
  createRefused: putObject(
    "If-None-Match",
    "uploads the object only if the key name does not already exist; otherwise 412 Precondition Failed",
  ),
  firstWins: conditionalWrites(
    "Conditional write behavior",
    "of multiple conditional writes of one key the first to finish succeeds, the others fail with 412",
  ),
  deleteBeside: conditionalWrites(
    "Conditional write behavior",
    "if a delete of the object succeeds before the conditional write completes, it is answered 409 Conflict",
  ),
  createConflict: putObject(
    "If-None-Match",
    "if a conflicting operation occurs during the upload S3 returns a 409 ConditionalRequestConflict response",
  ),
  matchRefused: putObject(
    "If-Match",
    "only if the ETag provided matches the ETag of the object in S3; otherwise 412 Precondition Failed",
  ),
  matchConflict: putObject(
    "If-Match",
    "if a conflicting operation occurs during the upload S3 returns a 409 ConditionalRequestConflict response; fetch the ETag and retry",
  ),
  matchMissing: conditionalWrites(
    "Conditional write behavior",
    "If-Match where there is no current object of that name is answered 404 Not Found",
  ),
  starRefused: citation("LocalStack, TestS3ObjectWritePrecondition, recorded against AWS in 2026-02")(
    "If-Match: *",
    "501 NotImplemented: we don't accept the provided value of If-Match header for this API",
  ),
  copyRefused: copyObject(
    "If-None-Match",
    "copies the object only if the key does not already exist at the destination; otherwise 412",
  ),
  etagIsMd5: citation("Amazon S3 API Reference, Object")(
    "ETag",
    "the entity tag is a hash of the object: for a plain PUT the MD5 of its data, so equal data has an equal ETag",
  ),
  copySource: copyObject(
    "x-amz-copy-source-if-match",
    "copies the object if its ETag matches the specified tag; otherwise 412",
  ),
  getIfMatch: citation("Amazon S3 API Reference, GetObject")(
    "If-Match",
    "return the object only if its ETag is the same as the one specified; otherwise 412 Precondition Failed",
  ),
  truth: conditionalWrites(
    "introduction",
    "the condition is checked during the WRITE operation, whatever an earlier read was told",
  ),
};

/** Stores that do not take conditions on writes. */
export const unconditional = {
  answers501: citation("ceph/s3-tests issue 218 (2018)")(
    "discussion",
    "AWS answers a PUT with If-Match with 501 NotImplemented",
  ),
  ignores: citation("minio/minio issue 21603 (2025-09); versity/versitygw issue 1708 (2025-12)")(
    "description",
    "the conditional PUT succeeds with 200 where 412 is due",
  ),
};

/** What any client of any store over HTTP has to reckon with. */
export const network = {
  unknown: citation("RFC 9110, HTTP Semantics")(
    "9.2.2",
    "a client whose connection failed before it could read the response cannot know whether its request was applied",
  ),
  late: citation("Amazon S3 Developer Guide, Introduction.md of 2020-12-18 (b9ee574)")(
    113,
    "the order in which S3 receives the requests cannot be predicted due to factors such as network latency",
  ),
  retried: citation("Amazon S3 Developer Guide, ErrorBestPractices.md (b9ee574)")(
    11,
    "if Amazon S3 returns an InternalError response, retry the request; the SDKs do so by themselves",
  ),
  own412: citation("earth-mover/icechunk issue 2099; aws/aws-sdk-java-v2 issue 6580")(
    "description",
    "the retry of a conditional PUT that was applied meets its own success as 412",
  ),
  query: citation("Huawei OBS API Reference, Consistency of Concurrent Operations")(
    "first paragraph",
    "after a timeout, a 500 or a 503, query whether the data has been uploaded",
  ),
  throttled: citation("Amazon S3 API Reference, Error responses")(
    "SlowDown",
    "503: please reduce your request rate; the request is refused, and may be made again",
  ),
  crash: citation("Amazon S3 Developer Guide, Introduction.md of 2020-12-18 (b9ee574)")(
    91,
    "updates are key-based: a writer that dies between two of them has made the one and not the other",
  ),
};

/** What HTTP and the S3 API say of requests that no consistency model is about. */
export const api = {
  /** A read is one request, two reads are two. */
  twoRequests: guide2020December(91, "updates are key-based: nothing ties what two requests see together"),
  range: citation("RFC 9110, HTTP Semantics")(
    "13.1.5",
    "ranges of two requests may be of two representations, unless a validator such as If-Match ties them together",
  ),
  pages: citation("Amazon S3 API Reference, ListObjectsV2")(
    "ContinuationToken, StartAfter",
    "each page is a request of its own that starts after the last key of the page before",
  ),
  copyThenDelete: citation(
    "Apache Hadoop, Introduction to the Hadoop FileSystem, Object Stores vs. Filesystems",
  )(
    "rename",
    "an object store's rename is a copy and a delete: not atomic, both or none may be seen on the way",
  ),
  current: guide2020November(83, "a read might return the old data or the updated data"),
  noCondition: guide2020December(
    90,
    "S3 does not support object locking for concurrent writers: you will need to build a locking mechanism into your application",
  ),
};

/** What isolates one thing is so by its definition. */
export function defined(contract: string, says: string): Citation {
  return { document: `Definition of ${contract}`, place: `src/store/contracts/${contract}.ts`, says };
}

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
  copies2023: citation("S. Hanmer, Now You See Me, Now You Don't (2023-10)")(
    "Our problem and how we investigated",
    "350 of 1.5 million copies a day failed with NoSuchKey, of objects that were there",
  ),
};
