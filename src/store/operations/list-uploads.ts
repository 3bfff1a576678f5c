/**
 * ListMultipartUploads and ListParts: which uploads, and which parts, a page holds.
 *
 * - Uploads stand in the order of their keys, those of one key in the order in which they were begun; common prefixes as in LIST.
 * - An upload-id-marker without a key-marker is not looked at; one of another key is 400 InvalidArgument.
 * - The markers of the next page are given also where there is none.
 *
 * Source: S3 API, ListMultipartUploads and ListParts, and their responses as recorded against AWS (LocalStack's multipart snapshots).
 */
import type {
  ListMultipartUploadsRequest,
  ListMultipartUploadsResult,
  ListPartsRequest,
  ListPartsResult,
  ListedUpload,
} from "../object-store.js";
import type { StoreFailure } from "../requests.js";
import { numberOf, uploadId, type Upload, type Uploads } from "../uploads.js";
import { compareUtf8 } from "../utf8-order.js";
import { failure } from "./answers.js";

const most = 1000;

function refuseCount(name: string, count: number): StoreFailure | undefined {
  if (Number.isInteger(count) && count >= 1 && count <= most) return undefined;
  return failure("InvalidArgument", `${name} is ${count}; it must be a whole number from 1 to ${most}.`);
}

export function listUploads(
  uploads: Uploads,
  request: ListMultipartUploadsRequest,
): ListMultipartUploadsResult | StoreFailure {
  const { prefix = "", delimiter, keyMarker, maxUploads = most } = request;
  const refused = refuseCount("max-uploads", maxUploads);
  if (refused !== undefined) return refused;
  const after = markerNumber(request);
  if (typeof after === "object") return after;
  const shown: ListedUpload[] = [];
  const commonPrefixes: string[] = [];
  let last: { readonly key: string; readonly uploadId?: string } | undefined;
  for (const cursor = uploads.cursor(prefix); cursor.entry !== undefined; cursor.next()) {
    const { key, uploads: of } = cursor.entry;
    if (!key.startsWith(prefix)) break;
    const group = groupOf(key, prefix, delimiter);
    for (const { number, aborted, modified } of of.uploads) {
      if (aborted === true || isBefore(group ?? key, number, keyMarker, after)) continue;
      if (group !== undefined && group === last?.key) continue;
      if (shown.length + commonPrefixes.length === maxUploads)
        return pageOf(shown, commonPrefixes, last, true);
      const listed = {
        key,
        uploadId: uploadId(key, number),
        ...(modified === undefined ? {} : { modified }),
      };
      if (group === undefined) shown.push(Object.freeze(listed));
      else commonPrefixes.push(group);
      last = group === undefined ? shown.at(-1)! : { key: group };
    }
  }
  return pageOf(shown, commonPrefixes, last, false);
}

/** The number of the upload that the marker names, or what is wrong with it. */
function markerNumber({
  keyMarker,
  uploadIdMarker,
}: ListMultipartUploadsRequest): number | undefined | StoreFailure {
  if (keyMarker === undefined || keyMarker === "" || uploadIdMarker === undefined || uploadIdMarker === "")
    return undefined;
  return (
    numberOf({ key: keyMarker, uploadId: uploadIdMarker }) ??
    failure("InvalidArgument", "Invalid uploadId marker", keyMarker)
  );
}

/** Does it stand at or before the markers? `after`: the number of an upload of the marker's key. */
function isBefore(
  key: string,
  number: number,
  keyMarker: string | undefined,
  after: number | undefined,
): boolean {
  if (keyMarker === undefined || keyMarker === "") return false;
  const order = compareUtf8(key, keyMarker);
  return order < 0 || (order === 0 && number <= (after ?? Infinity));
}

function groupOf(key: string, prefix: string, delimiter: string | undefined): string | undefined {
  if (delimiter === undefined || delimiter === "") return undefined;
  const found = key.indexOf(delimiter, prefix.length);
  return found < 0 ? undefined : key.slice(0, found + delimiter.length);
}

function pageOf(
  uploads: ListedUpload[],
  commonPrefixes: string[],
  last: { readonly key: string; readonly uploadId?: string } | undefined,
  isTruncated: boolean,
): ListMultipartUploadsResult {
  return {
    uploads: Object.freeze(uploads),
    commonPrefixes: Object.freeze(commonPrefixes),
    isTruncated,
    ...(last === undefined ? {} : { nextKeyMarker: last.key }),
    ...(last?.uploadId === undefined ? {} : { nextUploadIdMarker: last.uploadId }),
  };
}

export function listParts(upload: Upload, request: ListPartsRequest): ListPartsResult | StoreFailure {
  const { partNumberMarker = 0, maxParts = most } = request;
  const refused = refuseCount("max-parts", maxParts);
  if (refused !== undefined) return refused;
  const behind = upload.parts.filter(({ number }) => number > partNumberMarker);
  const shown = behind.slice(0, maxParts);
  const isTruncated = behind.length > shown.length;
  return {
    parts: Object.freeze(
      shown.map(({ number, body }) =>
        Object.freeze({ partNumber: number, etag: body.md5, size: body.length }),
      ),
    ),
    isTruncated,
    ...(isTruncated ? { nextPartNumberMarker: shown.at(-1)!.number } : {}),
  };
}
