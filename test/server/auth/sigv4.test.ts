/** Signatures: the examples of the S3 API reference, and what must be refused. */
import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { SignedRequest } from "../../../src/server/auth/canonical.js";
import { Keys } from "../../../src/server/auth/keys.js";
import { authenticate } from "../../../src/server/auth/sigv4.js";
import { ChunkDecoder } from "../../../src/server/wire/chunked.js";
import { WireError } from "../../../src/server/wire/s3-errors.js";
import { parseTarget } from "../../../src/server/wire/target.js";

const accessKey = "AKIAIOSFODNN7EXAMPLE";
const keys = new Keys(new Map([[accessKey, "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"]]));
const time = Date.parse("2013-05-24T00:00:00Z");
const emptyHash = createHash("sha256").digest("hex");

function request(method: string, url: string, headers: Readonly<Record<string, string>>): SignedRequest {
  return {
    method,
    target: parseTarget(url),
    header: (name) => headers[name],
    headerNames: Object.keys(headers),
  };
}

function check(given: SignedRequest, { now = time, anonymous = false } = {}) {
  return authenticate(given, { keys, anonymous, now: () => now });
}

function refusal(work: () => unknown): WireError {
  try {
    work();
  } catch (error) {
    if (error instanceof WireError) return error;
    throw error;
  }
  throw new Error("it was let in");
}

function authorization(signedHeaders: string, signature: string): string {
  return `AWS4-HMAC-SHA256 Credential=${accessKey}/20130524/us-east-1/s3/aws4_request,SignedHeaders=${signedHeaders},Signature=${signature}`;
}

const getObject = {
  host: "examplebucket.s3.amazonaws.com",
  range: "bytes=0-9",
  "x-amz-content-sha256": emptyHash,
  "x-amz-date": "20130524T000000Z",
  authorization: authorization(
    "host;range;x-amz-content-sha256;x-amz-date",
    "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
  ),
};

const presigned =
  "/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";
const host = { host: "examplebucket.s3.amazonaws.com" };

describe("the examples of the reference", () => {
  it("are let in: GET with a range, PUT with a dollar in its key, lists of a bucket, a presigned URL", () => {
    expect(check(request("GET", "/test.txt", getObject)).accessKey).toBe(accessKey);
    const put = {
      host: "examplebucket.s3.amazonaws.com",
      date: "Fri, 24 May 2013 00:00:00 GMT",
      "x-amz-date": "20130524T000000Z",
      "x-amz-storage-class": "REDUCED_REDUNDANCY",
      "x-amz-content-sha256": "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072",
      authorization: authorization(
        "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class",
        "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
      ),
    };
    expect(check(request("PUT", "/test%24file.text", put)).payload).toBe(put["x-amz-content-sha256"]);
    const list = {
      host: "examplebucket.s3.amazonaws.com",
      "x-amz-content-sha256": emptyHash,
      "x-amz-date": "20130524T000000Z",
      authorization: authorization(
        "host;x-amz-content-sha256;x-amz-date",
        "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
      ),
    };
    expect(check(request("GET", "/?max-keys=2&prefix=J", list)).accessKey).toBe(accessKey);
    expect(check(request("GET", presigned, host)).payload).toBe("UNSIGNED-PAYLOAD");
  });

  it("are let in chunk by chunk: signed, and signed with a trailer", () => {
    const put = (payload: string, signedHeaders: string, signature: string, more: object) => ({
      host: "s3.amazonaws.com",
      "x-amz-date": "20130524T000000Z",
      "x-amz-storage-class": "REDUCED_REDUNDANCY",
      "x-amz-content-sha256": payload,
      "content-encoding": "aws-chunked",
      "x-amz-decoded-content-length": "66560",
      ...more,
      authorization: authorization(signedHeaders, signature),
    });
    const send = (headers: Readonly<Record<string, string>>, signatures: readonly string[], end: string) => {
      const { chunkSigner } = check(request("PUT", "/examplebucket/chunkObject.txt", headers));
      let length = 0;
      const form = { signer: chunkSigner, trailers: end.length > 2 };
      const decoder = new ChunkDecoder(form, (bytes) => (length += bytes.length));
      const [first, second, last] = signatures;
      const text = `10000;chunk-signature=${first}\r\n${"a".repeat(65_536)}\r\n400;chunk-signature=${second}\r\n${"a".repeat(1024)}\r\n0;chunk-signature=${last}\r\n${end}`;
      // In pieces that end anywhere.
      const bytes = Buffer.from(text);
      for (let at = 0; at < bytes.length; at += 777) decoder.push(bytes.subarray(at, at + 777));
      decoder.end();
      return length;
    };
    const plain = put(
      "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
      "content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class",
      "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9",
      { "content-length": "66824" },
    );
    const signatures = [
      "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648",
      "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497",
      "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9",
    ];
    expect(send(plain, signatures, "\r\n")).toBe(66_560);
    const swapped = [signatures[1]!, signatures[0]!, signatures[2]!];
    expect(refusal(() => send(plain, swapped, "\r\n")).code).toBe("SignatureDoesNotMatch");
    const trailing = put(
      "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
      "content-encoding;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class;x-amz-trailer",
      "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e",
      { "x-amz-trailer": "x-amz-checksum-crc32c" },
    );
    const trailingSignatures = [
      "b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2",
      "1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7",
      "2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992",
    ];
    const trailer = (checksum: string) =>
      `x-amz-checksum-crc32c:${checksum}\r\nx-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n\r\n`;
    expect(send(trailing, trailingSignatures, trailer("sOO8/Q=="))).toBe(66_560);
    const forged = refusal(() => send(trailing, trailingSignatures, trailer("aOO8/Q==")));
    expect(forged.code).toBe("SignatureDoesNotMatch");
    const unsigned = refusal(() =>
      send(trailing, trailingSignatures, "x-amz-checksum-crc32c:sOO8/Q==\r\n\r\n"),
    );
    expect(unsigned.code).toBe("MalformedTrailerError");
  });
});

describe("what is refused", () => {
  const later = "20130524T001501Z";
  it.each<readonly [string, string, string, Readonly<Record<string, string>>]>([
    ["another key", "SignatureDoesNotMatch", "/test2.txt", getObject],
    ["another range", "SignatureDoesNotMatch", "/test.txt", { ...getObject, range: "bytes=0-10" }],
    [
      "a header of S3 that is not signed",
      "AccessDenied",
      "/test.txt",
      { ...getObject, "x-amz-acl": "public-read" },
    ],
    ["no hash of the body", "InvalidRequest", "/test.txt", without(getObject, "x-amz-content-sha256")],
    ["no date", "AccessDenied", "/test.txt", without(getObject, "x-amz-date")],
    ["a clock that is off", "RequestTimeTooSkewed", "/test.txt", { ...getObject, "x-amz-date": later }],
    ["an unknown key", "InvalidAccessKeyId", "/test.txt", replaced(accessKey, "AKIA")],
    ["another service", "AuthorizationHeaderMalformed", "/test.txt", replaced("/s3/", "/ec2/")],
    ["another day", "AuthorizationHeaderMalformed", "/test.txt", replaced("20130524/us", "20130523/us")],
    ["no signature in it", "AuthorizationHeaderMalformed", "/test.txt", replaced("Signature=f", "Sig=f")],
    ["version 2", "InvalidRequest", "/test.txt", { ...getObject, authorization: "AWS AKIA:abc=" }],
    ["version 2 in the query", "InvalidRequest", "/test.txt?AWSAccessKeyId=A&Signature=b&Expires=1", host],
    ["nobody", "AccessDenied", "/test.txt", host],
    ["both ways at once", "InvalidArgument", presigned, getObject],
    ["a presigned URL of another key", "SignatureDoesNotMatch", presigned.replace("test", "toast"), host],
    ["one that never ends", "AuthorizationQueryParametersError", presigned.replace("86400", "604801"), host],
    ["one that says no end", "AuthorizationQueryParametersError", presigned.replace("86400", "soon"), host],
    [
      "one without a date",
      "AuthorizationQueryParametersError",
      presigned.replace("X-Amz-Date", "Date"),
      host,
    ],
  ])("%s: %s", (_what, code, url, headers) => {
    expect(refusal(() => check(request("GET", url, headers))).code).toBe(code);
  });

  it("a presigned URL before its time, and after it", () => {
    const url = request("GET", presigned, host);
    expect(check(url, { now: time + 86_400_000 }).accessKey).toBe(accessKey);
    expect(refusal(() => check(url, { now: time + 86_401_000 })).message).toBe("Request has expired");
    expect(refusal(() => check(url, { now: time - 901_000 })).message).toBe("Request is not valid yet");
  });

  it("but nobody is let in where that is asked for", () => {
    expect(check(request("GET", "/test.txt", host), { anonymous: true }).accessKey).toBeUndefined();
  });
});

function without(headers: Readonly<Record<string, string>>, name: string): Readonly<Record<string, string>> {
  const { [name]: _gone, ...rest } = headers;
  return rest;
}

function replaced(from: string, to: string): Readonly<Record<string, string>> {
  return { ...getObject, authorization: getObject.authorization.replace(from, to) };
}
