/** Conditional reads and writes: S3's exact codes. */
import { type Case, etags, fails, gone, holds, named, of, ok, put, ref } from "./case.js";

const writes = of("S3 User Guide, Conditional writes; recorded against AWS (TestS3ObjectWritePrecondition)");
const reads = of("S3 User Guide, Conditional reads; recorded against AWS (test_s3_preconditions)");

const before = { $date: "2000-01-01T00:00:00Z" };
/** After every object (whose time is 2026 in virtual time) and before any clock that runs this. */
const future = { $date: "2099-01-01T00:00:00Z" };

export const conditionCases: readonly Case[] = [
  writes("If-None-Match: * creates what is not there", put("k", "x", { IfNoneMatch: "*" }), holds("k", "x")),
  writes(
    "If-None-Match: * does not overwrite",
    put("k", "x"),
    fails("PutObject", { Key: "k", Body: "y", IfNoneMatch: "*" }, 412, "PreconditionFailed"),
    holds("k", "x"),
  ),
  writes(
    "If-None-Match: * creates again what was deleted",
    put("k"),
    ok("DeleteObject", { Key: "k" }),
    put("k", "y", { IfNoneMatch: "*" }),
    holds("k", "y"),
  ),
  writes(
    "If-None-Match with an ETag is 501",
    put("k"),
    fails("PutObject", { Key: "k", Body: "y", IfNoneMatch: etags.x }, 501, "NotImplemented"),
    fails("PutObject", { Key: "other", Body: "y", IfNoneMatch: etags.x }, 501, "NotImplemented"),
  ),
  writes(
    "If-Match writes over the ETag",
    named("p", "PutObject", { Key: "k", Body: "x" }),
    put("k", "y", { IfMatch: ref("p.ETag") as string }),
    holds("k", "y"),
  ),
  writes(
    "If-Match takes ETags without quotes",
    put("k", "x"),
    put("k", "y", { IfMatch: etags.x.slice(1, -1) }),
    holds("k", "y"),
  ),
  writes(
    "If-Match of another ETag is 412",
    put("k", "x"),
    fails("PutObject", { Key: "k", Body: "z", IfMatch: etags.y }, 412, "PreconditionFailed"),
    holds("k", "x"),
  ),
  writes(
    "If-Match takes any text for an ETag",
    put("k", "x"),
    fails("PutObject", { Key: "k", Body: "z", IfMatch: "no etag at all" }, 412, "PreconditionFailed"),
  ),
  writes(
    "If-Match of nothing is 404",
    fails("PutObject", { Key: "k", Body: "x", IfMatch: etags.x }, 404, "NoSuchKey"),
    gone("k"),
  ),
  writes(
    "If-Match of what was deleted is 404",
    put("k", "x"),
    ok("DeleteObject", { Key: "k" }),
    fails("PutObject", { Key: "k", Body: "y", IfMatch: etags.x }, 404, "NoSuchKey"),
  ),
  writes(
    "If-Match: * is 501",
    put("k"),
    fails("PutObject", { Key: "k", Body: "y", IfMatch: "*" }, 501, "NotImplemented"),
  ),
  writes(
    "both at once are 501",
    put("k"),
    fails("PutObject", { Key: "k", Body: "y", IfMatch: etags.x, IfNoneMatch: "*" }, 501, "NotImplemented"),
  ),
  writes(
    "of two with one ETag the second is 412",
    put("k", "x"),
    put("k", "y", { IfMatch: etags.x }),
    fails("PutObject", { Key: "k", Body: "z", IfMatch: etags.x }, 412, "PreconditionFailed"),
  ),
  writes(
    "the same bytes have the same ETag, so A, B, A is not seen",
    put("k", "x"),
    put("k", "y"),
    put("k", "x"),
    put("k", "z", { IfMatch: etags.x }),
    holds("k", "z"),
  ),
  writes(
    "COPY to what is there, If-None-Match: *",
    put("a", "x"),
    put("b", "y"),
    fails(
      "CopyObject",
      { Key: "b", CopySource: { $source: "a" }, IfNoneMatch: "*" },
      412,
      "PreconditionFailed",
    ),
    ok("CopyObject", { Key: "c", CopySource: { $source: "a" }, IfNoneMatch: "*" }),
    holds("c", "x"),
  ),
  writes(
    "COPY over an ETag, If-Match",
    put("a", "x"),
    put("b", "y"),
    fails(
      "CopyObject",
      { Key: "b", CopySource: { $source: "a" }, IfMatch: etags.x },
      412,
      "PreconditionFailed",
    ),
    ok("CopyObject", { Key: "b", CopySource: { $source: "a" }, IfMatch: etags.y }),
    holds("b", "x"),
  ),

  reads(
    "If-Match that holds, does not, or is any",
    put("k", "x"),
    ok("GetObject", { Key: "k", IfMatch: etags.x }, { Body: "x" }),
    fails("GetObject", { Key: "k", IfMatch: etags.y }, 412, "PreconditionFailed"),
    ok("GetObject", { Key: "k", IfMatch: "*" }, { Body: "x" }),
  ),
  reads(
    "If-Match of a HEAD",
    put("k", "x"),
    ok("HeadObject", { Key: "k", IfMatch: etags.x }),
    fails("HeadObject", { Key: "k", IfMatch: etags.y }, 412, ""),
  ),
  reads(
    "If-None-Match is 304 where it matches",
    put("k", "x"),
    fails("GetObject", { Key: "k", IfNoneMatch: etags.x }, 304, ""),
    ok("GetObject", { Key: "k", IfNoneMatch: etags.y }, { Body: "x" }),
  ),
  reads(
    "If-None-Match of a HEAD",
    put("k", "x"),
    fails("HeadObject", { Key: "k", IfNoneMatch: etags.x }, 304, ""),
    ok("HeadObject", { Key: "k", IfNoneMatch: etags.y }),
  ),
  reads(
    "If-Modified-Since before it was written",
    put("k"),
    ok("GetObject", { Key: "k", IfModifiedSince: before }, { Body: "x" }),
  ),
  reads(
    "If-Modified-Since its own time is 304",
    put("k"),
    named("h", "HeadObject", { Key: "k" }),
    fails("GetObject", { Key: "k", IfModifiedSince: ref("h.LastModified") }, 304, ""),
  ),
  reads(
    "If-Unmodified-Since before it was written is 412",
    put("k"),
    fails("GetObject", { Key: "k", IfUnmodifiedSince: before }, 412, "PreconditionFailed"),
  ),
  reads(
    "If-Unmodified-Since its own time holds",
    put("k"),
    named("h", "HeadObject", { Key: "k" }),
    ok("GetObject", { Key: "k", IfUnmodifiedSince: ref("h.LastModified") }, { Body: "x" }),
  ),
  reads(
    "dates to come are not looked at",
    put("k"),
    ok("GetObject", { Key: "k", IfModifiedSince: future }, { Body: "x" }),
    ok("GetObject", { Key: "k", IfUnmodifiedSince: future }, { Body: "x" }),
  ),
  reads(
    "If-Match that holds beats If-Unmodified-Since that does not",
    put("k", "x"),
    ok("GetObject", { Key: "k", IfMatch: etags.x, IfUnmodifiedSince: before }, { Body: "x" }),
  ),
  reads(
    "If-None-Match that holds beats If-Modified-Since that does not",
    put("k", "x"),
    named("h", "HeadObject", { Key: "k" }),
    ok(
      "GetObject",
      { Key: "k", IfNoneMatch: etags.y, IfModifiedSince: ref("h.LastModified") },
      { Body: "x" },
    ),
  ),
  reads(
    "412 comes before 416",
    put("k", "x"),
    fails("GetObject", { Key: "k", IfMatch: etags.y, Range: "bytes=9-" }, 412, "PreconditionFailed"),
  ),
  reads(
    "304 comes before 416",
    put("k", "x"),
    fails("GetObject", { Key: "k", IfNoneMatch: etags.x, Range: "bytes=9-" }, 304, ""),
  ),
];
