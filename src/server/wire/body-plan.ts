/** What a request's headers say of its body: how long it is, how it is cut and signed, what must be true of it. */
import { createHash } from "node:crypto";
import { Body } from "../../store/body.js";
import type { Authenticated } from "../auth/sigv4.js";
import type { BodyPlan, ReadBody } from "./body.js";
import { type Checksum, readAlgorithm, readChecksum, verifyChecksum, verifyMd5 } from "./checksums.js";
import type { ChunkedForm } from "./chunked.js";
import type { Incoming } from "./incoming.js";
import { WireError } from "./s3-errors.js";

/** An XML document of 1,000 keys of 1,024 bytes each, escaped, is under this. */
const longestDocument = 8 << 20;

export interface BodyLimits {
  readonly mostBytes: number;
  /** Milliseconds. */
  readonly patience: number;
}

export type BodyKind = "object" | "document" | "none";

/** @throws WireError for headers that no body can fit. */
export function planBody(
  incoming: Incoming,
  kind: BodyKind,
  { payload, chunkSigner }: Authenticated,
  { mostBytes, patience }: BodyLimits,
): BodyPlan {
  const chunked = chunkedForm(payload, chunkSigner);
  const length = wholeNumber(incoming, "content-length");
  const transferChunked = incoming.header("transfer-encoding") !== undefined;
  const decodedLength =
    chunked === undefined ? undefined : wholeNumber(incoming, "x-amz-decoded-content-length");
  if (chunked !== undefined && decodedLength === undefined) throw new WireError("MissingContentLength");
  if (chunked === undefined && transferChunked) {
    throw new WireError("NotImplemented", undefined, { Header: "Transfer-Encoding" });
  }
  if (kind === "object" && length === undefined && !transferChunked) {
    throw new WireError("MissingContentLength");
  }
  const most = kind === "object" ? mostBytes : longestDocument;
  return { length: transferChunked ? undefined : (length ?? 0), chunked, decodedLength, most, patience };
}

function chunkedForm(payload: string, signer: Authenticated["chunkSigner"]): ChunkedForm | undefined {
  switch (payload) {
    case "STREAMING-UNSIGNED-PAYLOAD-TRAILER":
      return { signer: undefined, trailers: true };
    case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD":
    case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER":
      if (signer === undefined)
        throw new WireError("AccessDenied", "Chunks are signed, but the request is not.");
      return { signer, trailers: payload.endsWith("TRAILER") };
    default:
      if (payload === "UNSIGNED-PAYLOAD" || /^[0-9a-f]{64}$/.test(payload)) return undefined;
      throw new WireError(
        "InvalidArgument",
        "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or a valid sha256 value.",
        { ArgumentName: "x-amz-content-sha256", ArgumentValue: payload.slice(0, 100) },
      );
  }
}

function wholeNumber(incoming: Incoming, name: string): number | undefined {
  const text = incoming.header(name);
  if (text === undefined) return undefined;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new WireError("InvalidArgument", `${name} is no length`, { ArgumentName: name });
}

export interface VerifiedBody {
  readonly body: Body;
  readonly checksum: Checksum | undefined;
}

/** Holds a body against all that was said of it. @throws WireError */
export function verifyBody(incoming: Incoming, payload: string, read: ReadBody): VerifiedBody {
  const body = Body.adopt(read.bytes);
  if (/^[0-9a-f]{64}$/.test(payload)) verifySha256(payload, read.bytes);
  verifyMd5(incoming.header("content-md5"), body);
  const checksum = readChecksum(incoming.header) ?? trailingChecksum(incoming, read.trailers);
  const algorithm = readAlgorithm(incoming.header("x-amz-sdk-checksum-algorithm"));
  if (algorithm !== undefined && checksum === undefined && read.bytes.length > 0) {
    throw new WireError(
      "InvalidRequest",
      "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.",
    );
  }
  if (checksum !== undefined) verifyChecksum(checksum, read.bytes);
  return { body, checksum };
}

function verifySha256(said: string, bytes: Uint8Array): void {
  const computed = createHash("sha256").update(bytes).digest("hex");
  if (computed === said) return;
  throw new WireError("XAmzContentSHA256Mismatch", undefined, {
    ClientComputedContentSHA256: said,
    S3ComputedContentSHA256: computed,
  });
}

/** The trailers are those that were announced. */
function trailingChecksum(incoming: Incoming, trailers: ReadonlyMap<string, string>): Checksum | undefined {
  const announced = (incoming.header("x-amz-trailer") ?? "")
    .split(",")
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== "");
  if (announced.length === 0 && trailers.size === 0) return undefined;
  const missing = announced.find((name) => !trailers.has(name));
  const strange = [...trailers.keys()].find((name) => !announced.includes(name));
  if (missing !== undefined || strange !== undefined) throw new WireError("MalformedTrailerError");
  return readChecksum((name) => trailers.get(name));
}
