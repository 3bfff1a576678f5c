/**
 * What a client says of its body, held against the body that came: `Content-MD5`, `x-amz-checksum-*` as a header or as a trailer.
 *
 * Source: S3 User Guide, "Checking object integrity".
 */
import { createHash } from "node:crypto";
import type { Body } from "../../store/body.js";
import { crc32, crc32c, crc64nvme } from "./crc.js";
import { WireError } from "./s3-errors.js";

export type ChecksumAlgorithm = "CRC32" | "CRC32C" | "CRC64NVME" | "SHA1" | "SHA256";

export interface Checksum {
  readonly algorithm: ChecksumAlgorithm;
  /** Base64. */
  readonly value: string;
}

interface Maker {
  readonly bytes: number;
  of(bytes: Uint8Array): Buffer;
}

const makers: Readonly<Record<ChecksumAlgorithm, Maker>> = {
  CRC32: { bytes: 4, of: crc32 },
  CRC32C: { bytes: 4, of: crc32c },
  CRC64NVME: { bytes: 8, of: crc64nvme },
  SHA1: { bytes: 20, of: (bytes) => createHash("sha1").update(bytes).digest() },
  SHA256: { bytes: 32, of: (bytes) => createHash("sha256").update(bytes).digest() },
};

export const checksumAlgorithms = Object.keys(makers) as readonly ChecksumAlgorithm[];

/** Base64. */
export function checksumOf(algorithm: ChecksumAlgorithm, bytes: Uint8Array): string {
  return makers[algorithm].of(bytes).toString("base64");
}

/** `x-amz-checksum-crc32c` */
export function checksumHeader(algorithm: ChecksumAlgorithm): string {
  return `x-amz-checksum-${algorithm.toLowerCase()}`;
}

/** `ChecksumCRC32C` */
export function checksumElement(algorithm: ChecksumAlgorithm): string {
  return `Checksum${algorithm}`;
}

/** The algorithm of that name in any case; undefined where there is none. @throws WireError InvalidRequest for an unknown one. */
export function readAlgorithm(name: string | undefined): ChecksumAlgorithm | undefined {
  if (name === undefined) return undefined;
  const found = checksumAlgorithms.find((one) => one === name.toUpperCase());
  if (found === undefined) {
    throw new WireError(
      "InvalidRequest",
      "Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]",
    );
  }
  return found;
}

/** The checksum that headers give, if they give one. @throws WireError InvalidRequest for several, or one that can be none. */
export function readChecksum(header: (name: string) => string | undefined): Checksum | undefined {
  let found: Checksum | undefined;
  for (const algorithm of checksumAlgorithms) {
    const value = header(checksumHeader(algorithm));
    if (value === undefined) continue;
    if (found !== undefined) {
      throw new WireError(
        "InvalidRequest",
        "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.",
      );
    }
    const raw = Buffer.from(value, "base64");
    if (raw.length !== makers[algorithm].bytes || raw.toString("base64") !== value) {
      throw new WireError("InvalidRequest", `Value for ${checksumHeader(algorithm)} header is invalid.`);
    }
    found = { algorithm, value };
  }
  return found;
}

/** @throws WireError BadDigest where the bytes have another checksum. */
export function verifyChecksum({ algorithm, value }: Checksum, bytes: Uint8Array): void {
  if (checksumOf(algorithm, bytes) === value) return;
  throw new WireError("BadDigest", `The ${algorithm} you specified did not match the calculated checksum.`);
}

/** Holds a body against Content-MD5. @throws WireError InvalidDigest where that is no MD5, BadDigest where it is another's. */
export function verifyMd5(header: string | undefined, body: Body): void {
  if (header === undefined) return;
  const raw = Buffer.from(header, "base64");
  if (raw.length !== 16 || raw.toString("base64") !== header) {
    throw new WireError("InvalidDigest", undefined, { "Content-MD5": header.slice(0, 100) });
  }
  if (raw.toString("hex") === body.md5) return;
  throw new WireError("BadDigest", undefined, {
    ExpectedDigest: header,
    CalculatedDigest: Buffer.from(body.md5, "hex").toString("base64"),
  });
}

/**
 * The checksum of a multipart object from those of its parts: of their bytes one behind the other, with how many they are.
 * (Whole-object checksums of CRCs are made of the bytes.)
 */
export function compositeChecksum(algorithm: ChecksumAlgorithm, parts: readonly string[]): string {
  const joined = Buffer.concat(parts.map((part) => Buffer.from(part, "base64")));
  return `${checksumOf(algorithm, joined)}-${parts.length}`;
}
