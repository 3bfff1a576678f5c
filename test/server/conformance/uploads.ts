/** Multipart uploads. */
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

const upload = of(
  "S3 API, CreateMultipartUpload to ListParts; recorded against AWS (LocalStack's multipart snapshots)",
);
const again = of("recorded against AWS: moto's test_idempotent_multipart_upload");
const conflict = of("recorded against AWS: conditions of CompleteMultipartUpload, the 409 rule");

const MiB5 = 5 << 20;
const id = ref("u.UploadId");
const begin = (Key = "k", more: object = {}): Step =>
  named("u", "CreateMultipartUpload", { Key, ...more }, { UploadId: any });
const part = (PartNumber: number, Body: unknown, Key = "k"): Step =>
  named(`p${PartNumber}`, "UploadPart", { Key, UploadId: id, PartNumber, Body }, { ETag: any });
const parts = (...numbers: readonly number[]) => ({
  Parts: numbers.map((PartNumber) => ({ PartNumber, ETag: ref(`p${PartNumber}.ETag`) })),
});
const complete = (MultipartUpload: unknown, more: object = {}) => ({
  Key: "k",
  UploadId: id,
  MultipartUpload,
  ...more,
});
const big = { $repeat: ["a", MiB5] };

export const uploadCases: readonly Case[] = [
  upload(
    "one part",
    begin(),
    part(1, "hello"),
    ok("CompleteMultipartUpload", complete(parts(1)), {
      ETag: '"62109206880d38a4010a98e11243924a-1"',
      Key: "k",
      Location: any,
    }),
    holds("k", "hello"),
  ),
  upload(
    "two parts, in order, with the ETag of parts",
    begin(),
    part(2, "tail"),
    part(1, big),
    ok("CompleteMultipartUpload", complete(parts(1, 2)), { ETag: any }),
    ok("GetObject", { Key: "k", Range: `bytes=${MiB5 - 2}-` }, { Body: "aatail" }),
    ok("HeadObject", { Key: "k" }, { ContentLength: MiB5 + 4 }),
  ),
  upload(
    "nothing is to be seen before it is complete",
    begin(),
    part(1, "hello"),
    gone("k"),
    ok("ListObjectsV2", {}, { KeyCount: 0 }),
  ),
  upload(
    "gaps are allowed, and what is not named is dropped",
    begin(),
    part(1, "one"),
    part(7, "seven"),
    ok("CompleteMultipartUpload", complete(parts(7))),
    holds("k", "seven"),
  ),
  upload(
    "the same number again replaces the part",
    begin(),
    part(1, "old"),
    part(1, "new"),
    ok("CompleteMultipartUpload", complete(parts(1))),
    holds("k", "new"),
  ),
  upload(
    "metadata and type are those of its beginning",
    begin("k", { Metadata: { m: "1" }, ContentType: "text/plain", Tagging: "t=1" }),
    part(1, "x"),
    ok("CompleteMultipartUpload", complete(parts(1))),
    ok("GetObject", { Key: "k" }, { Metadata: { m: "1" }, ContentType: "text/plain", TagCount: 1 }),
  ),
  upload(
    "a part that is too small before the last",
    begin(),
    part(1, "small"),
    part(2, "tail"),
    fails("CompleteMultipartUpload", complete(parts(1, 2)), 400, "EntityTooSmall"),
    ok("CompleteMultipartUpload", complete(parts(2))),
    holds("k", "tail"),
  ),
  upload(
    "parts out of order",
    begin(),
    part(1, "a"),
    part(2, "b"),
    fails("CompleteMultipartUpload", complete(parts(2, 1)), 400, "InvalidPartOrder"),
    fails("CompleteMultipartUpload", complete(parts(1, 1)), 400, "InvalidPartOrder"),
  ),
  upload(
    "a part that there is not, or with another ETag",
    begin(),
    part(1, "a"),
    fails(
      "CompleteMultipartUpload",
      complete({ Parts: [{ PartNumber: 2, ETag: etags.x }] }),
      400,
      "InvalidPart",
    ),
    fails(
      "CompleteMultipartUpload",
      complete({ Parts: [{ PartNumber: 1, ETag: etags.x }] }),
      400,
      "InvalidPart",
    ),
    ok("CompleteMultipartUpload", complete(parts(1))),
  ),
  upload("no parts", begin(), fails("CompleteMultipartUpload", complete({ Parts: [] }), 400, "MalformedXML")),
  upload(
    "part numbers below 1 and above 10,000",
    begin(),
    fails("UploadPart", { Key: "k", UploadId: id, PartNumber: 0, Body: "x" }, 400, "InvalidArgument"),
    fails("UploadPart", { Key: "k", UploadId: id, PartNumber: -1, Body: "x" }, 400, "InvalidArgument"),
    fails("UploadPart", { Key: "k", UploadId: id, PartNumber: 10_001, Body: "x" }, 400, "InvalidArgument"),
    part(10_000, "last"),
    ok("CompleteMultipartUpload", complete(parts(10_000))),
    holds("k", "last"),
  ),
  upload(
    "an id that there is not",
    ...["UploadPart", "CompleteMultipartUpload", "AbortMultipartUpload", "ListParts"].map((op) =>
      fails(
        op,
        {
          Key: "k",
          UploadId: "no-such-upload",
          ...(op === "UploadPart" ? { PartNumber: 1, Body: "x" } : {}),
          ...(op === "CompleteMultipartUpload"
            ? { MultipartUpload: { Parts: [{ PartNumber: 1, ETag: etags.x }] } }
            : {}),
        },
        404,
        "NoSuchUpload",
      ),
    ),
  ),
  upload(
    "the id of another key",
    begin("other"),
    fails("UploadPart", { Key: "k", UploadId: id, PartNumber: 1, Body: "x" }, 404, "NoSuchUpload"),
  ),
  upload(
    "aborted, it is gone; again it is 404",
    begin(),
    part(1, "x"),
    ok("AbortMultipartUpload", { Key: "k", UploadId: id }),
    fails("UploadPart", { Key: "k", UploadId: id, PartNumber: 2, Body: "x" }, 404, "NoSuchUpload"),
    fails("CompleteMultipartUpload", complete(parts(1)), 404, "NoSuchUpload"),
    fails("AbortMultipartUpload", { Key: "k", UploadId: id }, 404, "NoSuchUpload"),
    gone("k"),
  ),
  upload(
    "replaces what is there only when it is complete",
    put("k", "old"),
    begin(),
    part(1, "new"),
    holds("k", "old"),
    ok("CompleteMultipartUpload", complete(parts(1))),
    holds("k", "new"),
  ),
  upload(
    "parts are listed",
    begin(),
    part(2, "bb"),
    part(1, "a"),
    part(5, "ccccc"),
    ok(
      "ListParts",
      { Key: "k", UploadId: id },
      {
        Parts: [
          { PartNumber: 1, Size: 1, ETag: ref("p1.ETag") },
          { PartNumber: 2, Size: 2 },
          { PartNumber: 5, Size: 5 },
        ],
        IsTruncated: false,
        UploadId: id,
      },
    ),
  ),
  upload(
    "parts are listed page by page",
    begin(),
    part(1, "a"),
    part(2, "b"),
    part(3, "c"),
    ok("ListParts", { Key: "k", UploadId: id, MaxParts: 2 }, { Parts: { $length: 2 }, IsTruncated: true }),
    ok(
      "ListParts",
      { Key: "k", UploadId: id, PartNumberMarker: "2" },
      { Parts: [{ PartNumber: 3 }], IsTruncated: false },
    ),
  ),
  upload(
    "uploads are listed by key, then by time",
    begin("b"),
    named("v", "CreateMultipartUpload", { Key: "a" }),
    named("w", "CreateMultipartUpload", { Key: "b" }),
    ok(
      "ListMultipartUploads",
      {},
      {
        Uploads: [
          { Key: "a", UploadId: ref("v.UploadId") },
          { Key: "b", UploadId: id, Initiated: any },
          { Key: "b", UploadId: ref("w.UploadId") },
        ],
        IsTruncated: false,
      },
    ),
  ),
  upload(
    "uploads are listed by prefix, by folders and page by page",
    begin("a/1"),
    named("v", "CreateMultipartUpload", { Key: "b/1" }),
    ok("ListMultipartUploads", { Prefix: "b" }, { Uploads: [{ Key: "b/1" }] }),
    ok(
      "ListMultipartUploads",
      { Delimiter: "/" },
      { CommonPrefixes: [{ Prefix: "a/" }, { Prefix: "b/" }], Uploads: absent },
    ),
    ok(
      "ListMultipartUploads",
      { MaxUploads: 1 },
      { Uploads: [{ Key: "a/1" }], IsTruncated: true, NextKeyMarker: "a/1" },
    ),
    ok("ListMultipartUploads", { KeyMarker: "a/1" }, { Uploads: [{ Key: "b/1" }] }),
  ),
  upload(
    "an upload that is over is not listed",
    begin(),
    part(1, "x"),
    ok("CompleteMultipartUpload", complete(parts(1))),
    ok("ListMultipartUploads", {}, { Uploads: absent }),
  ),
  upload(
    "a part copied from an object",
    put("src", "0123456789"),
    begin(),
    named("p1", "UploadPartCopy", { Key: "k", UploadId: id, PartNumber: 1, CopySource: { $source: "src" } }),
    ok(
      "CompleteMultipartUpload",
      complete({ Parts: [{ PartNumber: 1, ETag: ref("p1.CopyPartResult.ETag") }] }),
    ),
    holds("k", "0123456789"),
  ),
  upload(
    "a part copied from a range",
    put("src", "0123456789"),
    begin(),
    named("p1", "UploadPartCopy", {
      Key: "k",
      UploadId: id,
      PartNumber: 1,
      CopySource: { $source: "src" },
      CopySourceRange: "bytes=2-4",
    }),
    ok(
      "CompleteMultipartUpload",
      complete({ Parts: [{ PartNumber: 1, ETag: ref("p1.CopyPartResult.ETag") }] }),
    ),
    holds("k", "234"),
  ),
  upload(
    "a range that the source has not, or that is none",
    put("src", "0123"),
    begin(),
    fails(
      "UploadPartCopy",
      { Key: "k", UploadId: id, PartNumber: 1, CopySource: { $source: "src" }, CopySourceRange: "bytes=2-9" },
      400,
      "InvalidArgument",
    ),
    fails(
      "UploadPartCopy",
      { Key: "k", UploadId: id, PartNumber: 1, CopySource: { $source: "src" }, CopySourceRange: "bytes=2-" },
      400,
      "InvalidArgument",
    ),
  ),
  upload(
    "a part copied under a condition",
    put("src", "x"),
    begin(),
    fails(
      "UploadPartCopy",
      { Key: "k", UploadId: id, PartNumber: 1, CopySource: { $source: "src" }, CopySourceIfMatch: etags.y },
      412,
      "PreconditionFailed",
    ),
  ),
  upload(
    "a copy of it has a plain ETag",
    begin(),
    part(1, "hello"),
    ok("CompleteMultipartUpload", complete(parts(1))),
    ok("CopyObject", { Key: "c", CopySource: { $source: "k" } }, { CopyObjectResult: { ETag: etags.hello } }),
  ),
  upload(
    "checksums of parts make that of the object",
    begin("k", { ChecksumAlgorithm: "SHA256" }),
    named(
      "p1",
      "UploadPart",
      { Key: "k", UploadId: id, PartNumber: 1, Body: "hello", ChecksumAlgorithm: "SHA256" },
      { ChecksumSHA256: any },
    ),
    ok(
      "CompleteMultipartUpload",
      complete({
        Parts: [{ PartNumber: 1, ETag: ref("p1.ETag"), ChecksumSHA256: ref("p1.ChecksumSHA256") }],
      }),
      { ChecksumSHA256: "lZXJ35AHUUjrBoYDZd8zWEt1v/eCpRDGzUiDpBmDPVA=-1" },
    ),
  ),
  upload(
    "a wrong checksum of a part in the list",
    begin("k", { ChecksumAlgorithm: "SHA256" }),
    named("p1", "UploadPart", {
      Key: "k",
      UploadId: id,
      PartNumber: 1,
      Body: "hello",
      ChecksumAlgorithm: "SHA256",
    }),
    fails(
      "CompleteMultipartUpload",
      complete({
        Parts: [
          {
            PartNumber: 1,
            ETag: ref("p1.ETag"),
            ChecksumSHA256: "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
          },
        ],
      }),
      400,
      "InvalidPart",
    ),
  ),

  again(
    "a repeated Complete is answered as the first",
    begin(),
    part(1, "x"),
    named("c", "CompleteMultipartUpload", complete(parts(1))),
    ok("CompleteMultipartUpload", complete(parts(1)), { ETag: ref("c.ETag") }),
  ),
  again(
    "also with If-None-Match: *, and it does nothing",
    begin(),
    part(1, "x"),
    named("c", "CompleteMultipartUpload", complete(parts(1), { IfNoneMatch: "*" })),
    put("k", "later"),
    ok("CompleteMultipartUpload", complete(parts(1), { IfNoneMatch: "*" }), { ETag: ref("c.ETag") }),
    holds("k", "later"),
  ),

  conflict(
    "If-None-Match: * creates",
    begin(),
    part(1, "x"),
    ok("CompleteMultipartUpload", complete(parts(1), { IfNoneMatch: "*" })),
    holds("k", "x"),
  ),
  conflict(
    "If-None-Match: * over what was put meanwhile is 412",
    begin(),
    part(1, "x"),
    put("k", "y"),
    fails("CompleteMultipartUpload", complete(parts(1), { IfNoneMatch: "*" }), 412, "PreconditionFailed"),
    holds("k", "y"),
  ),
  conflict(
    "If-None-Match: * after a delete meanwhile is 409",
    put("k", "y"),
    begin(),
    part(1, "x"),
    ok("DeleteObject", { Key: "k" }),
    fails(
      "CompleteMultipartUpload",
      complete(parts(1), { IfNoneMatch: "*" }),
      409,
      "ConditionalRequestConflict",
    ),
    gone("k"),
  ),
  conflict(
    "If-Match of what is there",
    put("k", "y"),
    begin(),
    part(1, "x"),
    ok("CompleteMultipartUpload", complete(parts(1), { IfMatch: etags.y })),
    holds("k", "x"),
  ),
  conflict(
    "If-Match of another is 412, of nothing 404",
    put("k", "y"),
    begin(),
    part(1, "x"),
    fails("CompleteMultipartUpload", complete(parts(1), { IfMatch: etags.x }), 412, "PreconditionFailed"),
    ok("DeleteObject", { Key: "k" }),
    fails("CompleteMultipartUpload", complete(parts(1), { IfMatch: etags.y }), 404, "NoSuchKey"),
  ),
  conflict(
    "If-Match where it was written meanwhile is 409, though the bytes are the same; a new upload succeeds",
    put("k", "y"),
    begin(),
    part(1, "x"),
    put("k", "y"),
    fails(
      "CompleteMultipartUpload",
      complete(parts(1), { IfMatch: etags.y }),
      409,
      "ConditionalRequestConflict",
    ),
    fails(
      "CompleteMultipartUpload",
      complete(parts(1), { IfMatch: etags.y }),
      409,
      "ConditionalRequestConflict",
    ),
    begin(),
    part(1, "x"),
    ok("CompleteMultipartUpload", complete(parts(1), { IfMatch: etags.y })),
    holds("k", "x"),
  ),
  conflict(
    "If-Match: * is 501",
    put("k"),
    begin(),
    part(1, "x"),
    fails("CompleteMultipartUpload", complete(parts(1), { IfMatch: "*" }), 501, "NotImplemented"),
  ),
];
