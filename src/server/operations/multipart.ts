/** Uploads in parts: CreateMultipartUpload, UploadPart, UploadPartCopy, CompleteMultipartUpload, AbortMultipartUpload, ListParts. */
import { Body } from "../../store/body.js";
import { recordAt } from "../../store/store-state.js";
import { findUpload, type Upload } from "../../store/uploads.js";
import {
  type Checksum,
  type ChecksumAlgorithm,
  checksumElement,
  checksumOf,
  compositeChecksum,
  readAlgorithm,
  readChecksum,
} from "../wire/checksums.js";
import { isoDate } from "../wire/http-date.js";
import type { Incoming } from "../wire/incoming.js";
import { emptyReply, xmlReply } from "../wire/reply.js";
import { WireError } from "../wire/s3-errors.js";
import { childrenOf, readXml, requiredText, type XmlElement } from "../wire/xml-read.js";
import { document, element, nested, optional } from "../wire/xml-write.js";
import {
  type CopySource,
  copySource,
  readSource,
  sourceCondition,
  sourceVersionHeader,
} from "./copy-object.js";
import { checksumHeaders, metadataOf, quoted, uploadChecksum, withChecksum } from "./object-headers.js";
import type { Operation } from "./operation.js";
import { initiatorXml, ownerXml } from "./owner.js";
import { checkTagHeader } from "./tags.js";
import { versionHeaders } from "./versions.js";
import { writeConditions } from "./write-object.js";

type ChecksumType = "COMPOSITE" | "FULL_OBJECT";

interface UploadChecksum {
  readonly algorithm: ChecksumAlgorithm;
  readonly type: ChecksumType;
}

export const createMultipartUpload: Operation = {
  name: "CreateMultipartUpload",
  body: "none",
  run: async (call) => {
    const { incoming, key, now, bucketName } = call;
    checkTagHeader(incoming.header("x-amz-tagging"));
    const chosen = chosenChecksum(incoming);
    const { uploadId } = await call.ask({
      op: "createMultipartUpload",
      key,
      metadata: {
        ...metadataOf(incoming),
        ...(chosen === undefined ? {} : { [uploadChecksum]: `${chosen.algorithm}/${chosen.type}` }),
      },
      modified: now,
    });
    return xmlReply(
      document(
        "InitiateMultipartUploadResult",
        element("Bucket", bucketName),
        element("Key", key),
        element("UploadId", uploadId),
      ),
      chosen === undefined
        ? {}
        : { "x-amz-checksum-algorithm": chosen.algorithm, "x-amz-checksum-type": chosen.type },
    );
  },
};

/** @throws WireError InvalidRequest for what S3 does not take together. */
function chosenChecksum(incoming: Incoming): UploadChecksum | undefined {
  const algorithm = readAlgorithm(incoming.header("x-amz-checksum-algorithm"));
  if (algorithm === undefined) return undefined;
  const usual = algorithm === "CRC64NVME" ? "FULL_OBJECT" : "COMPOSITE";
  const type = incoming.header("x-amz-checksum-type") ?? usual;
  const wrong = algorithm.startsWith("SHA") ? "FULL_OBJECT" : algorithm === "CRC64NVME" ? "COMPOSITE" : "";
  if (type === wrong || (type !== "COMPOSITE" && type !== "FULL_OBJECT")) {
    throw new WireError(
      "InvalidRequest",
      `The ${type} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
    );
  }
  return { algorithm, type };
}

function checksumOfUpload({ metadata }: Pick<Upload, "metadata">): UploadChecksum | undefined {
  const [algorithm, type] = metadata[uploadChecksum]?.split("/") ?? [];
  const known = readAlgorithm(algorithm);
  return known === undefined ? undefined : { algorithm: known, type: type as ChecksumType };
}

/** @throws WireError InvalidArgument */
function partNumber(incoming: Incoming): number {
  const text = incoming.query("partNumber") ?? "";
  const number = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (number >= 1 && number <= 10_000) return number;
  throw new WireError("InvalidArgument", "Part number must be an integer between 1 and 10000, inclusive", {
    ArgumentName: "partNumber",
    ArgumentValue: text.slice(0, 100),
  });
}

function uploadIdOf(incoming: Incoming): string {
  return incoming.query("uploadId") ?? "";
}

export const uploadPart: Operation = {
  name: "UploadPart",
  body: "object",
  // The abort of its upload may come in between.
  flight: (incoming, key) => ({
    op: "uploadPart",
    key,
    uploadId: uploadIdOf(incoming),
    partNumber: 1,
    body: Body.empty,
  }),
  run: async (call) => {
    const { incoming, key, body, checksum } = call;
    const number = partNumber(incoming);
    const { etag } = await call.ask({
      op: "uploadPart",
      key,
      uploadId: uploadIdOf(incoming),
      partNumber: number,
      body,
    });
    const { "x-amz-checksum-type": _none, ...headers } = checksumHeaders(checksum);
    return emptyReply(200, { ETag: quoted(etag), ...headers });
  },
};

export const uploadPartCopy: Operation = {
  name: "UploadPartCopy",
  body: "none",
  run: async (call) => {
    const { incoming, key, now } = call;
    const number = partNumber(incoming);
    const uploadId = uploadIdOf(incoming);
    const source = copySource(incoming);
    const range = sourceRange(incoming);
    const part = { key, uploadId, partNumber: number };
    const from = call.buckets.get(source.bucket);
    if (from === call.bucket() && source.versionId === undefined) {
      const condition = await sourceCondition(call, source.key);
      const copied = { ...part, source: source.key, ...condition, ...(range === undefined ? {} : { range }) };
      return partCopied(await call.ask({ op: "uploadPartCopy", ...copied }), now);
    }
    const { body: whole } = await readSource(call, source);
    if (range !== undefined && range.end >= whole.length) {
      throw new WireError(
        "InvalidArgument",
        `Range specified is not valid for source object of size: ${whole.length}`,
      );
    }
    const body = range === undefined ? whole : Body.of(whole.view().subarray(range.start, range.end + 1));
    return partCopied(await call.ask({ op: "uploadPart", ...part, body }), now, source);
  },
};

function partCopied({ etag }: { readonly etag: string }, now: number, source?: CopySource) {
  return xmlReply(
    document("CopyPartResult", element("LastModified", isoDate(now)), element("ETag", quoted(etag))),
    source === undefined ? {} : sourceVersionHeader(source),
  );
}

/** x-amz-copy-source-range: `bytes=first-last`, both given. @throws WireError InvalidArgument */
function sourceRange(incoming: Incoming): { readonly start: number; readonly end: number } | undefined {
  const header = incoming.header("x-amz-copy-source-range");
  if (header === undefined) return undefined;
  const [, start, end] = /^bytes=(\d{1,15})-(\d{1,15})$/.exec(header) ?? [];
  if (start === undefined || end === undefined || Number(end) < Number(start)) {
    throw new WireError(
      "InvalidArgument",
      "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy",
      { ArgumentName: "x-amz-copy-source-range", ArgumentValue: header.slice(0, 100) },
    );
  }
  return { start: Number(start), end: Number(end) };
}

/** A part as a Complete names it. */
interface NamedPart {
  readonly partNumber: number;
  readonly etag: string;
  /** By algorithm. */
  readonly checksums: ReadonlyMap<string, string>;
}

function readPart(part: XmlElement): NamedPart {
  const number = requiredText(part, "PartNumber").trim();
  if (!/^\d{1,6}$/.test(number)) throw new WireError("MalformedXML");
  const etag = requiredText(part, "ETag").trim().replaceAll('"', "");
  const given = part.children
    .filter(({ name }) => name.startsWith("Checksum"))
    .map(({ name, text }) => [name.slice("Checksum".length), text.trim()] as const);
  return { partNumber: Number(number), etag, checksums: new Map(given) };
}

export const completeMultipartUpload: Operation = {
  name: "CompleteMultipartUpload",
  body: "document",
  run: async (call) => {
    const { incoming, key, bucketName } = call;
    const uploadId = uploadIdOf(incoming);
    // Without a body the store says what is missing (recorded against AWS: InvalidRequest); a list that is empty is no list of S3's schema.
    const { body } = call;
    const named =
      body.length === 0
        ? []
        : childrenOf(readXml(body.view(), "CompleteMultipartUpload"), "Part").map(readPart);
    if (body.length > 0 && named.length === 0) throw new WireError("MalformedXML");
    const upload = findUpload(call.bucket().state.uploads, { key, uploadId });
    const checksum = upload === undefined ? undefined : checksumOfParts(upload, named, incoming);
    const written = await call.ask({
      op: "completeMultipartUpload",
      key,
      uploadId,
      parts: named.map((part) => ({ partNumber: part.partNumber, etag: part.etag })),
      ...writeConditions(incoming),
    });
    const bucket = call.bucket();
    if (recordAt(bucket.state, key).current?.metadata[uploadChecksum] !== undefined) {
      bucket.rewriteMetadata(key, ({ [uploadChecksum]: _over, ...metadata }) =>
        checksum === undefined ? metadata : withChecksum(metadata, checksum),
      );
    }
    return xmlReply(
      document(
        "CompleteMultipartUploadResult",
        element("Location", `http://${incoming.header("host") ?? "localhost"}/${bucketName}/${key}`),
        element("Bucket", bucketName),
        element("Key", key),
        element("ETag", quoted(written.etag)),
        ...(checksum === undefined
          ? []
          : [
              element(checksumElement(checksum.algorithm), checksum.value),
              element("ChecksumType", /-\d+$/.test(checksum.value) ? "COMPOSITE" : "FULL_OBJECT"),
            ]),
      ),
      versionHeaders(written),
    );
  },
};

/** The checksum that the object will have; undefined where the upload has none. @throws WireError for one that is not what was said. */
function checksumOfParts(
  upload: Upload,
  named: readonly NamedPart[],
  incoming: Incoming,
): Checksum | undefined {
  const chosen = checksumOfUpload(upload);
  if (chosen === undefined) return undefined;
  const { algorithm, type } = chosen;
  const bodies: Body[] = [];
  for (const { partNumber, checksums } of named) {
    const part = upload.parts.find(({ number }) => number === partNumber);
    // That it is missing is for the store to say.
    if (part === undefined) return undefined;
    const said = checksums.get(algorithm);
    if (said !== undefined && said !== checksumOf(algorithm, part.body.view())) {
      throw new WireError("InvalidPart");
    }
    bodies.push(part.body);
  }
  const value =
    type === "COMPOSITE"
      ? compositeChecksum(
          algorithm,
          bodies.map((body) => checksumOf(algorithm, body.view())),
        )
      : checksumOf(algorithm, Body.concat(bodies).view());
  const said = type === "FULL_OBJECT" ? readChecksum(incoming.header) : undefined;
  if (said !== undefined && (said.algorithm !== algorithm || said.value !== value)) {
    throw new WireError(
      "BadDigest",
      `The ${said.algorithm} you specified did not match the calculated checksum.`,
    );
  }
  return { algorithm, value };
}

export const abortMultipartUpload: Operation = {
  name: "AbortMultipartUpload",
  body: "none",
  run: async (call) => {
    await call.ask({ op: "abortMultipartUpload", key: call.key, uploadId: uploadIdOf(call.incoming) });
    return emptyReply(204);
  },
};

export const listParts: Operation = {
  name: "ListParts",
  body: "none",
  run: async (call) => {
    const { incoming, key, bucketName } = call;
    const uploadId = uploadIdOf(incoming);
    const marker = countIn(incoming, "part-number-marker", 0);
    const maxParts = Math.min(countIn(incoming, "max-parts", 1000), 1000);
    const page = await call.ask({
      op: "listParts",
      key,
      uploadId,
      ...(marker === 0 ? {} : { partNumberMarker: marker }),
      maxParts: Math.max(1, maxParts),
    });
    const upload = findUpload(call.bucket().state.uploads, { key, uploadId });
    const chosen = upload === undefined ? undefined : checksumOfUpload(upload);
    const parts = maxParts === 0 ? [] : page.parts;
    const checksum = (number: number): string => {
      const part = upload?.parts.find((one) => one.number === number);
      if (chosen === undefined || part === undefined) return "";
      return element(checksumElement(chosen.algorithm), checksumOf(chosen.algorithm, part.body.view()));
    };
    const when = isoDate(upload?.modified ?? call.now);
    return xmlReply(
      document(
        "ListPartsResult",
        element("Bucket", bucketName),
        element("Key", key),
        element("UploadId", uploadId),
        initiatorXml,
        ownerXml,
        element("StorageClass", "STANDARD"),
        optional("ChecksumAlgorithm", chosen?.algorithm),
        optional("ChecksumType", chosen?.type),
        element("PartNumberMarker", marker),
        element("NextPartNumberMarker", page.nextPartNumberMarker ?? parts.at(-1)?.partNumber ?? 0),
        element("MaxParts", maxParts),
        element("IsTruncated", page.isTruncated),
        ...parts.map(({ partNumber, etag, size }) =>
          nested(
            "Part",
            element("PartNumber", partNumber),
            element("LastModified", when),
            element("ETag", quoted(etag)),
            element("Size", size),
            checksum(partNumber),
          ),
        ),
      ),
    );
  },
};

/** @throws WireError InvalidArgument */
export function countIn(incoming: Incoming, name: string, usual: number): number {
  const text = incoming.query(name) ?? "";
  if (text === "") return usual;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new WireError("InvalidArgument", `Argument ${name} must be an integer between 0 and 2147483647`, {
    ArgumentName: name,
    ArgumentValue: text.slice(0, 100),
  });
}
