import type { StoreRequest } from "../../store/requests.js";

/** The keys whose records, or whose uploads, the request may change. */
export function touchedKeys(request: StoreRequest): readonly string[] {
  switch (request.op) {
    case "list":
    case "listMultipartUploads":
    case "listObjectVersions":
    case "receive":
      return [];
    case "copy":
    case "rename":
    case "uploadPartCopy":
      return request.source === request.key ? [request.key] : [request.source, request.key];
    case "deleteObjects":
      return request.keys;
    default:
      return [request.key];
  }
}
