/** PutObject, DeleteObject, DeleteObjects. */
import { Body } from "../../store/body.js";
import type { DeleteError, DeleteObjectsResult, DeleteResult } from "../../store/object-store.js";
import type { StoreRequest } from "../../store/requests.js";
import { unquoted } from "../wire/etag.js";
import type { Incoming } from "../wire/incoming.js";
import { emptyReply, xmlReply } from "../wire/reply.js";
import { WireError } from "../wire/s3-errors.js";
import { childrenOf, readXml, requiredText, textOf } from "../wire/xml-read.js";
import { document, element, nested, optional } from "../wire/xml-write.js";
import { wireErrorOf } from "./failures.js";
import { checkKey } from "./keys.js";
import { checksumHeaders, metadataOf, quoted } from "./object-headers.js";
import type { Call, Operation } from "./operation.js";
import { checkTagHeader } from "./tags.js";
import { versionHeaders, versionIn } from "./versions.js";

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
    const written = await call.ask({ ...request, ...writeConditions(incoming) });
    return emptyReply(200, {
      ETag: quoted(written.etag),
      ...versionHeaders(written),
      ...checksumHeaders(checksum),
    });
  },
};

export const deleteObject: Operation = {
  name: "DeleteObject",
  body: "none",
  takesVersion: true,
  run: async (call) => {
    const { incoming, key, now } = call;
    for (const name of ["x-amz-if-match-last-modified-time", "x-amz-if-match-size"]) {
      if (incoming.header(name) !== undefined)
        throw new WireError("NotImplemented", undefined, { Header: name });
    }
    const ifMatch = incoming.header("if-match");
    const gone = await call.ask({
      op: "delete",
      key,
      ...(ifMatch === undefined ? {} : { ifMatch: unquoted(ifMatch) }),
      ...versionIn(incoming),
      modified: now,
    });
    return emptyReply(204, {
      ...(gone?.deleteMarker === true ? { "x-amz-delete-marker": "true" } : {}),
      ...versionHeaders(gone ?? {}),
    });
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
    const wanted = objects.map((object): Wanted => {
      const versionId = textOf(object, "VersionId") ?? "";
      return { key: requiredText(object, "Key"), ...(versionId === "" ? {} : { versionId }) };
    });
    for (const { key } of wanted) checkKey(key);
    const { deleted, errors } = await deleteAll(call, wanted);
    const quiet = textOf(root, "Quiet") === "true";
    return xmlReply(
      document(
        "DeleteResult",
        ...(quiet ? [] : deleted.map(deletedXml)),
        ...errors.map(({ key, code, message }) =>
          nested("Error", element("Key", key), element("Code", code), element("Message", message)),
        ),
      ),
    );
  },
};

interface Wanted {
  readonly key: string;
  readonly versionId?: string;
}

interface Deleted extends Wanted {
  /** Of a bucket with versioning: what was put there, or what was deleted for good. */
  readonly gone?: DeleteResult | null;
}

interface AllDeleted {
  readonly deleted: readonly Deleted[];
  readonly errors: DeleteObjectsResult["errors"];
}

function deletedXml({ key, versionId, gone }: Deleted): string {
  const marker = gone?.deleteMarker === true ? gone.versionId : undefined;
  return nested(
    "Deleted",
    element("Key", key),
    optional("VersionId", versionId),
    optional("DeleteMarker", marker === undefined ? undefined : true),
    optional("DeleteMarkerVersionId", marker),
  );
}

/**
 * One by one where each has something to tell, as versions have, and where a DELETE may go through one node or another: a thousand of
 * them would have more outcomes than can be listed.
 */
async function deleteAll(call: Call, wanted: readonly Wanted[]): Promise<AllDeleted> {
  const { contract, capabilities } = call.bucket().personality;
  const byOne =
    contract.afterDeletes !== undefined ||
    capabilities.versioning !== undefined ||
    wanted.some(({ versionId }) => versionId !== undefined);
  if (!byOne) {
    const keys = wanted.map(({ key }) => key);
    const { deleted, errors } = await call.ask({ op: "deleteObjects", keys, rest: true });
    return { deleted: deleted.map((key) => ({ key })), errors };
  }
  const deleted: Deleted[] = [];
  const errors: DeleteError[] = [];
  for (const one of wanted) {
    const request = { op: "delete", ...one, modified: call.now } as const;
    const answer = await call.answer(request);
    if (answer.ok) deleted.push({ ...one, gone: answer.value as DeleteResult | null });
    else {
      // Where the client is not to be answered, that is thrown.
      const { message } = wireErrorOf(answer, request);
      errors.push({ key: one.key, code: answer.code, message });
    }
  }
  return { deleted, errors };
}
