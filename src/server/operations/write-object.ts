/** PutObject, DeleteObject, DeleteObjects. */
import { Body } from "../../store/body.js";
import type { DeleteObjectsResult } from "../../store/object-store.js";
import type { StoreRequest } from "../../store/requests.js";
import { unquoted } from "../wire/etag.js";
import type { Incoming } from "../wire/incoming.js";
import { emptyReply, xmlReply } from "../wire/reply.js";
import { WireError } from "../wire/s3-errors.js";
import { childrenOf, readXml, requiredText, textOf } from "../wire/xml-read.js";
import { document, element, nested } from "../wire/xml-write.js";
import { checkKey } from "./keys.js";
import { checksumHeaders, metadataOf, quoted } from "./object-headers.js";
import type { Call, Operation } from "./operation.js";
import { checkTagHeader } from "./tags.js";

/** If-None-Match and If-Match of a write; the store says what it makes of them. */
export function writeConditions({ header }: Incoming): {
  readonly ifNoneMatch?: "*";
  readonly ifMatch?: string;
} {
  const ifNoneMatch = header("if-none-match")?.trim();
  const ifMatch = header("if-match");
  return {
    // Any other value than `*` is refused by the store, or taken, by its dialect.
    ...(ifNoneMatch === undefined ? {} : { ifNoneMatch: ifNoneMatch as "*" }),
    ...(ifMatch === undefined ? {} : { ifMatch: unquoted(ifMatch) }),
  };
}

/** What a conditional PUT or COPY is before its body has come. */
export function flightOf(incoming: Incoming, key: string): StoreRequest | undefined {
  const conditions = writeConditions(incoming);
  if (Object.keys(conditions).length === 0) return undefined;
  return { op: "put", key, body: Body.empty, ...conditions };
}

export const putObject: Operation = {
  name: "PutObject",
  body: "object",
  flight: flightOf,
  run: async (call) => {
    const { key, body, incoming, checksum, now } = call;
    checkTagHeader(incoming.header("x-amz-tagging"));
    const request = {
      op: "put",
      key,
      body,
      metadata: metadataOf(incoming, checksum),
      modified: now,
    } as const;
    const { etag } = await call.ask({ ...request, ...writeConditions(incoming) });
    return emptyReply(200, { ETag: quoted(etag), ...checksumHeaders(checksum) });
  },
};

export const deleteObject: Operation = {
  name: "DeleteObject",
  body: "none",
  run: async (call) => {
    const { incoming, key } = call;
    for (const name of ["x-amz-if-match-last-modified-time", "x-amz-if-match-size"]) {
      if (incoming.header(name) !== undefined)
        throw new WireError("NotImplemented", undefined, { Header: name });
    }
    const ifMatch = incoming.header("if-match");
    await call.ask({ op: "delete", key, ...(ifMatch === undefined ? {} : { ifMatch: unquoted(ifMatch) }) });
    return emptyReply(204);
  },
};

const mostDeleted = 1000;

export const deleteObjects: Operation = {
  name: "DeleteObjects",
  body: "document",
  run: async (call) => {
    const root = readXml(call.body.view(), "Delete");
    const objects = childrenOf(root, "Object");
    if (objects.length === 0 || objects.length > mostDeleted) throw new WireError("MalformedXML");
    const keys = objects.map((object) => requiredText(object, "Key"));
    if (objects.some((object) => (textOf(object, "VersionId") ?? "") !== "")) {
      throw new WireError("NotImplemented", "Versions are not supported.");
    }
    for (const key of keys) checkKey(key);
    const { deleted, errors } = await deleteAll(call, keys);
    const quiet = textOf(root, "Quiet") === "true";
    return xmlReply(
      document(
        "DeleteResult",
        ...(quiet ? [] : deleted.map((key) => nested("Deleted", element("Key", key)))),
        ...errors.map(({ key, code, message }) =>
          nested("Error", element("Key", key), element("Code", code), element("Message", message)),
        ),
      ),
    );
  },
};

/** Where a DELETE may go through one node or another, a thousand of them have more outcomes than can be listed: one by one, then. */
async function deleteAll(call: Call, keys: readonly string[]): Promise<DeleteObjectsResult> {
  if (call.bucket().personality.contract.afterDeletes === undefined) {
    return call.ask({ op: "deleteObjects", keys, rest: true });
  }
  for (const key of keys) await call.ask({ op: "delete", key });
  return { deleted: keys, errors: [] };
}
