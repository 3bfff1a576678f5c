/** CopyObject, and what UploadPartCopy shares with it. */
import type { GetResult, ObjectInfo } from "../../store/object-store.js";
import { recordAt } from "../../store/store-state.js";
import { judgeRead, readConditions } from "../wire/conditions.js";
import { unquoted } from "../wire/etag.js";
import { isoDate } from "../wire/http-date.js";
import type { Incoming } from "../wire/incoming.js";
import { xmlReply } from "../wire/reply.js";
import { WireError } from "../wire/s3-errors.js";
import { decodeHeader } from "../wire/target.js";
import { document, element } from "../wire/xml-write.js";
import { metadataOf, quoted, tagsIn, withTags, type Metadata } from "./object-headers.js";
import type { Call, Operation } from "./operation.js";
import { checkTagHeader } from "./tags.js";
import { versionHeaders } from "./versions.js";
import { flightOf, writeConditions } from "./write-object.js";

/** Where a COPY reads. */
export interface CopySource {
  readonly bucket: string;
  readonly key: string;
  readonly versionId?: string;
}

/** Reads x-amz-copy-source: `bucket/key` or `/bucket/key`, percent-encoded, with `?versionId=` behind it or without. @throws WireError InvalidArgument */
export function copySource(incoming: Incoming): CopySource {
  const header = incoming.header("x-amz-copy-source") ?? "";
  const [path = "", query] = header.split("?");
  const parts = /^\/?([^/]+)\/(.+)$/s.exec(decodeHeader(path));
  if (parts === null) {
    throw new WireError(
      "InvalidArgument",
      "Copy Source must mention the source bucket and key: sourcebucket/sourcekey",
    );
  }
  const versionId = new URLSearchParams(query ?? "").get("versionId");
  if (query !== undefined && !versionId) {
    throw new WireError("InvalidArgument", "Copy Source may have a versionId behind it, and nothing else.");
  }
  return { bucket: parts[1]!, key: parts[2]!, ...(versionId === null ? {} : { versionId }) };
}

const prefix = "x-amz-copy-source-";

/** @throws WireError PreconditionFailed where the source is not as the request wants it. */
function judgeSource(call: Call, { etag, modified = 0 }: Pick<ObjectInfo, "etag" | "modified">): void {
  const verdict = judgeRead(readConditions(call.incoming.header, prefix, call.now), { etag, modified });
  if (verdict.kind === "holds") return;
  throw new WireError("PreconditionFailed", undefined, { Condition: `${prefix}${verdict.condition}` });
}

/**
 * The ETag that the source must have, of all of its conditions. Where there are others than If-Match the source is looked at first.
 *
 * @throws WireError PreconditionFailed
 */
export async function sourceCondition(
  call: Call,
  source: string,
): Promise<{ readonly sourceIfMatch?: string }> {
  const conditions = readConditions(call.incoming.header, prefix, call.now);
  const { ifMatch, ...others } = conditions;
  if (Object.keys(others).length === 0) {
    return ifMatch === undefined ? {} : { sourceIfMatch: unquoted(ifMatch) };
  }
  const found = await call.ask({ op: "head", key: source });
  judgeSource(call, found);
  return { sourceIfMatch: found.etag };
}

/** A directive: COPY unless it says REPLACE. @throws WireError InvalidArgument */
function replaces(incoming: Incoming, name: string): boolean {
  const directive = incoming.header(name) ?? "COPY";
  if (directive === "REPLACE" || directive === "COPY") return directive === "REPLACE";
  throw new WireError("InvalidArgument", "Unknown metadata directive.", {
    ArgumentName: name,
    ArgumentValue: directive,
  });
}

/** What the copy gets in the place of the source's; undefined: the source's. */
interface Replaced {
  readonly metadata: Metadata | undefined;
  readonly tags: string | undefined;
}

export const copyObject: Operation = {
  name: "CopyObject",
  body: "none",
  flight: flightOf,
  run: async (call) => {
    const { incoming, key, now } = call;
    const source = copySource(incoming);
    const tagHeader = incoming.header("x-amz-tagging");
    checkTagHeader(tagHeader);
    const replaced: Replaced = {
      metadata: replaces(incoming, "x-amz-metadata-directive")
        ? withTags(metadataOf(incoming), "")
        : undefined,
      tags: replaces(incoming, "x-amz-tagging-directive") ? (tagHeader ?? "") : undefined,
    };
    const written = isPlain(call, source, replaced)
      ? await call.ask({
          op: "copy",
          source: source.key,
          key,
          ...(await sourceCondition(call, source.key)),
          ...writeConditions(incoming),
          ...(replaced.metadata === undefined ? {} : { metadata: replaced.metadata }),
          modified: now,
        })
      : await copyAcross(call, source, replaced);
    return xmlReply(
      document(
        "CopyObjectResult",
        element("LastModified", isoDate(now)),
        element("ETag", quoted(written.etag)),
      ),
      { ...versionHeaders(written), ...sourceVersionHeader(source) },
    );
  },
};

/** Is it the store's own COPY: within the bucket, and metadata and tags either both the source's or both new? */
function isPlain(call: Call, source: CopySource, { metadata, tags }: Replaced): boolean {
  const bucket = call.bucket();
  if (source.bucket !== bucket.name || source.versionId !== undefined || tags !== undefined) return false;
  if (metadata === undefined) return true;
  const { current } = recordAt(bucket.state, source.key);
  return current === null || tagsIn(current.metadata) === "";
}

/** A read and a write: that is what a COPY is. */
async function copyAcross(call: Call, source: CopySource, { metadata, tags }: Replaced) {
  const { incoming, key, now } = call;
  const from = call.buckets.get(source.bucket);
  // An older version may be put on top again.
  const isItself = from === call.bucket() && source.key === key && source.versionId === undefined;
  if (isItself && metadata === undefined) {
    throw new WireError(
      "InvalidRequest",
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    );
  }
  const found = await readSource(call, source);
  const kept = withTags(metadata ?? found.metadata, tags ?? tagsIn(found.metadata));
  const { body } = found;
  return call.ask({ op: "put", key, body, metadata: kept, modified: now, ...writeConditions(incoming) });
}

/**
 * Reads the source of a copy from another bucket, or one version of it.
 *
 * @throws WireError PreconditionFailed; InvalidRequest for a delete marker.
 */
export async function readSource(call: Call, source: CopySource): Promise<GetResult> {
  const { bucket, key, versionId } = source;
  const of = versionId === undefined ? {} : { versionId };
  try {
    const found = await call.askIn(call.buckets.get(bucket), { op: "get", key, ...of });
    judgeSource(call, found);
    return found;
  } catch (error) {
    if (!(error instanceof WireError) || error.code !== "MethodNotAllowed") throw error;
    throw new WireError(
      "InvalidRequest",
      "The source of a copy request may not specifically refer to a delete marker by version id.",
    );
  }
}

export function sourceVersionHeader({ versionId }: CopySource): Record<string, string> {
  return versionId === undefined ? {} : { "x-amz-copy-source-version-id": versionId };
}
