/** ListObjectsV2 and ListObjects; buckets. */
import { absent, any, type Case, fails, named, of, ok, put, ref, type Step } from "./case.js";

const listed = of("S3 API, ListObjectsV2; recorded against AWS (LocalStack's list snapshots)");
const oldWay = of("S3 API, ListObjects");
const buckets = of(
  "S3 API, CreateBucket, DeleteBucket, HeadBucket, GetBucketLocation; User Guide, Bucket naming rules",
);

const keys = (...names: readonly string[]): readonly Step[] => names.map((key) => put(key));
const contents = (...names: readonly string[]) => names.map((Key) => ({ Key }));
const prefixes = (...names: readonly string[]) => names.map((Prefix) => ({ Prefix }));
const tree = keys("a", "b/1", "b/2", "c/1/x", "c/2", "d");

export const listingCases: readonly Case[] = [
  listed(
    "of an empty bucket",
    ok("ListObjectsV2", {}, { KeyCount: 0, Contents: absent, IsTruncated: false }),
  ),
  listed(
    "has key, ETag, size, time, class",
    put("k", "hello"),
    ok(
      "ListObjectsV2",
      {},
      {
        Contents: [
          {
            Key: "k",
            Size: 5,
            ETag: '"5d41402abc4b2a76b9719d911017c592"',
            LastModified: any,
            StorageClass: "STANDARD",
          },
        ],
        MaxKeys: 1000,
      },
    ),
  ),
  listed(
    "in order of the bytes of UTF-8, not of UTF-16",
    ...keys("~", "ｅ", "😀", "é", "a", "B", "～"),
    ok("ListObjectsV2", {}, { Contents: contents("B", "a", "~", "é", "ｅ", "～", "😀") }),
  ),
  listed(
    "below a prefix",
    ...tree,
    ok("ListObjectsV2", { Prefix: "b/" }, { Contents: contents("b/1", "b/2"), Prefix: "b/" }),
  ),
  listed(
    "below a prefix that nothing has",
    ...tree,
    ok("ListObjectsV2", { Prefix: "zz" }, { KeyCount: 0, Contents: absent }),
  ),
  listed(
    "by folders",
    ...tree,
    ok(
      "ListObjectsV2",
      { Delimiter: "/" },
      { Contents: contents("a", "d"), CommonPrefixes: prefixes("b/", "c/"), KeyCount: 4, Delimiter: "/" },
    ),
  ),
  listed(
    "by folders below a prefix",
    ...tree,
    ok(
      "ListObjectsV2",
      { Prefix: "c/", Delimiter: "/" },
      { Contents: contents("c/2"), CommonPrefixes: prefixes("c/1/") },
    ),
  ),
  listed(
    "by a prefix in the middle of a name",
    ...keys("foo/bar", "foo/baz/x", "quux"),
    ok(
      "ListObjectsV2",
      { Prefix: "foo/ba", Delimiter: "/" },
      { Contents: contents("foo/bar"), CommonPrefixes: prefixes("foo/baz/") },
    ),
  ),
  listed(
    "with any delimiter",
    ...keys("abcdef", "axcdef", "b"),
    ok(
      "ListObjectsV2",
      { Delimiter: "cd" },
      { CommonPrefixes: prefixes("abcd", "axcd"), Contents: contents("b") },
    ),
  ),
  listed(
    "the prefix itself is a key",
    ...keys("p/", "p/a"),
    ok(
      "ListObjectsV2",
      { Prefix: "p/", Delimiter: "/" },
      { Contents: contents("p/", "p/a"), CommonPrefixes: absent },
    ),
  ),
  listed(
    "after a key",
    ...tree,
    ok(
      "ListObjectsV2",
      { StartAfter: "b/1" },
      { Contents: contents("b/2", "c/1/x", "c/2", "d"), StartAfter: "b/1" },
    ),
  ),
  listed(
    "after a key that there is not",
    ...tree,
    ok("ListObjectsV2", { StartAfter: "b/1x" }, { Contents: contents("b/2", "c/1/x", "c/2", "d") }),
  ),
  listed("after everything", ...tree, ok("ListObjectsV2", { StartAfter: "x" }, { KeyCount: 0 })),
  listed(
    "a folder that is not greater than start-after is left out",
    ...tree,
    ok(
      "ListObjectsV2",
      { StartAfter: "b/1", Delimiter: "/" },
      { CommonPrefixes: prefixes("c/"), Contents: contents("d") },
    ),
  ),
  listed(
    "page by page",
    ...tree,
    named(
      "p1",
      "ListObjectsV2",
      { MaxKeys: 4 },
      { Contents: contents("a", "b/1", "b/2", "c/1/x"), IsTruncated: true, KeyCount: 4, MaxKeys: 4 },
    ),
    ok(
      "ListObjectsV2",
      { MaxKeys: 4, ContinuationToken: ref("p1.NextContinuationToken") },
      { Contents: contents("c/2", "d"), IsTruncated: false, NextContinuationToken: absent },
    ),
  ),
  listed(
    "folders count, once, and are not repeated on the next page",
    ...tree,
    named(
      "p1",
      "ListObjectsV2",
      { MaxKeys: 2, Delimiter: "/" },
      { Contents: contents("a"), CommonPrefixes: prefixes("b/"), IsTruncated: true, KeyCount: 2 },
    ),
    ok(
      "ListObjectsV2",
      { MaxKeys: 2, Delimiter: "/", ContinuationToken: ref("p1.NextContinuationToken") },
      { CommonPrefixes: prefixes("c/"), Contents: contents("d"), IsTruncated: false },
    ),
  ),
  listed(
    "a token wins over start-after",
    ...tree,
    named("p1", "ListObjectsV2", { MaxKeys: 1 }),
    ok(
      "ListObjectsV2",
      { MaxKeys: 1, ContinuationToken: ref("p1.NextContinuationToken"), StartAfter: "d" },
      { Contents: contents("b/1") },
    ),
  ),
  listed(
    "what was deleted between pages is not shown, what was put is",
    ...tree,
    named("p1", "ListObjectsV2", { MaxKeys: 2 }),
    ok("DeleteObject", { Key: "b/2" }),
    put("b/3"),
    ok(
      "ListObjectsV2",
      { ContinuationToken: ref("p1.NextContinuationToken") },
      { Contents: contents("b/3", "c/1/x", "c/2", "d") },
    ),
  ),
  listed(
    "a token that is none",
    fails("ListObjectsV2", { ContinuationToken: "nonsense" }, 400, "InvalidArgument"),
    fails("ListObjectsV2", { ContinuationToken: "" }, 400, "InvalidArgument"),
  ),
  listed(
    "no keys at all",
    ...tree,
    ok("ListObjectsV2", { MaxKeys: 0 }, { KeyCount: 0, IsTruncated: false, MaxKeys: 0 }),
  ),
  listed(
    "more than 1000 are 1000",
    ...tree,
    ok("ListObjectsV2", { MaxKeys: 5000 }, { KeyCount: 6, MaxKeys: 1000 }),
  ),
  listed("fewer than none", fails("ListObjectsV2", { MaxKeys: -1 }, 400, "InvalidArgument")),
  listed(
    "names percent-encoded",
    ...keys("a b/ü", "a+b"),
    ok("ListObjectsV2", { EncodingType: "url" }, { EncodingType: "url", KeyCount: 2 }),
  ),
  listed(
    "an encoding that is none",
    fails("ListObjectsV2", { EncodingType: "base64" }, 400, "InvalidArgument"),
  ),
  listed(
    "owners only on request",
    put("k"),
    ok("ListObjectsV2", {}, { Contents: [{ Key: "k", Owner: absent }] }),
    ok("ListObjectsV2", { FetchOwner: true }, { Contents: [{ Key: "k", Owner: any }] }),
  ),
  listed(
    "of a bucket that is not there",
    fails("ListObjectsV2", { Bucket: "no-such-bucket" }, 404, "NoSuchBucket"),
    fails("ListObjectsV2", { Bucket: "no-such-bucket", MaxKeys: 0 }, 404, "NoSuchBucket"),
  ),
  listed(
    "keys with signs that XML must escape",
    ...keys("<&>\"'", "a"),
    ok("ListObjectsV2", {}, { Contents: contents("<&>\"'", "a") }),
  ),
  listed(
    "an overwrite is shown as it is now",
    put("k", "x"),
    put("k", "hello"),
    ok("ListObjectsV2", {}, { Contents: [{ Key: "k", Size: 5 }] }),
  ),

  oldWay(
    "with owners",
    ...tree,
    ok(
      "ListObjects",
      { Prefix: "b/" },
      { Contents: [{ Key: "b/1", Owner: any }, { Key: "b/2" }], IsTruncated: false },
    ),
  ),
  oldWay(
    "page by page, after a marker",
    ...tree,
    ok(
      "ListObjects",
      { MaxKeys: 2 },
      { Contents: contents("a", "b/1"), IsTruncated: true, NextMarker: absent },
    ),
    ok("ListObjects", { Marker: "b/1" }, { Contents: contents("b/2", "c/1/x", "c/2", "d"), Marker: "b/1" }),
  ),
  oldWay(
    "by folders there is a next marker",
    ...tree,
    ok(
      "ListObjects",
      { MaxKeys: 2, Delimiter: "/" },
      { Contents: contents("a"), CommonPrefixes: prefixes("b/"), NextMarker: "b/" },
    ),
    ok(
      "ListObjects",
      { Marker: "b/", Delimiter: "/" },
      { CommonPrefixes: prefixes("c/"), Contents: contents("d") },
    ),
  ),

  buckets(
    "a bucket is made, found, listed and deleted",
    ok("CreateBucket", { Bucket: "made-and-gone" }),
    ok("HeadBucket", { Bucket: "made-and-gone" }),
    ok("ListObjectsV2", { Bucket: "made-and-gone" }, { KeyCount: 0 }),
    ok("DeleteBucket", { Bucket: "made-and-gone" }),
    fails("HeadBucket", { Bucket: "made-and-gone" }, 404, ""),
  ),
  buckets(
    "making it again is no error in us-east-1",
    put("k"),
    ok("CreateBucket", {}),
    ok("ListObjectsV2", {}, { KeyCount: 1 }),
  ),
  buckets(
    "one with objects is not deleted",
    put("k"),
    fails("DeleteBucket", {}, 409, "BucketNotEmpty"),
    ok("DeleteObject", { Key: "k" }),
    ok("DeleteBucket", {}),
  ),
  buckets(
    "one that is not there is not deleted",
    fails("DeleteBucket", { Bucket: "no-such-bucket" }, 404, "NoSuchBucket"),
  ),
  buckets(
    "names that are none",
    fails("CreateBucket", { Bucket: "Upper-Case" }, 400, "InvalidBucketName"),
    fails("CreateBucket", { Bucket: "192.168.5.4" }, 400, "InvalidBucketName"),
  ),
  buckets("all of them", ok("ListBuckets", {}, { Buckets: any, Owner: any })),
  buckets("where it is", ok("GetBucketLocation", {}, { LocationConstraint: absent })),
  buckets("who owns it", ok("GetBucketAcl", {}, { Owner: any, Grants: { $length: 1 } })),
  buckets(
    "what one holds the other does not",
    put("k"),
    ok("CreateBucket", { Bucket: "the-other-one" }),
    fails("GetObject", { Bucket: "the-other-one", Key: "k" }, 404, "NoSuchKey"),
    ok("ListObjectsV2", { Bucket: "the-other-one" }, { KeyCount: 0 }),
  ),
  buckets(
    "what is not supported says so",
    fails("GetBucketPolicy", {}, 501, "NotImplemented"),
    fails("GetBucketLifecycleConfiguration", {}, 501, "NotImplemented"),
  ),
];
