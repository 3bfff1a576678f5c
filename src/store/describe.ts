/** Requests and answers as a trace shows them. */
import type {
  CompleteMultipartUploadResult,
  CopyResult,
  CreateMultipartUploadResult,
  GetRequest,
  HeadRequest,
  ListMultipartUploadsResult,
  ListObjectVersionsResult,
  ListPartsResult,
  ListResult,
  ObjectInfo,
  PutRequest,
  PutResult,
  ReceiveResult,
  UploadPartResult,
} from "./object-store.js";
import {
  errorOf,
  keysOf,
  prefixOf,
  type RequestOf,
  type StoreAnswer,
  type StoreOp,
  type StoreRequest,
  type StoreValues,
} from "./requests.js";

/** What a request is called. */
const verbs: Readonly<Record<StoreOp, string>> = {
  put: "PUT",
  get: "GET",
  head: "HEAD",
  delete: "DELETE",
  deleteObjects: "DELETE-OBJECTS",
  copy: "COPY",
  list: "LIST",
  createMultipartUpload: "INITIATE",
  uploadPart: "PART",
  uploadPartCopy: "PART-COPY",
  completeMultipartUpload: "COMPLETE",
  abortMultipartUpload: "ABORT",
  listMultipartUploads: "LIST-UPLOADS",
  listParts: "LIST-PARTS",
  rename: "RENAME",
  receive: "RECEIVE",
  listObjectVersions: "LIST-VERSIONS",
};

/** A request in as few words as tell it apart from others: `PUT t/x`, `LIST t/`. */
export function nameOf(request: StoreRequest): string {
  const subject = prefixOf(request) ?? ("key" in request ? request.key : keysOf(request).join(" "));
  return `${verbs[request.op]} ${subject}`.trimEnd();
}

/** A request as a trace shows it: `PUT t/x (123 bytes) if-none-match=*`, `LIST t/_temporary/ delimiter=/`. */
export function describeRequest(request: StoreRequest): string {
  switch (request.op) {
    case "put":
      return words(`PUT ${request.key} ${sizeOf(request.body.length)}`, conditionsOf(request));
    case "get":
      return words(`GET ${request.key}`, {
        bytes: rangeOf(request.range),
        ...readOf(request),
      });
    case "head":
      return words(`HEAD ${request.key}`, readOf(request));
    case "delete": {
      const { ifMatch, versionId } = request;
      return words(`DELETE ${request.key}`, { "if-match": ifMatch, version: versionId });
    }
    case "deleteObjects":
      return `DELETE-OBJECTS ${namesOf("key", request.keys)}${request.rest === true ? " (the rest)" : ""}`;
    case "copy":
      return words(`COPY ${request.source} -> ${request.key}`, {
        "source-if-match": request.sourceIfMatch,
        ...conditionsOf(request),
      });
    case "list":
      return words(request.prefix ? `LIST ${request.prefix}` : "LIST", {
        delimiter: request.delimiter,
        "start-after": request.continuationToken === undefined ? request.startAfter : undefined,
        "max-keys": request.maxKeys?.toString(),
        page: request.continuationToken === undefined ? undefined : "next",
        replica: request.replica === true ? "yes" : undefined,
      });
    case "rename":
    case "receive":
    case "listObjectVersions":
      return describeFurther(request);
    default:
      return describeUploadRequest(request);
  }
}

function describeFurther(request: RequestOf<"rename" | "receive" | "listObjectVersions">): string {
  if (request.op === "listObjectVersions") {
    return words(nameOf(request), {
      "key-marker": request.keyMarker,
      "version-id-marker": request.versionIdMarker,
      "max-keys": request.maxKeys?.toString(),
    });
  }
  if (request.op === "receive") return request.wait === true ? "RECEIVE (waits)" : "RECEIVE";
  return words(`RENAME ${request.source} -> ${request.key}`, {
    "source-if-match": request.sourceIfMatch,
    ...conditionsOf(request),
  });
}

function describeUploadRequest(request: Extract<StoreRequest, UploadRequest>): string {
  switch (request.op) {
    case "createMultipartUpload":
      return nameOf(request);
    case "uploadPart":
      return words(`${nameOf(request)} ${sizeOf(request.body.length)}`, partOf(request));
    case "uploadPartCopy":
      return words(`PART-COPY ${request.source} -> ${request.key}`, {
        bytes: rangeOf(request.range),
        "source-if-match": request.sourceIfMatch,
        ...partOf(request),
      });
    case "completeMultipartUpload":
      return words(nameOf(request), {
        parts: request.parts.map(({ partNumber }) => partNumber).join(",") || "none",
        ...conditionsOf(request),
        upload: request.uploadId,
      });
    case "abortMultipartUpload":
      return words(nameOf(request), { upload: request.uploadId });
    case "listMultipartUploads":
      return words(nameOf(request), {
        delimiter: request.delimiter,
        "key-marker": request.keyMarker,
        "upload-id-marker": request.uploadIdMarker,
        "max-uploads": request.maxUploads?.toString(),
      });
    case "listParts":
      return words(nameOf(request), {
        "part-number-marker": request.partNumberMarker?.toString(),
        "max-parts": request.maxParts?.toString(),
        upload: request.uploadId,
      });
  }
}

type UploadRequest = {
  readonly op:
    | "createMultipartUpload"
    | "uploadPart"
    | "uploadPartCopy"
    | "completeMultipartUpload"
    | "abortMultipartUpload"
    | "listMultipartUploads"
    | "listParts";
};

function partOf({ partNumber, uploadId }: { readonly partNumber: number; readonly uploadId: string }) {
  return { number: String(partNumber), upload: uploadId };
}

/** An answer as a trace shows it: `200 (123 bytes, etag 0cc175b9)`, `2 keys: a, b`, `412 PreconditionFailed`. */
export function describeAnswer(request: StoreRequest, answer: StoreAnswer): string {
  if (!answer.ok) {
    const status = errorOf(answer).status;
    return status === 0 ? `no answer (${answer.code})` : `${status} ${answer.code}`;
  }
  switch (request.op) {
    case "put":
    case "copy":
    case "uploadPart":
    case "uploadPartCopy":
    case "completeMultipartUpload": {
      const written = answer.value as
        PutResult | CopyResult | UploadPartResult | CompleteMultipartUploadResult;
      return `200 (etag ${shortEtag(written.etag)})`;
    }
    case "get":
    case "head": {
      const found = answer.value as StoreValues["get"] | ObjectInfo;
      const got = "brokenOff" in found ? `${found.body.length} of ` : "";
      return `200 (${got}${countOf(found.size, "byte")}, etag ${shortEtag(found.etag)})`;
    }
    case "listObjectVersions":
      return describeVersions(answer.value as ListObjectVersionsResult);
    case "rename":
      return "200";
    case "receive": {
      const { notification } = answer.value as ReceiveResult;
      return notification === undefined ? "200 (nothing)" : `200 (${notification.key} was created)`;
    }
    case "delete":
    case "abortMultipartUpload":
      return "204";
    case "deleteObjects":
      return describeDeletions(answer.value as StoreValues["deleteObjects"]);
    case "list":
      return describeListing(answer.value as ListResult);
    case "createMultipartUpload":
      return `200 (upload ${(answer.value as CreateMultipartUploadResult).uploadId})`;
    case "listMultipartUploads":
      return describeUploads(answer.value as ListMultipartUploadsResult);
    case "listParts":
      return describeParts(answer.value as ListPartsResult);
  }
}

function describeDeletions({ deleted, errors, left }: StoreValues["deleteObjects"]): string {
  if (left !== undefined) return `so far ${namesOf("key", deleted)}; ${countOf(left.length, "key")} to come`;
  const failed = errors.map(({ key, code }) => `; ${key}: ${code}`).join("");
  return `200 (${countOf(deleted.length, "key")} deleted${failed})`;
}

function describeUploads({ uploads, commonPrefixes, isTruncated }: ListMultipartUploadsResult): string {
  const names = uploads.map(({ key, uploadId }) => `${key} (${uploadId})`);
  const said = names.length > 0 || commonPrefixes.length === 0 ? [namesOf("upload", names)] : [];
  if (commonPrefixes.length > 0) said.push(namesOf("common prefix", commonPrefixes));
  if (isTruncated) said.push("more to come");
  return said.join("; ");
}

function describeVersions({ versions, isTruncated }: ListObjectVersionsResult): string {
  const names = versions.map(({ key, versionId, object }) => {
    return `${key} ${versionId}${object === undefined ? " (delete marker)" : ""}`;
  });
  return `${namesOf("version", names)}${isTruncated ? "; more to come" : ""}`;
}

function describeParts({ parts, isTruncated }: ListPartsResult): string {
  const names = parts.map(({ partNumber, size }) => `${partNumber} ${sizeOf(size)}`);
  return `${namesOf("part", names)}${isTruncated ? "; more to come" : ""}`;
}

/** More names than this are counted, not written out. */
const namesShown = 20;

function describeListing(page: ListResult): string {
  const { objects, commonPrefixes } = page;
  const said = [];
  if (objects.length > 0 || commonPrefixes.length === 0) {
    said.push(
      namesOf(
        "key",
        objects.map((object) => object.key),
      ),
    );
  }
  if (commonPrefixes.length > 0) said.push(namesOf("common prefix", commonPrefixes));
  if (page.isTruncated) said.push("more to come");
  return said.join("; ");
}

function namesOf(noun: string, names: readonly string[]): string {
  if (names.length === 0) return `no ${noun}s`;
  const shown = names.slice(0, namesShown).join(", ");
  const rest = names.length > namesShown ? `, … (${names.length - namesShown} more)` : "";
  return `${countOf(names.length, noun)}: ${shown}${rest}`;
}

function countOf(count: number, noun: string): string {
  if (count === 1) return `1 ${noun}`;
  return `${count} ${noun}${noun.endsWith("x") ? "es" : "s"}`;
}

function sizeOf(bytes: number): string {
  return `(${countOf(bytes, "byte")})`;
}

/** Enough of an ETag to tell the versions of a key apart by eye. */
function shortEtag(etag: string): string {
  return etag.slice(0, 8);
}

function rangeOf(range: GetRequest["range"] | undefined): string | undefined {
  return range === undefined ? undefined : `${range.start}-${range.end ?? ""}`;
}

function readOf({ ifMatch, versionId, consistent, atLeast, replica }: HeadRequest) {
  return {
    "if-match": ifMatch,
    version: versionId,
    consistent: consistent === true ? "yes" : undefined,
    "at-least": atLeast,
    replica: replica === true ? "yes" : undefined,
  };
}

function conditionsOf(request: Pick<PutRequest, "ifNoneMatch" | "ifMatch">) {
  return { "if-none-match": request.ifNoneMatch, "if-match": request.ifMatch };
}

function words(start: string, options: Readonly<Record<string, string | undefined>>): string {
  let text = start;
  for (const [name, value] of Object.entries(options)) {
    if (value !== undefined) text += ` ${name}=${value}`;
  }
  return text;
}
