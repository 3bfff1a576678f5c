/** Which operation a request asks for: by its method, by whether it names a bucket and a key, and by its query. */
import type { Address } from "../wire/address.js";
import type { Incoming } from "../wire/incoming.js";
import { WireError } from "../wire/s3-errors.js";
import { getObjectAttributes } from "./attributes.js";
import {
  createBucket,
  deleteBucket,
  getBucketAcl,
  getBucketLocation,
  getObjectAcl,
  headBucket,
  listBuckets,
} from "./buckets.js";
import { copyObject } from "./copy-object.js";
import { listObjects, listObjectsV2 } from "./list-objects.js";
import { listMultipartUploads } from "./list-uploads.js";
import {
  abortMultipartUpload,
  completeMultipartUpload,
  createMultipartUpload,
  listParts,
  uploadPart,
  uploadPartCopy,
} from "./multipart.js";
import type { Operation } from "./operation.js";
import { getObject, headObject } from "./read-object.js";
import { deleteObjectTagging, getObjectTagging, putObjectTagging } from "./tags.js";
import { getBucketVersioning, listObjectVersions, putBucketVersioning } from "./versions.js";
import { deleteObject, deleteObjects, putObject } from "./write-object.js";

/** Parameters that ask for something else than the object or the bucket itself, and that nothing here answers. */
const notSupported: readonly string[] = [
  "accelerate",
  "analytics",
  "cors",
  "encryption",
  "intelligent-tiering",
  "inventory",
  "legal-hold",
  "lifecycle",
  "logging",
  "metrics",
  "notification",
  "object-lock",
  "ownershipControls",
  "policy",
  "policyStatus",
  "publicAccessBlock",
  "renameObject",
  "replication",
  "requestPayment",
  "restore",
  "retention",
  "select",
  "session",
  "torrent",
  "website",
];

type Table = Readonly<Record<string, Operation>>;

/** By method and parameter; the empty parameter is the request that has none of the others. */
const ofBuckets: Table = {
  "GET location": getBucketLocation,
  "GET versioning": getBucketVersioning,
  "GET acl": getBucketAcl,
  "GET uploads": listMultipartUploads,
  "GET versions": listObjectVersions,
  "PUT versioning": putBucketVersioning,
  "GET ": listObjects,
  "PUT ": createBucket,
  "HEAD ": headBucket,
  "DELETE ": deleteBucket,
  "POST delete": deleteObjects,
};

const ofObjects: Table = {
  "GET tagging": getObjectTagging,
  "GET acl": getObjectAcl,
  "GET attributes": getObjectAttributes,
  "GET uploadId": listParts,
  "GET ": getObject,
  "HEAD ": headObject,
  "PUT tagging": putObjectTagging,
  "PUT ": putObject,
  "POST uploads": createMultipartUpload,
  "POST uploadId": completeMultipartUpload,
  "DELETE tagging": deleteObjectTagging,
  "DELETE uploadId": abortMultipartUpload,
  "DELETE ": deleteObject,
};

const parameters = [
  "location",
  "versioning",
  "versions",
  "acl",
  "uploads",
  "delete",
  "tagging",
  "attributes",
  "uploadId",
];

/** @throws WireError NotImplemented, MethodNotAllowed */
export function route({ method, target: { query }, header }: Incoming, { bucket, key }: Address): Operation {
  if (bucket === undefined) {
    if (method === "GET") return listBuckets;
    throw notAllowed(method, "SERVICE");
  }
  const names = new Set(query.pairs.map(([name]) => name));
  const missing = notSupported.find((name) => names.has(name));
  if (missing !== undefined) {
    throw new WireError(
      "NotImplemented",
      `The parameter "${missing}" asks for what this server does not do.`,
    );
  }
  const parameter = parameters.find((name) => names.has(name)) ?? "";
  const found = (key === undefined ? ofBuckets : ofObjects)[`${method} ${parameter}`];
  if (names.has("versionId") && found !== undefined && found.takesVersion !== true)
    throw new WireError("NotImplemented", `${found.name} of one version is not supported by this server.`);
  if (found === listObjects) return query.get("list-type") === "2" ? listObjectsV2 : listObjects;
  const copies = header("x-amz-copy-source") !== undefined;
  if (method === "PUT" && parameter === "uploadId" && key !== undefined)
    return copies ? uploadPartCopy : uploadPart;
  if (found === putObject && copies) return copyObject;
  if (found !== undefined) return found;
  if (parameter !== "" || method === "POST") {
    throw new WireError("NotImplemented", `${method} with "${parameter}" is not supported by this server.`);
  }
  throw notAllowed(method, key === undefined ? "BUCKET" : "OBJECT");
}

function notAllowed(method: string, resource: string): WireError {
  return new WireError("MethodNotAllowed", undefined, {
    Method: method.slice(0, 20),
    ResourceType: resource,
  });
}
