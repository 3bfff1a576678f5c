/** What the fuzzer sends: requests that are nearly right, and some that are not at all. Everything comes from a seed. */
import { createHash } from "node:crypto";
import { signedHead, target } from "./raw-client.mjs";

export const buckets = ["fuzz-one", "fuzz-two"];
/** What is in each bucket and must never be seen in the other. */
export const secretOf = (bucket) =>
  `secret of ${bucket} ${createHash("sha256").update(bucket).digest("hex")}`;

/** splitmix32, as everywhere else. */
export function randomOf(seed) {
  let state = 0x811c9dc5;
  for (const char of String(seed)) state = Math.imul(state ^ char.codePointAt(0), 0x01000193);
  const next = () => {
    state = (state + 0x9e3779b9) | 0;
    let value = state ^ (state >>> 16);
    value = Math.imul(value, 0x21f0aaad);
    value ^= value >>> 15;
    value = Math.imul(value, 0x735a2d97);
    return (value ^ (value >>> 15)) >>> 0;
  };
  const below = (bound) => Math.floor((next() / 2 ** 32) * bound);
  return { below, pick: (list) => list[below(list.length)], chance: (share) => next() / 2 ** 32 < share };
}

const strange = [
  "",
  "\0",
  "%",
  "%zz",
  "%ff",
  "%00",
  "../..",
  "//",
  "/",
  "?",
  "#",
  "é",
  "😀",
  "a".repeat(1024),
  "a".repeat(1025),
  "a".repeat(9000),
  "<x>&\"'",
  "\u0001",
  " ",
  "+",
  "-1",
  "0",
  "1",
  "10000",
  "10001",
  "99999999999999999999",
  "1e9",
  "NaN",
  "null",
  "*",
  '"',
  "bytes=0-",
  "bytes=-",
  "bytes=5-2",
  "bytes=0-99999999999999999",
  "bytes=-0",
  "url",
  "true",
  "REPLACE",
];
const methods = ["GET", "PUT", "POST", "DELETE", "HEAD", "OPTIONS", "PATCH", "get", "TRACE"];
const parameters = [
  "list-type",
  "prefix",
  "delimiter",
  "marker",
  "start-after",
  "continuation-token",
  "max-keys",
  "encoding-type",
  "uploads",
  "uploadId",
  "partNumber",
  "part-number-marker",
  "max-parts",
  "key-marker",
  "upload-id-marker",
  "max-uploads",
  "tagging",
  "delete",
  "acl",
  "versioning",
  "versions",
  "versionId",
  "location",
  "attributes",
  "policy",
  "select",
  "response-content-type",
  "X-Amz-Signature",
  "X-Amz-Algorithm",
  "X-Amz-Expires",
];
const headerNames = [
  "range",
  "if-match",
  "if-none-match",
  "if-modified-since",
  "if-unmodified-since",
  "content-md5",
  "content-type",
  "x-amz-copy-source",
  "x-amz-copy-source-range",
  "x-amz-copy-source-if-match",
  "x-amz-metadata-directive",
  "x-amz-tagging",
  "x-amz-meta-a",
  "x-amz-checksum-crc32",
  "x-amz-checksum-sha256",
  "x-amz-sdk-checksum-algorithm",
  "x-amz-checksum-algorithm",
  "x-amz-checksum-type",
  "x-amz-trailer",
  "x-amz-decoded-content-length",
  "x-amz-object-attributes",
  "x-amz-date",
  "date",
  "expect",
  "transfer-encoding",
  "content-length",
  "content-encoding",
  "x-lakelitmus-store",
  "connection",
];
const documents = [
  "<Delete><Object><Key>a</Key></Object></Delete>",
  "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>x</ETag></Part></CompleteMultipartUpload>",
  "<Tagging><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tagging>",
  "<CreateBucketConfiguration><LocationConstraint>x</LocationConstraint></CreateBucketConfiguration>",
  '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><Delete><Object><Key>&b;</Key></Object></Delete>',
  `${"<Delete>".repeat(5000)}`,
  `<Delete>${"<Object><Key>k</Key></Object>".repeat(1500)}</Delete>`,
];

/** A text with some bytes changed, left out or doubled. */
function mutated(random, bytes) {
  const copy = Buffer.from(bytes);
  for (let times = 1 + random.below(4); times > 0 && copy.length > 0; times--)
    copy[random.below(copy.length)] = random.below(256);
  if (random.chance(0.2)) return copy.subarray(0, random.below(copy.length + 1));
  if (random.chance(0.1)) return Buffer.concat([copy, copy]);
  return copy;
}

function chunkedBody(random) {
  const pieces = [];
  for (let count = random.below(4); count > 0; count--) {
    const size = random.pick([0, 1, 5, 8192, 9000]);
    const said = random.chance(0.8)
      ? size.toString(16)
      : random.pick(["-1", "zz", "ffffffffffff", "", "0x5", "7fffffff"]);
    const signature = random.chance(0.2) ? `;chunk-signature=${random.pick(["x", "0".repeat(64)])}` : "";
    pieces.push(`${said}${signature}\r\n`, "d".repeat(size), random.chance(0.9) ? "\r\n" : "\n");
  }
  pieces.push(
    random.pick([
      "0\r\n\r\n",
      "0\r\n",
      "",
      "0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n",
      `0\r\n${"a:b\r\n".repeat(50)}\r\n`,
    ]),
  );
  return Buffer.from(pieces.join(""));
}

/** One request: its bytes, which bucket it is about, and how they are to be sent. */
export function caseOf(seed, { host, accessKey, secretKey }) {
  const random = randomOf(seed);
  const bucket = random.pick(buckets);
  const kind = random.below(10);
  if (kind === 0) {
    // No HTTP at all.
    const bytes = Buffer.alloc(random.below(3000));
    for (let at = 0; at < bytes.length; at++) bytes[at] = random.below(256);
    return { bytes, bucket, slowly: false, half: random.chance(0.5) };
  }
  const key = random.pick(["a", "k/1", "k/2", "other", ...strange]);
  const query = {};
  for (let count = random.below(4); count > 0; count--)
    query[random.pick(parameters)] = random.pick(["", "2", "a", "/", ...strange]);
  const headers = {};
  for (let count = random.below(4); count > 0; count--) {
    const value = random
      .pick(["1", "a", `/${random.pick(buckets)}/k/1`, ...strange])
      .replace(/[^\t\x20-\x7e\x80-\xff]/g, "?");
    headers[random.pick(headerNames)] = value;
  }
  const method = random.chance(0.8)
    ? random.pick(["GET", "PUT", "POST", "DELETE", "HEAD"])
    : random.pick(methods);
  const chunked = random.chance(0.25);
  let body = Buffer.alloc(0);
  if (chunked) body = chunkedBody(random);
  else if (method === "PUT" || method === "POST") {
    body = Buffer.from(random.pick([...documents, "", "x", "y".repeat(5000)]));
    if (random.chance(0.4)) body = mutated(random, body);
  }
  const payload = chunked
    ? random.pick([
        "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
        "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
        "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
      ])
    : random.pick([createHash("sha256").update(body).digest("hex"), "UNSIGNED-PAYLOAD", "nonsense"]);
  if (chunked) headers["x-amz-decoded-content-length"] ??= String(random.pick([0, 1, 5, 8192, 16_384, 1e15]));
  headers["content-length"] ??= String(
    random.chance(0.9) ? body.length : random.pick([0, 1, body.length + 100, 1e12]),
  );
  const path = random.chance(0.9)
    ? `/${bucket}/${key}`
    : random.pick(["/", "//", `/${bucket}`, "/..", "/_lakelitmus/state", "/_lakelitmus/faults"]);
  let url = target(path, query);
  if (random.chance(0.05)) url = path.replace(/[^\x21-\x7e]/g, "%") || "/";
  let head = Buffer.from(signedHead({ method, url, host, headers, accessKey, secretKey, payload }), "latin1");
  if (random.chance(0.15)) head = mutated(random, head);
  return {
    bytes: Buffer.concat([head, body]),
    bucket,
    slowly: random.chance(0.02),
    half: random.chance(0.1),
  };
}
