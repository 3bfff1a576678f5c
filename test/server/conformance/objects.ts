/** PUT, GET, HEAD, DELETE: what is written is what is read. */
import { absent, any, type Case, etags, fails, gone, holds, named, of, ok, put, ref } from "./case.js";

const written = of(
  "S3 API, PutObject, GetObject, HeadObject, DeleteObject; User Guide, Working with object metadata",
);
const ranged = of("S3 API, GetObject, Range; recorded against AWS");
const deleting = of("S3 API, DeleteObject and DeleteObjects; recorded against AWS");
const tagged = of("S3 API, PutObjectTagging; User Guide, Categorizing your storage using tags");
const summed = of("S3 User Guide, Checking object integrity");

const tags = (...pairs: readonly (readonly [string, string])[]) => ({
  Tagging: { TagSet: pairs.map(([Key, Value]) => ({ Key, Value })) },
});

export const objectCases: readonly Case[] = [
  written(
    "a PUT answers the MD5 as ETag",
    ok("PutObject", { Key: "k", Body: "hello" }, { ETag: etags.hello }),
  ),
  written(
    "a GET has bytes, length, ETag and time",
    put("k", "hello"),
    ok(
      "GetObject",
      { Key: "k" },
      { Body: "hello", ContentLength: 5, ETag: etags.hello, LastModified: any, AcceptRanges: "bytes" },
    ),
  ),
  written(
    "a HEAD has the same without bytes",
    put("k", "hello"),
    ok("HeadObject", { Key: "k" }, { ContentLength: 5, ETag: etags.hello, LastModified: any }),
  ),
  written(
    "an empty object",
    put("k", ""),
    ok("GetObject", { Key: "k" }, { Body: "", ContentLength: 0, ETag: etags.empty }),
  ),
  written("a GET of nothing is 404 NoSuchKey", gone("k")),
  written("a HEAD of nothing is 404", fails("HeadObject", { Key: "k" }, 404, "")),
  written(
    "a bucket that is not there",
    fails("GetObject", { Bucket: "no-such-bucket", Key: "k" }, 404, "NoSuchBucket"),
    fails("PutObject", { Bucket: "no-such-bucket", Key: "k", Body: "x" }, 404, "NoSuchBucket"),
  ),
  written(
    "an overwrite replaces bytes and metadata",
    put("k", "x", { Metadata: { a: "1" } }),
    put("k", "y"),
    ok("GetObject", { Key: "k" }, { Body: "y", Metadata: {} }),
  ),
  written(
    "user metadata come back in lower case",
    put("k", "x", { Metadata: { "Writer-Id": "w 1", b: "2" } }),
    ok("HeadObject", { Key: "k" }, { Metadata: { "writer-id": "w 1", b: "2" } }),
  ),
  written(
    "more than 2 KB of metadata",
    fails(
      "PutObject",
      { Key: "k", Body: "x", Metadata: { a: { $repeat: ["m", 2048] } } },
      400,
      "MetadataTooLarge",
    ),
  ),
  written(
    "HTTP's own metadata are kept",
    put("k", "x", {
      ContentType: "text/plain",
      CacheControl: "no-cache",
      ContentDisposition: "inline",
      ContentEncoding: "gzip",
      ContentLanguage: "de",
    }),
    ok(
      "HeadObject",
      { Key: "k" },
      {
        ContentType: "text/plain",
        CacheControl: "no-cache",
        ContentDisposition: "inline",
        ContentEncoding: "gzip",
        ContentLanguage: "de",
      },
    ),
  ),
  written(
    "a read may ask for other headers",
    put("k"),
    ok(
      "GetObject",
      { Key: "k", ResponseContentType: "text/html", ResponseCacheControl: "max-age=1" },
      { ContentType: "text/html", CacheControl: "max-age=1" },
    ),
  ),
  written(
    "a storage class is kept",
    put("k", "x", { StorageClass: "STANDARD_IA" }),
    ok("HeadObject", { Key: "k" }, { StorageClass: "STANDARD_IA" }),
  ),
  written(
    "keys with every sign",
    ...[
      "a b",
      "a+b",
      "a%2Fb",
      "ü/é",
      "😀",
      "a//b",
      "/a",
      "a/",
      "a?b=c",
      "a&b",
      "a#b",
      "..",
      "a\\b",
      "~'()*!",
    ].flatMap((key) => [put(key, key), holds(key, key)]),
  ),
  written(
    "a key of 1024 bytes, and one of 1025",
    put("k".repeat(1024)),
    holds("k".repeat(1024), "x"),
    fails("PutObject", { Key: "k".repeat(1025), Body: "x" }, 400, "KeyTooLongError"),
  ),
  written(
    "a key of 1025 bytes of UTF-8",
    fails("PutObject", { Key: "é".repeat(513), Body: "x" }, 400, "KeyTooLongError"),
  ),
  written(
    "an object of 3 MiB",
    put("k", { $repeat: ["abc", 1_048_576] } as unknown as string),
    ok("GetObject", { Key: "k" }, { Body: { $length: 3_145_728 }, ContentLength: 3_145_728 }),
  ),
  written(
    "attributes",
    put("k", "hello"),
    ok(
      "GetObjectAttributes",
      { Key: "k", ObjectAttributes: ["ETag", "ObjectSize", "StorageClass"] },
      { ETag: "5d41402abc4b2a76b9719d911017c592", ObjectSize: 5, StorageClass: "STANDARD" },
    ),
  ),
  written(
    "an attribute that is none",
    put("k"),
    fails("GetObjectAttributes", { Key: "k", ObjectAttributes: ["Colour"] }, 400, "InvalidArgument"),
  ),
  written(
    "an access control list says who owns it",
    put("k"),
    ok("GetObjectAcl", { Key: "k" }, { Grants: { $length: 1 }, Owner: any }),
  ),

  ranged(
    "first bytes",
    put("k", "0123456789"),
    ok(
      "GetObject",
      { Key: "k", Range: "bytes=0-3" },
      { Body: "0123", ContentRange: "bytes 0-3/10", ContentLength: 4 },
    ),
  ),
  ranged(
    "from a byte on",
    put("k", "0123456789"),
    ok("GetObject", { Key: "k", Range: "bytes=7-" }, { Body: "789", ContentRange: "bytes 7-9/10" }),
  ),
  ranged(
    "last bytes",
    put("k", "0123456789"),
    ok("GetObject", { Key: "k", Range: "bytes=-2" }, { Body: "89", ContentRange: "bytes 8-9/10" }),
  ),
  ranged(
    "more last bytes than there are",
    put("k", "0123"),
    ok("GetObject", { Key: "k", Range: "bytes=-9" }, { Body: "0123", ContentRange: "bytes 0-3/4" }),
  ),
  ranged(
    "past the end is cut",
    put("k", "0123"),
    ok("GetObject", { Key: "k", Range: "bytes=2-99" }, { Body: "23" }),
  ),
  ranged(
    "behind the end is 416",
    put("k", "0123"),
    fails("GetObject", { Key: "k", Range: "bytes=4-" }, 416, "InvalidRange"),
  ),
  ranged(
    "of an empty object is 416",
    put("k", ""),
    fails("GetObject", { Key: "k", Range: "bytes=0-" }, 416, "InvalidRange"),
  ),
  ranged(
    "the last no bytes are 416",
    put("k", "0123"),
    fails("GetObject", { Key: "k", Range: "bytes=-0" }, 416, "InvalidRange"),
  ),
  ranged(
    "one that is none is not looked at",
    put("k", "0123"),
    ok("GetObject", { Key: "k", Range: "bytes=3-1" }, { Body: "0123" }),
    ok("GetObject", { Key: "k", Range: "0-1" }, { Body: "0123" }),
  ),
  ranged(
    "of a HEAD",
    put("k", "0123456789"),
    ok("HeadObject", { Key: "k", Range: "bytes=0-3" }, { ContentLength: 4 }),
  ),
  ranged(
    "part 1 of an object in one piece is all of it",
    put("k", "0123"),
    ok("GetObject", { Key: "k", PartNumber: 1 }, { Body: "0123" }),
  ),

  deleting("what is deleted is gone", put("k"), ok("DeleteObject", { Key: "k" }), gone("k")),
  deleting("nothing can be deleted", ok("DeleteObject", { Key: "k" }), ok("DeleteObject", { Key: "k" })),
  deleting(
    "many at once, there or not",
    put("a"),
    put("b"),
    put("c"),
    ok(
      "DeleteObjects",
      { Delete: { Objects: [{ Key: "a" }, { Key: "b" }, { Key: "none" }] } },
      { Deleted: { $length: 3 } },
    ),
    gone("a"),
    gone("b"),
    holds("c", "x"),
  ),
  deleting(
    "quietly",
    put("a"),
    ok("DeleteObjects", { Delete: { Objects: [{ Key: "a" }], Quiet: true } }, { Deleted: absent }),
    gone("a"),
  ),
  deleting(
    "keys that XML must escape",
    put("a<b>&\"'"),
    ok("DeleteObjects", { Delete: { Objects: [{ Key: "a<b>&\"'" }] } }, { Deleted: [{ Key: "a<b>&\"'" }] }),
    gone("a<b>&\"'"),
  ),
  deleting(
    "more than 1000",
    fails("DeleteObjects", { Delete: { Objects: { $keys: 1001 } } }, 400, "MalformedXML"),
  ),
  deleting(
    "1000",
    ok("DeleteObjects", { Delete: { Objects: { $keys: 1000 } } }, { Deleted: { $length: 1000 } }),
  ),
  deleting(
    "with the right ETag",
    named("p", "PutObject", { Key: "k", Body: "x" }),
    ok("DeleteObject", { Key: "k", IfMatch: ref("p.ETag") }),
    gone("k"),
  ),
  deleting(
    "with a wrong ETag",
    put("k"),
    fails("DeleteObject", { Key: "k", IfMatch: etags.y }, 412, "PreconditionFailed"),
    holds("k", "x"),
  ),
  deleting(
    "by date is for other buckets",
    put("k"),
    fails(
      "DeleteObject",
      { Key: "k", IfMatchLastModifiedTime: { $date: "2020-01-01T00:00:00Z" } },
      501,
      "NotImplemented",
    ),
  ),

  tagged("are none at first", put("k"), ok("GetObjectTagging", { Key: "k" }, { TagSet: [] })),
  tagged(
    "are put and read, sorted",
    put("k"),
    ok("PutObjectTagging", { Key: "k", ...tags(["b", "2"], ["a", "1 +&"]) }),
    ok(
      "GetObjectTagging",
      { Key: "k" },
      {
        TagSet: [
          { Key: "a", Value: "1 +&" },
          { Key: "b", Value: "2" },
        ],
      },
    ),
  ),
  tagged(
    "come with the object, and are counted",
    put("k", "x", { Tagging: "a=1&b=2" }),
    ok("GetObjectTagging", { Key: "k" }, { TagSet: { $length: 2 } }),
    ok("GetObject", { Key: "k" }, { TagCount: 2 }),
  ),
  tagged(
    "are replaced, not added",
    put("k", "x", { Tagging: "a=1" }),
    ok("PutObjectTagging", { Key: "k", ...tags(["b", "2"]) }),
    ok("GetObjectTagging", { Key: "k" }, { TagSet: [{ Key: "b", Value: "2" }] }),
  ),
  tagged(
    "are deleted",
    put("k", "x", { Tagging: "a=1" }),
    ok("DeleteObjectTagging", { Key: "k" }),
    ok("GetObjectTagging", { Key: "k" }, { TagSet: [] }),
  ),
  tagged(
    "change neither ETag nor bytes",
    put("k", "x"),
    ok("PutObjectTagging", { Key: "k", ...tags(["b", "2"]) }),
    ok("GetObject", { Key: "k" }, { Body: "x", ETag: etags.x }),
  ),
  tagged(
    "are gone with an overwrite",
    put("k", "x", { Tagging: "a=1" }),
    put("k", "y"),
    ok("GetObjectTagging", { Key: "k" }, { TagSet: [] }),
  ),
  tagged(
    "one key twice",
    put("k"),
    fails("PutObjectTagging", { Key: "k", ...tags(["a", "1"], ["a", "2"]) }, 400, "InvalidTag"),
  ),
  tagged(
    "a key that is too long",
    put("k"),
    fails("PutObjectTagging", { Key: "k", ...tags(["a".repeat(129), "1"]) }, 400, "InvalidTag"),
  ),
  tagged(
    "eleven",
    put("k"),
    fails(
      "PutObjectTagging",
      { Key: "k", ...tags(...Array.from({ length: 11 }, (_, at) => [`k${at}`, "v"] as const)) },
      400,
      "BadRequest",
    ),
  ),
  tagged(
    "of nothing",
    fails("GetObjectTagging", { Key: "k" }, 404, "NoSuchKey"),
    fails("PutObjectTagging", { Key: "k", ...tags(["a", "1"]) }, 404, "NoSuchKey"),
  ),

  ...(["CRC32", "SHA1", "SHA256"] as const).map((ChecksumAlgorithm) =>
    summed(
      `${ChecksumAlgorithm} is computed by the client, held against the bytes, and told again`,
      ok(
        "PutObject",
        { Key: "k", Body: "hello", ChecksumAlgorithm },
        { [`Checksum${ChecksumAlgorithm}`]: any },
      ),
      ok(
        "GetObject",
        { Key: "k", ChecksumMode: "ENABLED" },
        { Body: "hello", [`Checksum${ChecksumAlgorithm}`]: any },
      ),
    ),
  ),
  ...Object.entries({
    CRC32: "AAAAAA==",
    CRC32C: "AAAAAA==",
    CRC64NVME: "AAAAAAAAAAA=",
    SHA1: "AAAAAAAAAAAAAAAAAAAAAAAAAAA=",
    SHA256: "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
  }).map(([algorithm, wrong]) =>
    summed(
      `a wrong ${algorithm}`,
      fails("PutObject", { Key: "k", Body: "hello", [`Checksum${algorithm}`]: wrong }, 400, "BadDigest"),
      gone("k"),
    ),
  ),
  summed(
    "a right CRC32C and CRC64NVME",
    put("a", "123456789", { ChecksumCRC32C: "4waSgw==" }),
    put("b", "123456789", { ChecksumCRC64NVME: "rosUhgp5mIg=" }),
    ok("HeadObject", { Key: "a", ChecksumMode: "ENABLED" }, { ChecksumCRC32C: "4waSgw==" }),
    ok("HeadObject", { Key: "b", ChecksumMode: "ENABLED" }, { ChecksumCRC64NVME: "rosUhgp5mIg=" }),
  ),
  summed(
    "one that is no checksum",
    fails("PutObject", { Key: "k", Body: "hello", ChecksumCRC32: "nonsense" }, 400, "InvalidRequest"),
  ),
  summed(
    "a right MD5, and a wrong one",
    put("k", "hello", { ContentMD5: "XUFAKrxLKna5cZ2REBfFkg==" }),
    fails("PutObject", { Key: "k", Body: "hello", ContentMD5: "AAAAAAAAAAAAAAAAAAAAAA==" }, 400, "BadDigest"),
    fails("PutObject", { Key: "k", Body: "hello", ContentMD5: "AAAA" }, 400, "InvalidDigest"),
  ),
];
