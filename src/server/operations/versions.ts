/** Versions of objects: GetBucketVersioning, PutBucketVersioning, ListObjectVersions, and what other operations say of versions. */
import type { ListedVersion, Versioned } from "../../store/object-store.js";
import { recordAt } from "../../store/store-state.js";
import { isoDate } from "../wire/http-date.js";
import type { Incoming } from "../wire/incoming.js";
import { emptyReply, type Headers, xmlReply } from "../wire/reply.js";
import { WireError } from "../wire/s3-errors.js";
import { encodePath } from "../wire/target.js";
import { readXml, textOf } from "../wire/xml-read.js";
import { document, element, nested, optional } from "../wire/xml-write.js";
import { encodingOf, readCount } from "./list-objects.js";
import type { Call, Operation } from "./operation.js";
import { ownerXml } from "./owner.js";

const mostKeys = 1000;

export const getBucketVersioning: Operation = {
  name: "GetBucketVersioning",
  body: "none",
  run: (call) => {
    const { versioning } = call.bucket().personality.capabilities;
    const status = versioning === undefined ? undefined : versioning === "enabled" ? "Enabled" : "Suspended";
    return xmlReply(document("VersioningConfiguration", optional("Status", status)));
  },
};

export const putBucketVersioning: Operation = {
  name: "PutBucketVersioning",
  body: "document",
  run: (call) => {
    const bucket = call.bucket();
    const root = readXml(call.body.view(), "VersioningConfiguration");
    if (textOf(root, "MfaDelete") === "Enabled")
      throw new WireError("NotImplemented", "MFA Delete is not supported.");
    const status = textOf(root, "Status");
    if (status !== "Enabled" && status !== "Suspended")
      throw new WireError("IllegalVersioningConfigurationException");
    bucket.setVersioning(status === "Enabled" ? "enabled" : "suspended");
    return emptyReply(200);
  },
};

export const listObjectVersions: Operation = {
  name: "ListObjectVersions",
  body: "none",
  run: async (call) => {
    const { incoming, bucketName, now } = call;
    const encoding = encodingOf(incoming);
    const name = encoding === undefined ? (text: string) => text : encodePath;
    const prefix = incoming.query("prefix") ?? "";
    const delimiter = incoming.query("delimiter") || undefined;
    const keyMarker = incoming.query("key-marker") ?? "";
    const idMarker = incoming.query("version-id-marker");
    if (idMarker !== undefined && keyMarker === "") {
      throw new WireError(
        "InvalidArgument",
        "A version-id marker cannot be specified without a key marker.",
        { ArgumentName: "version-id-marker", ArgumentValue: idMarker.slice(0, 100) },
      );
    }
    const maxKeys = Math.min(readCount(incoming, "max-keys"), mostKeys);
    const page = await call.ask({
      op: "listObjectVersions",
      ...(prefix === "" ? {} : { prefix }),
      ...(delimiter === undefined ? {} : { delimiter }),
      ...(keyMarker === "" ? {} : { keyMarker }),
      ...(idMarker === undefined ? {} : { versionIdMarker: idMarker }),
      maxKeys: Math.max(1, maxKeys),
    });
    const isPage = maxKeys > 0;
    return xmlReply(
      document(
        "ListVersionsResult",
        element("Name", bucketName),
        element("Prefix", name(prefix)),
        element("KeyMarker", name(keyMarker)),
        element("VersionIdMarker", idMarker ?? ""),
        ...(isPage
          ? [
              optional("NextKeyMarker", page.nextKeyMarker && name(page.nextKeyMarker)),
              optional("NextVersionIdMarker", page.nextVersionIdMarker),
            ]
          : []),
        element("MaxKeys", maxKeys),
        optional("Delimiter", delimiter && name(delimiter)),
        optional("EncodingType", encoding),
        element("IsTruncated", isPage && page.isTruncated),
        ...(isPage ? page.versions : []).map((one) => versionXml(one, name, now)),
        ...(isPage ? page.commonPrefixes : []).map((one) =>
          nested("CommonPrefixes", element("Prefix", name(one))),
        ),
      ),
    );
  },
};

function versionXml(
  { key, versionId, isLatest, object, modified }: ListedVersion,
  name: (text: string) => string,
  now: number,
): string {
  const common = [
    element("Key", name(key)),
    element("VersionId", versionId),
    element("IsLatest", isLatest),
    element("LastModified", isoDate(modified ?? now)),
  ];
  if (object === undefined) return nested("DeleteMarker", ...common, ownerXml);
  const { etag, size } = object;
  return nested(
    "Version",
    ...common,
    element("ETag", `"${etag}"`),
    element("Size", size),
    element("StorageClass", "STANDARD"),
    ownerXml,
  );
}

/** The version that a request asks for. @throws WireError InvalidArgument */
export function versionIn(incoming: Incoming): Versioned {
  const versionId = incoming.query("versionId");
  if (versionId === undefined) return {};
  if (versionId !== "") return { versionId };
  throw new WireError("InvalidArgument", "Version id cannot be the empty string", {
    ArgumentName: "versionId",
    ArgumentValue: "",
  });
}

/** Which version was read or written, where the bucket has versioning. */
export function versionHeaders({ versionId }: Versioned): Headers {
  return versionId === undefined ? {} : { "x-amz-version-id": versionId };
}

/** The error of a read, with what it says of a delete marker: one on top of the key, or one that was asked for by its id. */
export function asMarker(call: Call, error: unknown): unknown {
  if (!(error instanceof WireError)) return error;
  const { code, message, fields } = error;
  const asked = call.incoming.query("versionId");
  const versions = recordAt(call.bucket().state, call.key).history?.versions ?? [];
  const marker = asked === undefined ? versions[0] : versions.find(({ id }) => id === asked);
  if (marker?.found !== null || (code !== "NoSuchKey" && code !== "MethodNotAllowed")) return error;
  return new WireError(code, message, fields, {
    "x-amz-delete-marker": "true",
    "x-amz-version-id": marker.id,
    ...(code === "MethodNotAllowed" ? { Allow: "DELETE" } : {}),
  });
}
