/** Buckets with versioning. */
import {
  absent,
  any,
  type Case,
  etags,
  fails,
  gone,
  holds,
  named,
  of,
  ok,
  put,
  ref,
  type Step,
} from "./case.js";

const versioned = of(
  "S3 User Guide, How S3 Versioning works, Adding objects to and Deleting objects from versioning-suspended buckets; S3 API, ListObjectVersions, DeleteObject, GetObject",
);

const turn = (Status: string): Step => ok("PutBucketVersioning", { VersioningConfiguration: { Status } });
const enabled = turn("Enabled");
const write = (as: string, Key: string, Body: string, more = {}): Step =>
  named(as, "PutObject", { Key, Body, ...more }, { VersionId: any });
const version = (Key: string, name: string, Body: string): Step =>
  ok("GetObject", { Key, VersionId: ref(name) }, { Body, VersionId: ref(name) });
/** The key, its version, and whether it is the latest. */
const listed = (Key: string, name: unknown, IsLatest: boolean) => ({ Key, VersionId: name, IsLatest });

export const versionCases: readonly Case[] = [
  versioned(
    "a bucket is without versioning until it is told otherwise, and says which way it is",
    ok("GetBucketVersioning", {}, { Status: absent }),
    ok("PutObject", { Key: "k", Body: "x" }, { VersionId: absent }),
    ok("GetObject", { Key: "k" }, { VersionId: absent }),
    enabled,
    ok("GetBucketVersioning", {}, { Status: "Enabled" }),
    turn("Suspended"),
    ok("GetBucketVersioning", {}, { Status: "Suspended" }),
    fails(
      "PutBucketVersioning",
      { VersioningConfiguration: { Status: "Off" } },
      400,
      "IllegalVersioningConfigurationException",
    ),
  ),
  versioned(
    "an overwrite keeps what was there",
    enabled,
    write("one", "k", "x"),
    write("two", "k", "hello"),
    holds("k", "hello"),
    version("k", "one.VersionId", "x"),
    ok("HeadObject", { Key: "k", VersionId: ref("one.VersionId") }, { ContentLength: 1, ETag: etags.x }),
    ok(
      "ListObjectVersions",
      {},
      {
        Versions: [
          { ...listed("k", ref("two.VersionId"), true), Size: 5, ETag: etags.hello, LastModified: any },
          { ...listed("k", ref("one.VersionId"), false), Size: 1, ETag: etags.x },
        ],
        DeleteMarkers: absent,
        IsTruncated: false,
      },
    ),
  ),
  versioned(
    "what was there before versioning is the version null",
    put("k", "x"),
    enabled,
    ok("GetObject", { Key: "k", VersionId: "null" }, { Body: "x", VersionId: "null" }),
    write("two", "k", "y"),
    ok("GetObject", { Key: "k", VersionId: "null" }, { Body: "x" }),
    ok(
      "ListObjectVersions",
      {},
      {
        Versions: [listed("k", ref("two.VersionId"), true), listed("k", "null", false)],
      },
    ),
  ),
  versioned(
    "a DELETE puts a delete marker on top",
    enabled,
    write("one", "k", "x"),
    named("gone", "DeleteObject", { Key: "k" }, { DeleteMarker: true, VersionId: any }),
    gone("k"),
    version("k", "one.VersionId", "x"),
    fails("GetObject", { Key: "k", VersionId: ref("gone.VersionId") }, 405, "MethodNotAllowed"),
    fails("HeadObject", { Key: "k", VersionId: ref("gone.VersionId") }, 405, ""),
    ok("ListObjectsV2", {}, { KeyCount: 0 }),
    ok(
      "ListObjectVersions",
      {},
      {
        Versions: [listed("k", ref("one.VersionId"), false)],
        DeleteMarkers: [{ ...listed("k", ref("gone.VersionId"), true), LastModified: any }],
      },
    ),
  ),
  versioned(
    "a DELETE of nothing puts one there too",
    enabled,
    ok("DeleteObject", { Key: "k" }, { DeleteMarker: true, VersionId: any }),
    ok("DeleteObject", { Key: "k" }, { DeleteMarker: true, VersionId: any }),
    ok("ListObjectVersions", {}, { Versions: absent, DeleteMarkers: { $length: 2 } }),
  ),
  versioned(
    "the delete marker deleted, the object is back",
    enabled,
    write("one", "k", "x"),
    named("gone", "DeleteObject", { Key: "k" }),
    ok(
      "DeleteObject",
      { Key: "k", VersionId: ref("gone.VersionId") },
      { DeleteMarker: true, VersionId: ref("gone.VersionId") },
    ),
    holds("k", "x"),
  ),
  versioned(
    "a version that is deleted is gone for good",
    enabled,
    write("one", "k", "x"),
    write("two", "k", "y"),
    ok(
      "DeleteObject",
      { Key: "k", VersionId: ref("two.VersionId") },
      { DeleteMarker: absent, VersionId: ref("two.VersionId") },
    ),
    holds("k", "x"),
    fails("GetObject", { Key: "k", VersionId: ref("two.VersionId") }, 404, "NoSuchVersion"),
  ),
  versioned(
    "an old version is copied on top",
    enabled,
    write("one", "k", "x", { Metadata: { m: "1" } }),
    write("two", "k", "y"),
    named(
      "back",
      "CopyObject",
      { Key: "k", CopySource: { $source: "k", $version: ref("one.VersionId") } },
      { VersionId: any, CopySourceVersionId: ref("one.VersionId") },
    ),
    ok("GetObject", { Key: "k" }, { Body: "x", Metadata: { m: "1" }, VersionId: ref("back.VersionId") }),
    version("k", "two.VersionId", "y"),
  ),
  versioned(
    "no copy of a delete marker",
    enabled,
    put("k"),
    named("gone", "DeleteObject", { Key: "k" }),
    fails("CopyObject", { Key: "c", CopySource: { $source: "k" } }, 404, "NoSuchKey"),
    fails(
      "CopyObject",
      { Key: "c", CopySource: { $source: "k", $version: ref("gone.VersionId") } },
      400,
      "InvalidRequest",
    ),
  ),
  versioned(
    "a part is copied from an old version",
    enabled,
    write("one", "k", "hello"),
    write("two", "k", "y"),
    named("up", "CreateMultipartUpload", { Key: "c" }),
    named("part", "UploadPartCopy", {
      Key: "c",
      UploadId: ref("up.UploadId"),
      PartNumber: 1,
      CopySource: { $source: "k", $version: ref("one.VersionId") },
      CopySourceRange: "bytes=1-3",
    }),
    ok(
      "CompleteMultipartUpload",
      {
        Key: "c",
        UploadId: ref("up.UploadId"),
        MultipartUpload: { Parts: [{ PartNumber: 1, ETag: ref("part.CopyPartResult.ETag") }] },
      },
      { VersionId: any },
    ),
    holds("c", "ell"),
  ),
  versioned(
    "conditions look at what is on top: a delete marker is no object",
    enabled,
    put("k", "x"),
    fails("PutObject", { Key: "k", Body: "y", IfNoneMatch: "*" }, 412, "PreconditionFailed"),
    ok("DeleteObject", { Key: "k" }),
    fails("PutObject", { Key: "k", Body: "y", IfMatch: etags.x }, 404, "NoSuchKey"),
    ok("PutObject", { Key: "k", Body: "y", IfNoneMatch: "*" }),
    holds("k", "y"),
  ),
  versioned(
    "DeleteObjects deletes versions, or marks keys",
    enabled,
    write("one", "k", "x"),
    write("two", "k", "y"),
    ok(
      "DeleteObjects",
      { Delete: { Objects: [{ Key: "k", VersionId: ref("one.VersionId") }, { Key: "other" }] } },
      {
        Deleted: [
          { Key: "k", VersionId: ref("one.VersionId"), DeleteMarker: absent },
          { Key: "other", DeleteMarker: true, DeleteMarkerVersionId: any },
        ],
      },
    ),
    ok("ListObjectVersions", {}, { Versions: { $length: 1 }, DeleteMarkers: { $length: 1 } }),
  ),
  versioned(
    "versions are listed page by page, and by prefix and delimiter",
    enabled,
    put("a/1"),
    put("a/2"),
    write("k1", "k", "x"),
    write("k2", "k", "y"),
    write("k3", "k", "hello"),
    named(
      "first",
      "ListObjectVersions",
      { Delimiter: "/", MaxKeys: 3 },
      {
        CommonPrefixes: [{ Prefix: "a/" }],
        Versions: [listed("k", ref("k3.VersionId"), true), listed("k", ref("k2.VersionId"), false)],
        IsTruncated: true,
        NextKeyMarker: "k",
        NextVersionIdMarker: ref("k2.VersionId"),
      },
    ),
    ok(
      "ListObjectVersions",
      {
        Delimiter: "/",
        KeyMarker: ref("first.NextKeyMarker"),
        VersionIdMarker: ref("first.NextVersionIdMarker"),
      },
      { Versions: [listed("k", ref("k1.VersionId"), false)], CommonPrefixes: absent, IsTruncated: false },
    ),
    ok(
      "ListObjectVersions",
      { Delimiter: "/", MaxKeys: 1 },
      {
        Versions: absent,
        NextKeyMarker: "a/",
        NextVersionIdMarker: absent,
      },
    ),
    ok("ListObjectVersions", { Prefix: "a/", MaxKeys: 0 }, { Versions: absent, IsTruncated: false }),
    ok("ListObjectVersions", { Prefix: "a/" }, { Versions: { $length: 2 } }),
    fails("ListObjectVersions", { VersionIdMarker: "v1" }, 400, "InvalidArgument"),
  ),
  versioned(
    "while versioning is suspended there is one version null",
    enabled,
    write("one", "k", "x"),
    turn("Suspended"),
    ok("PutObject", { Key: "k", Body: "y" }, { VersionId: "null" }),
    ok("PutObject", { Key: "k", Body: "hello" }, { VersionId: "null" }),
    ok(
      "ListObjectVersions",
      {},
      {
        Versions: [listed("k", "null", true), listed("k", ref("one.VersionId"), false)],
      },
    ),
    ok("DeleteObject", { Key: "k" }, { DeleteMarker: true, VersionId: "null" }),
    ok(
      "ListObjectVersions",
      {},
      {
        Versions: [listed("k", ref("one.VersionId"), false)],
        DeleteMarkers: [listed("k", "null", true)],
      },
    ),
    enabled,
    write("later", "k", "y"),
    ok("ListObjectVersions", {}, { Versions: { $length: 2 }, DeleteMarkers: { $length: 1 } }),
  ),
  versioned(
    "a bucket of old versions is not empty",
    enabled,
    write("one", "k", "x"),
    named("gone", "DeleteObject", { Key: "k" }),
    fails("DeleteBucket", {}, 409, "BucketNotEmpty"),
    ok("DeleteObject", { Key: "k", VersionId: ref("one.VersionId") }),
    fails("DeleteBucket", {}, 409, "BucketNotEmpty"),
    ok("DeleteObject", { Key: "k", VersionId: ref("gone.VersionId") }),
    ok("DeleteBucket"),
  ),
  versioned(
    "tags and attributes of a version",
    enabled,
    write("one", "k", "x", { Tagging: "t=1" }),
    write("two", "k", "y"),
    ok(
      "GetObjectTagging",
      { Key: "k", VersionId: ref("one.VersionId") },
      { TagSet: [{ Key: "t", Value: "1" }], VersionId: ref("one.VersionId") },
    ),
    ok(
      "GetObjectAttributes",
      { Key: "k", VersionId: ref("one.VersionId"), ObjectAttributes: ["ObjectSize"] },
      { ObjectSize: 1, VersionId: ref("one.VersionId") },
    ),
    ok("PutObjectTagging", { Key: "k", Tagging: { TagSet: [{ Key: "u", Value: "2" }] } }),
    ok("ListObjectVersions", {}, { Versions: { $length: 2 } }),
    ok(
      "GetObjectTagging",
      { Key: "k", VersionId: ref("two.VersionId") },
      { TagSet: [{ Key: "u", Value: "2" }] },
    ),
  ),
];
