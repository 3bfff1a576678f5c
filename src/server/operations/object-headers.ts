/**
 * What HTTP knows of an object beside its bytes. User metadata stand in the store under their names; S3's own metadata, which COPY
 * takes along in the same way, under names with a colon before them, which no header can have.
 */
import { type Checksum, checksumAlgorithms, checksumHeader } from "../wire/checksums.js";
import type { Incoming } from "../wire/incoming.js";
import { WireError } from "../wire/s3-errors.js";

export type Metadata = Readonly<Record<string, string>>;

const userPrefix = "x-amz-meta-";

/** Names and values of user metadata together, in bytes (User Guide, "Working with object metadata"). */
const mostUserBytes = 2048;

/** Headers that are kept as they came. */
const keptHeaders = [
  "content-type",
  "cache-control",
  "content-disposition",
  "content-encoding",
  "content-language",
  "expires",
  "x-amz-storage-class",
  "x-amz-website-redirect-location",
] as const;

/** What an object has that was written without a content type. */
const defaultType = "binary/octet-stream";

const tagging = ":tagging";
const checksumName = ":checksum";

/** What an upload's metadata say of its checksums: `SHA256/COMPOSITE`. Gone when it is an object that can be seen. */
export const uploadChecksum = ":upload-checksum";

/** The metadata that a write gives its object. @throws WireError MetadataTooLarge */
export function metadataOf(incoming: Incoming, checksum?: Checksum): Metadata {
  const metadata: Record<string, string> = {};
  let bytes = 0;
  for (const name of incoming.headerNames) {
    if (!name.startsWith(userPrefix)) continue;
    const value = incoming.header(name)!;
    bytes += name.length - userPrefix.length + value.length;
    metadata[name.slice(userPrefix.length)] = value;
  }
  if (bytes > mostUserBytes) {
    throw new WireError("MetadataTooLarge", undefined, { Size: bytes, MaxSizeAllowed: mostUserBytes });
  }
  for (const name of keptHeaders) {
    const value = keptValue(name, incoming.header(name));
    if (value !== undefined) metadata[`:${name}`] = value;
  }
  const tags = incoming.header("x-amz-tagging");
  if (tags !== undefined) metadata[tagging] = tags;
  if (checksum !== undefined) metadata[checksumName] = `${checksum.algorithm}=${checksum.value}`;
  return metadata;
}

function keptValue(name: string, value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (name === "content-type") return value === "" || value === defaultType ? undefined : value;
  if (name === "x-amz-storage-class") return value === "STANDARD" ? undefined : value;
  if (name !== "content-encoding") return value;
  // How the body came is no matter of the object.
  const codings = value.split(",").map((coding) => coding.trim());
  const left = codings.filter((coding) => coding !== "aws-chunked" && coding !== "").join(",");
  return left === "" ? undefined : left;
}

/** The headers that tell of an object. */
export function headersOf(metadata: Metadata): Record<string, string | number> {
  const headers: Record<string, string | number> = { "Content-Type": defaultType };
  for (const [name, value] of Object.entries(metadata)) {
    if (!name.startsWith(":")) headers[userPrefix + name] = value;
    else if (name === ":content-type") headers["Content-Type"] = value;
    else if (name === tagging) headers["x-amz-tagging-count"] = value === "" ? 0 : value.split("&").length;
    else if (name !== checksumName && name !== uploadChecksum) headers[name.slice(1)] = value;
  }
  return headers;
}

/** The checksum that an object was written with. */
export function checksumIn(metadata: Metadata): Checksum | undefined {
  const kept = metadata[checksumName];
  if (kept === undefined) return undefined;
  const mark = kept.indexOf("=");
  const algorithm = checksumAlgorithms.find((one) => one === kept.slice(0, mark));
  return algorithm === undefined ? undefined : { algorithm, value: kept.slice(mark + 1) };
}

/** The header of a checksum with its type, where there is one. */
export function checksumHeaders(checksum: Checksum | undefined): Record<string, string> {
  if (checksum === undefined) return {};
  const type = /-\d+$/.test(checksum.value) ? "COMPOSITE" : "FULL_OBJECT";
  return { [checksumHeader(checksum.algorithm)]: checksum.value, "x-amz-checksum-type": type };
}

/** Tags as they stand in a header: `a=b&c=d`, percent-encoded. */
export function tagsIn(metadata: Metadata): string {
  return metadata[tagging] ?? "";
}

/** The metadata with other tags; `""`: none. */
export function withTags(metadata: Metadata, tags: string): Metadata {
  const { [tagging]: _before, ...rest } = metadata;
  return tags === "" ? rest : { ...rest, [tagging]: tags };
}

/** The metadata with another checksum. */
export function withChecksum(metadata: Metadata, { algorithm, value }: Checksum): Metadata {
  return { ...metadata, [checksumName]: `${algorithm}=${value}` };
}

/** `"etag"`, as HTTP has it. */
export function quoted(etag: string): string {
  return `"${etag}"`;
}
