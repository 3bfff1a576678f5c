/** CopyObject. */
import { any, type Case, etags, fails, gone, holds, named, of, ok, put, ref } from "./case.js";

const copied = of(
  "S3 API, CopyObject; recorded against AWS (test_s3_preconditions, test_multipart_copy_object_etag)",
);
const from = (key: string) => ({ $source: key });

export const copyCases: readonly Case[] = [
  copied(
    "bytes, ETag, metadata and type come along",
    put("a", "hello", { Metadata: { m: "1" }, ContentType: "text/plain" }),
    ok(
      "CopyObject",
      { Key: "b", CopySource: from("a") },
      { CopyObjectResult: { ETag: etags.hello, LastModified: any } },
    ),
    ok("GetObject", { Key: "b" }, { Body: "hello", Metadata: { m: "1" }, ContentType: "text/plain" }),
  ),
  copied(
    "metadata are replaced on request",
    put("a", "hello", { Metadata: { m: "1" }, ContentType: "text/plain" }),
    ok("CopyObject", {
      Key: "b",
      CopySource: from("a"),
      MetadataDirective: "REPLACE",
      Metadata: { n: "2" },
      ContentType: "text/css",
    }),
    ok("GetObject", { Key: "b" }, { Body: "hello", Metadata: { n: "2" }, ContentType: "text/css" }),
  ),
  copied(
    "metadata of a COPY directive are not looked at",
    put("a", "x", { Metadata: { m: "1" } }),
    ok("CopyObject", { Key: "b", CopySource: from("a"), MetadataDirective: "COPY", Metadata: { n: "2" } }),
    ok("HeadObject", { Key: "b" }, { Metadata: { m: "1" } }),
  ),
  copied(
    "tags come along, or are replaced",
    put("a", "x", { Tagging: "t=1" }),
    ok("CopyObject", { Key: "b", CopySource: from("a") }),
    ok("GetObjectTagging", { Key: "b" }, { TagSet: [{ Key: "t", Value: "1" }] }),
    ok("CopyObject", { Key: "c", CopySource: from("a"), TaggingDirective: "REPLACE", Tagging: "u=2" }),
    ok("GetObjectTagging", { Key: "c" }, { TagSet: [{ Key: "u", Value: "2" }] }),
  ),
  copied(
    "tags stay where metadata are replaced",
    put("a", "x", { Tagging: "t=1" }),
    ok("CopyObject", { Key: "b", CopySource: from("a"), MetadataDirective: "REPLACE", Metadata: { n: "2" } }),
    ok("GetObjectTagging", { Key: "b" }, { TagSet: [{ Key: "t", Value: "1" }] }),
    ok("HeadObject", { Key: "b" }, { Metadata: { n: "2" } }),
  ),
  copied(
    "onto itself without a change",
    put("a"),
    fails("CopyObject", { Key: "a", CopySource: from("a") }, 400, "InvalidRequest"),
  ),
  copied(
    "onto itself with other metadata",
    put("a", "x", { Metadata: { m: "1" } }),
    ok("CopyObject", { Key: "a", CopySource: from("a"), MetadataDirective: "REPLACE", Metadata: { m: "2" } }),
    ok("HeadObject", { Key: "a" }, { Metadata: { m: "2" } }),
  ),
  copied("of nothing", fails("CopyObject", { Key: "b", CopySource: from("none") }, 404, "NoSuchKey")),
  copied(
    "from a bucket that is not there",
    fails("CopyObject", { Key: "b", CopySource: "no-such-bucket/k" }, 404, "NoSuchBucket"),
  ),
  copied(
    "between buckets",
    ok("CreateBucket", { Bucket: "copies-source" }),
    ok("PutObject", { Bucket: "copies-source", Key: "a", Body: "hello", Metadata: { m: "1" } }),
    ok(
      "CopyObject",
      { Key: "b", CopySource: "copies-source/a" },
      { CopyObjectResult: { ETag: etags.hello, LastModified: any } },
    ),
    ok("GetObject", { Key: "b" }, { Body: "hello", Metadata: { m: "1" } }),
  ),
  copied(
    "of a key with signs",
    put("a b+ü", "x"),
    ok("CopyObject", { Key: "c", CopySource: from("a b+ü") }),
    holds("c", "x"),
  ),
  copied(
    "a later overwrite of the source changes nothing",
    put("a", "x"),
    ok("CopyObject", { Key: "b", CopySource: from("a") }),
    put("a", "y"),
    holds("b", "x"),
  ),
  copied(
    "if the source matches",
    put("a", "x"),
    ok("CopyObject", { Key: "b", CopySource: from("a"), CopySourceIfMatch: etags.x }),
    fails(
      "CopyObject",
      { Key: "c", CopySource: from("a"), CopySourceIfMatch: etags.y },
      412,
      "PreconditionFailed",
    ),
    gone("c"),
  ),
  copied(
    "if the source does not match",
    put("a", "x"),
    ok("CopyObject", { Key: "b", CopySource: from("a"), CopySourceIfNoneMatch: etags.y }),
    fails(
      "CopyObject",
      { Key: "c", CopySource: from("a"), CopySourceIfNoneMatch: etags.x },
      412,
      "PreconditionFailed",
    ),
  ),
  copied(
    "if the source was modified since",
    put("a", "x"),
    named("h", "HeadObject", { Key: "a" }),
    ok("CopyObject", {
      Key: "b",
      CopySource: from("a"),
      CopySourceIfModifiedSince: { $date: "2000-01-01T00:00:00Z" },
    }),
    fails(
      "CopyObject",
      { Key: "c", CopySource: from("a"), CopySourceIfModifiedSince: ref("h.LastModified") },
      412,
      "PreconditionFailed",
    ),
  ),
  copied(
    "if the source was not modified since",
    put("a", "x"),
    fails(
      "CopyObject",
      { Key: "c", CopySource: from("a"), CopySourceIfUnmodifiedSince: { $date: "2000-01-01T00:00:00Z" } },
      412,
      "PreconditionFailed",
    ),
    ok("CopyObject", {
      Key: "c",
      CopySource: from("a"),
      CopySourceIfMatch: etags.x,
      CopySourceIfUnmodifiedSince: { $date: "2000-01-01T00:00:00Z" },
    }),
  ),
];
