/** ListObjects (version 1) and ListObjectsV2. */
import type { ListResult } from "../../store/object-store.js";
import { compareUtf8 } from "../../store/utf8-order.js";
import { isoDate } from "../wire/http-date.js";
import type { Incoming } from "../wire/incoming.js";
import { type Reply, xmlReply } from "../wire/reply.js";
import { WireError } from "../wire/s3-errors.js";
import { encodePath } from "../wire/target.js";
import { document, element, nested, optional } from "../wire/xml-write.js";
import { ownerXml } from "./owner.js";
import type { Call, Operation } from "./operation.js";

const mostKeys = 1000;

/** What both versions have in common. */
interface Asked {
  readonly prefix: string;
  readonly delimiter: string | undefined;
  readonly maxKeys: number;
  /** How names are written: as they are, or percent-encoded. */
  readonly name: (text: string) => string;
  readonly encoding: string | undefined;
}

/** @throws WireError InvalidArgument */
function readAsked(incoming: Incoming): Asked {
  const delimiter = incoming.query("delimiter");
  const encoding = encodingOf(incoming);
  return {
    prefix: incoming.query("prefix") ?? "",
    delimiter: delimiter === "" ? undefined : delimiter,
    maxKeys: Math.min(readCount(incoming, "max-keys"), mostKeys),
    name: encoding === undefined ? (text) => text : encodePath,
    encoding,
  };
}

/** `url`, or nothing. @throws WireError InvalidArgument */
export function encodingOf(incoming: Incoming): "url" | undefined {
  const encoding = incoming.query("encoding-type") ?? "";
  if (encoding === "url") return encoding;
  if (encoding === "") return undefined;
  throw new WireError("InvalidArgument", "Invalid Encoding Method specified in Request", {
    ArgumentName: "encoding-type",
    ArgumentValue: encoding.slice(0, 100),
  });
}

/** A parameter that counts; 1000 where it is not given. @throws WireError InvalidArgument */
export function readCount(incoming: Incoming, name: string): number {
  const text = incoming.query(name) ?? "";
  if (text === "") return mostKeys;
  if (/^\d{1,10}$/.test(text) && Number(text) < 2 ** 31) return Number(text);
  const negative = /^-\d+$/.test(text);
  throw new WireError(
    "InvalidArgument",
    negative
      ? `Argument ${name} must be an integer between 0 and 2147483647`
      : "Provided max-keys not an integer or within integer range",
    { ArgumentName: name, ArgumentValue: text.slice(0, 100) },
  );
}

const nothing: ListResult = { objects: [], commonPrefixes: [], isTruncated: false };

/** A page of no keys asks the store nothing, but the bucket must be there. */
async function page(call: Call, asked: Asked, after: { startAfter?: string; continuationToken?: string }) {
  if (asked.maxKeys === 0) {
    call.bucket();
    return nothing;
  }
  const { prefix, delimiter, maxKeys } = asked;
  return call.ask({
    op: "list",
    ...(prefix === "" ? {} : { prefix }),
    ...(delimiter === undefined ? {} : { delimiter }),
    ...(maxKeys === mostKeys ? {} : { maxKeys }),
    ...after,
  });
}

function contents({ objects }: ListResult, { name }: Asked, withOwner: boolean, now: number): string {
  let xml = "";
  for (const { key, etag, size, modified } of objects) {
    xml +=
      `<Contents>${element("Key", name(key))}<LastModified>${isoDate(modified ?? now)}</LastModified>` +
      `<ETag>&quot;${etag}&quot;</ETag><Size>${size}</Size>${withOwner ? ownerXml : ""}<StorageClass>STANDARD</StorageClass></Contents>`;
  }
  return xml;
}

function prefixes({ commonPrefixes }: ListResult, { name }: Asked): string {
  return commonPrefixes.map((prefix) => nested("CommonPrefixes", element("Prefix", name(prefix)))).join("");
}

export const listObjectsV2: Operation = {
  name: "ListObjectsV2",
  body: "none",
  run: async (call): Promise<Reply> => {
    const { incoming, now, bucketName } = call;
    const asked = readAsked(incoming);
    const startAfter = incoming.query("start-after") || undefined;
    const token = incoming.query("continuation-token");
    if (token === "") throw new WireError("InvalidArgument", "The continuation token provided is incorrect");
    const found = await page(call, asked, {
      ...(startAfter === undefined ? {} : { startAfter }),
      ...(token === undefined ? {} : { continuationToken: token }),
    });
    return xmlReply(
      document(
        "ListBucketResult",
        element("Name", bucketName),
        element("Prefix", asked.name(asked.prefix)),
        optional("Delimiter", asked.delimiter && asked.name(asked.delimiter)),
        optional("StartAfter", startAfter && asked.name(startAfter)),
        optional("ContinuationToken", token),
        optional("NextContinuationToken", found.nextContinuationToken),
        element("KeyCount", found.objects.length + found.commonPrefixes.length),
        element("MaxKeys", asked.maxKeys),
        optional("EncodingType", asked.encoding),
        element("IsTruncated", found.isTruncated),
        contents(found, asked, incoming.query("fetch-owner") === "true", now),
        prefixes(found, asked),
      ),
    );
  },
};

export const listObjects: Operation = {
  name: "ListObjects",
  body: "none",
  run: async (call): Promise<Reply> => {
    const { incoming, now, bucketName } = call;
    const asked = readAsked(incoming);
    const marker = incoming.query("marker") ?? "";
    const found = await page(call, asked, marker === "" ? {} : { startAfter: marker });
    // Clients of listings without delimiter go on after the last key.
    const next = found.isTruncated && asked.delimiter !== undefined ? lastOf(found) : undefined;
    return xmlReply(
      document(
        "ListBucketResult",
        element("Name", bucketName),
        element("Prefix", asked.name(asked.prefix)),
        element("Marker", asked.name(marker)),
        optional("NextMarker", next === undefined ? undefined : asked.name(next)),
        optional("Delimiter", asked.delimiter && asked.name(asked.delimiter)),
        element("MaxKeys", asked.maxKeys),
        optional("EncodingType", asked.encoding),
        element("IsTruncated", found.isTruncated),
        contents(found, asked, true, now),
        prefixes(found, asked),
      ),
    );
  },
};

function lastOf({ objects, commonPrefixes }: ListResult): string | undefined {
  return [objects.at(-1)?.key, commonPrefixes.at(-1)]
    .filter((one) => one !== undefined)
    .sort(compareUtf8)
    .at(-1);
}
