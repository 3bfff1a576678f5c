/**
 * Uploads in parts: what S3 asks of part numbers and of the list that a Complete brings, and what is made of it.
 *
 * - Part numbers are 1 to 10,000. A Complete names parts in ascending order (else 400 InvalidPartOrder), each with the ETag that its upload
 *   was answered (else 400 InvalidPart), all but the last of at least the smallest size (else 400 EntityTooSmall); gaps are allowed,
 *   and what is not named is dropped. None at all: 400 InvalidRequest. A Complete that fails leaves the upload as it was.
 * - The ETag of the object: the MD5 of its parts' MD5s, one after the other, with a dash and their number.
 *
 * Source: S3 API reference, CompleteMultipartUpload and UploadPart; S3 User Guide, "Checking object integrity", on the ETags of
 * multipart uploads; the answers as recorded against AWS (LocalStack's multipart snapshots).
 */
import { createHash } from "node:crypto";
import { Body } from "../body.js";
import type { CompleteMultipartUploadRequest, ETag, UploadRef } from "../object-store.js";
import type { StoreFailure } from "../requests.js";
import type { Version } from "../state.js";
import type { Part, Upload } from "../uploads.js";
import { failure } from "./answers.js";
import { sameETag } from "./conditional.js";

const mostParts = 10_000;

export function refusePartNumber(
  request: UploadRef & { readonly partNumber: number },
): StoreFailure | undefined {
  const { partNumber } = request;
  if (Number.isInteger(partNumber) && partNumber >= 1 && partNumber <= mostParts) return undefined;
  return failure(
    "InvalidArgument",
    `Part number must be an integer between 1 and ${mostParts}, inclusive; it is ${partNumber}.`,
    request.key,
  );
}

export function noSuchUpload({ key }: UploadRef): StoreFailure {
  return failure(
    "NoSuchUpload",
    "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.",
    key,
  );
}

/** The answer of stores whose parts belong to the key: once they have become an object, or were discarded, they are no parts. */
export function partsAreGone(key: string): StoreFailure {
  return failure("InvalidPart", "One or more of the specified parts could not be found.", key);
}

/** The parts of the upload that the Complete names, or what is wrong with its list. */
export function partsNamed(
  { key, parts }: CompleteMultipartUploadRequest,
  upload: Upload,
  minPartBytes: number,
): readonly Part[] | StoreFailure {
  if (parts.length === 0) return failure("InvalidRequest", "You must specify at least one part", key);
  const named: Part[] = [];
  // The list is looked at before the parts.
  if (parts.some(({ partNumber }, index) => index > 0 && partNumber <= parts[index - 1]!.partNumber)) {
    return failure(
      "InvalidPartOrder",
      "The list of parts was not in ascending order. Parts must be ordered by part number.",
      key,
    );
  }
  for (const [index, { partNumber, etag }] of parts.entries()) {
    const part = upload.parts.find(({ number }) => number === partNumber);
    if (part === undefined || !sameETag(etag, part.body.md5)) {
      return failure(
        "InvalidPart",
        `One or more of the specified parts could not be found: part ${partNumber} was not uploaded, or its ETag is another.`,
        key,
      );
    }
    if (index < parts.length - 1 && part.body.length < minPartBytes) {
      return failure(
        "EntityTooSmall",
        `Your proposed upload is smaller than the minimum allowed size: part ${partNumber} has ${part.body.length} bytes of ${minPartBytes}.`,
        key,
      );
    }
    named.push(part);
  }
  return named;
}

/** The ETag of an object of these parts. */
export function etagOfParts(md5s: readonly ETag[]): ETag {
  const hash = createHash("md5");
  for (const md5 of md5s) hash.update(Buffer.from(md5, "hex"));
  return `${hash.digest("hex")}-${md5s.length}`;
}

/** The object that an upload becomes. */
export function versionOfParts({ metadata, modified }: Upload, parts: readonly Part[]): Version {
  const body = joined(parts.map((part) => part.body));
  const etag = etagOfParts(parts.map((part) => part.body.md5));
  return Object.freeze({ body, etag, metadata, ...(modified === undefined ? {} : { modified }) });
}

/** Bodies that were joined before, by the first of them: a search completes the same upload in many states. */
const known = new WeakMap<Body, Map<string, Body>>();

function joined(bodies: readonly Body[]): Body {
  const [first] = bodies;
  if (first === undefined || bodies.length === 1) return first ?? Body.empty;
  const digests = bodies.map((body) => body.digest).join(" ");
  const joinedBefore = known.get(first) ?? new Map<string, Body>();
  known.set(first, joinedBefore);
  const body = joinedBefore.get(digests) ?? Body.concat(bodies);
  joinedBefore.set(digests, body);
  return body;
}
