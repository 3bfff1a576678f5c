/** Where expectations are written down. Each sentence was read in the document named, and is given in its shortest form. */
import type { Citation, Claim } from "../../src/check/litmus.js";
import { citation } from "./citation.js";

export { otherDocs } from "./other-docs.js";

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
