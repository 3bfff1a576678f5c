/**
 * Who sent a request: Signature Version 4 in the Authorization header or in the query (presigned URLs), or nobody.
 *
 * Source: S3 API reference, "Authenticating requests (AWS Signature Version 4)": "Authorization header", "Query parameters";
 * codes as recorded against AWS.
 */
import { createHash } from "node:crypto";
import type { ChunkSigner } from "../wire/chunked.js";
import { isoDate, parseBasicDate, parseHttpDate } from "../wire/http-date.js";
import { WireError } from "../wire/s3-errors.js";
import { canonicalRequest, type SignedRequest } from "./canonical.js";
import { ChunkSignatures } from "./chunk-signatures.js";
import { hmacHex, type Keys, same, type Scope, scopeText } from "./keys.js";

const algorithm = "AWS4-HMAC-SHA256";

/** How far the clocks of client and server may be apart. */
const mostSkew = 15 * 60 * 1000;

/** Seven days, in seconds. */
const longestExpiry = 604_800;

export interface Authenticated {
  /** Undefined: nobody signed. */
  readonly accessKey: string | undefined;
  /** What x-amz-content-sha256 says: a hash, or how the body is signed. */
  readonly payload: string;
  /** Where the chunks of the body are signed. */
  readonly chunkSigner: ChunkSigner | undefined;
}

export interface Authenticator {
  readonly keys: Keys;
  /** Takes requests that nobody signed. */
  readonly anonymous: boolean;
  /** Milliseconds since 1970, of a real clock: clients sign with theirs. */
  now(): number;
}

/** A signature with all that it is made of. */
interface Claim {
  readonly accessKey: string;
  readonly scope: Scope;
  /** `20151021T072800Z` */
  readonly time: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  readonly payload: string;
}

/** @throws WireError where the signature is wrong, or there is none and there must be one. */
export function authenticate(request: SignedRequest, how: Authenticator): Authenticated {
  const header = request.header("authorization");
  const presigned =
    request.target.query.has("X-Amz-Algorithm") || request.target.query.has("X-Amz-Signature");
  if (header !== undefined && presigned) {
    throw new WireError(
      "InvalidArgument",
      "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified",
      { ArgumentName: "Authorization", ArgumentValue: header.slice(0, 100) },
    );
  }
  if (header === undefined && !presigned) return nobody(request, how);
  const claim = presigned ? claimInQuery(request, how.now()) : claimInHeader(request, header!, how.now());
  return verify(request, claim, how.keys);
}

function nobody(request: SignedRequest, how: Authenticator): Authenticated {
  const old = request.target.query.has("Signature") && request.target.query.has("AWSAccessKeyId");
  if (old) throw onlyVersion4();
  if (!how.anonymous) throw new WireError("AccessDenied");
  const payload = request.header("x-amz-content-sha256") ?? "UNSIGNED-PAYLOAD";
  return { accessKey: undefined, payload, chunkSigner: undefined };
}

function onlyVersion4(): WireError {
  return new WireError(
    "InvalidRequest",
    "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.",
  );
}

function claimInHeader(request: SignedRequest, header: string, now: number): Claim {
  if (!header.startsWith(`${algorithm} `)) throw onlyVersion4();
  const parts = new Map(
    header
      .slice(algorithm.length + 1)
      .split(",")
      .map((part) => {
        const mark = part.indexOf("=");
        return [part.slice(0, mark).trim(), part.slice(mark + 1).trim()] as const;
      }),
  );
  const credential = parts.get("Credential");
  const signedHeaders = parts.get("SignedHeaders");
  const signature = parts.get("Signature");
  if (credential === undefined || signedHeaders === undefined || signature === undefined) {
    throw malformed(
      "The authorization header is malformed; it needs Credential, SignedHeaders and Signature.",
    );
  }
  const { accessKey, scope } = readCredential(credential, malformed);
  const time = timeOf(request);
  checkSkew(time, now);
  if (!time.basic.startsWith(scope.date)) {
    throw malformed(
      `The authorization header is malformed; the date of the credential "${scope.date}" is not that of the request.`,
    );
  }
  const payload = request.header("x-amz-content-sha256");
  if (payload === undefined) {
    throw new WireError("InvalidRequest", "Missing required header for this request: x-amz-content-sha256");
  }
  const names = signedHeaders.split(";");
  checkSignedHeaders(request, names);
  return { accessKey, scope, time: time.basic, signedHeaders: names, signature, payload };
}

function malformed(message: string): WireError {
  return new WireError("AuthorizationHeaderMalformed", message);
}

function malformedQuery(message: string): WireError {
  return new WireError("AuthorizationQueryParametersError", message);
}

function readCredential(
  text: string,
  wrong: (message: string) => WireError,
): { readonly accessKey: string; readonly scope: Scope } {
  // An access key may have slashes in it.
  const parts = text.split("/");
  const [date, region, service, end] = parts.slice(-4);
  const accessKey = parts.slice(0, -4).join("/");
  if (accessKey === "" || date === undefined || !/^\d{8}$/.test(date) || region === undefined) {
    throw wrong(
      'The Credential is malformed; it should be "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".',
    );
  }
  if (service !== "s3") throw wrong('The Credential has a wrong service. This endpoint belongs to "s3".');
  if (end !== "aws4_request") throw wrong('The Credential must end with "aws4_request".');
  return { accessKey, scope: { date, region, service } };
}

interface SignedTime {
  readonly basic: string;
  readonly milliseconds: number;
}

function timeOf(request: SignedRequest): SignedTime {
  const basic = request.header("x-amz-date");
  if (basic !== undefined) {
    const milliseconds = parseBasicDate(basic);
    if (milliseconds !== undefined) return { basic, milliseconds };
  } else {
    const milliseconds = parseHttpDate(request.header("date") ?? "");
    if (milliseconds !== undefined) {
      return { basic: isoDate(milliseconds).replaceAll(/[-:]|\.\d+/g, ""), milliseconds };
    }
  }
  throw new WireError("AccessDenied", "AWS authentication requires a valid Date or x-amz-date header");
}

function checkSkew({ basic, milliseconds }: SignedTime, now: number): void {
  if (Math.abs(now - milliseconds) <= mostSkew) return;
  throw new WireError("RequestTimeTooSkewed", undefined, {
    RequestTime: basic,
    ServerTime: isoDate(now),
    MaxAllowedSkewMilliseconds: mostSkew,
  });
}

/** The host and every x-amz- header must be signed, or somebody between could change what they mean. */
function checkSignedHeaders(request: SignedRequest, names: readonly string[]): void {
  const unsigned = request.headerNames.filter(
    (name) =>
      (name === "host" || (name.startsWith("x-amz-") && name !== "x-amz-content-sha256")) &&
      !names.includes(name),
  );
  if (unsigned.length === 0) return;
  throw new WireError("AccessDenied", "There were headers present in the request which were not signed", {
    HeadersNotSigned: unsigned.join(", ").slice(0, 500),
  });
}

function claimInQuery(request: SignedRequest, now: number): Claim {
  const { query } = request.target;
  const [used, credential, time, expires, signedHeaders, signature] = [
    "X-Amz-Algorithm",
    "X-Amz-Credential",
    "X-Amz-Date",
    "X-Amz-Expires",
    "X-Amz-SignedHeaders",
    "X-Amz-Signature",
  ].map((name) => query.get(name));
  if (!used || !credential || !time || !expires || !signedHeaders || !signature) {
    throw malformedQuery(
      "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.",
    );
  }
  if (used !== algorithm) throw malformedQuery('X-Amz-Algorithm only supports "AWS4-HMAC-SHA256"');
  const { accessKey, scope } = readCredential(credential, malformedQuery);
  const start = parseBasicDate(time);
  if (start === undefined)
    throw malformedQuery("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
  if (!time.startsWith(scope.date)) {
    throw malformedQuery(`Invalid credential date "${scope.date}". This date is not the same as X-Amz-Date.`);
  }
  const seconds = /^\d{1,10}$/.test(expires) ? Number(expires) : Number.NaN;
  if (!(seconds >= 0)) throw malformedQuery("X-Amz-Expires should be a number");
  if (seconds > longestExpiry) {
    throw malformedQuery("X-Amz-Expires must be less than a week (in seconds) that is 604800");
  }
  if (start > now + mostSkew) throw new WireError("AccessDenied", "Request is not valid yet");
  if (now > start + seconds * 1000) {
    throw new WireError("AccessDenied", "Request has expired", {
      "X-Amz-Expires": seconds,
      Expires: isoDate(start + seconds * 1000),
      ServerTime: isoDate(now),
    });
  }
  const names = signedHeaders.split(";");
  checkSignedHeaders(request, names);
  const payload =
    query.get("X-Amz-Content-Sha256") ?? request.header("x-amz-content-sha256") ?? "UNSIGNED-PAYLOAD";
  return { accessKey, scope, time, signedHeaders: names, signature, payload };
}

function verify(request: SignedRequest, claim: Claim, keys: Keys): Authenticated {
  const { accessKey, scope, time, signedHeaders, signature, payload } = claim;
  const key = keys.signingKey(accessKey, scope);
  if (key === undefined) {
    throw new WireError("InvalidAccessKeyId", undefined, { AWSAccessKeyId: accessKey.slice(0, 128) });
  }
  const canonical = canonicalRequest(request, signedHeaders, payload);
  const hashed = createHash("sha256").update(canonical).digest("hex");
  const toSign = [algorithm, time, scopeText(scope), hashed].join("\n");
  if (!same(hmacHex(key, toSign), signature)) {
    throw new WireError("SignatureDoesNotMatch", undefined, {
      AWSAccessKeyId: accessKey,
      StringToSign: toSign,
      SignatureProvided: signature.slice(0, 128),
      CanonicalRequest: canonical.slice(0, 8192),
    });
  }
  const signed = payload.startsWith("STREAMING-AWS4-HMAC-SHA256-");
  const chunkSigner = signed ? new ChunkSignatures(key, time, scope, signature) : undefined;
  return { accessKey, payload, chunkSigner };
}
