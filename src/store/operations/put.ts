import type { CopyRequest, Dated, PutRequest } from "../object-store.js";
import type { Version } from "../state.js";

const noMetadata: Version["metadata"] = Object.freeze({});

/** The object that a PUT writes: whole or not at all. Its ETag is the MD5 of its bytes (plain or SSE-S3, in one piece). */
export function versionPut(request: PutRequest): Version {
  const { body, metadata } = request;
  return versionOf({ body, etag: body.md5, metadata: storedMetadata(metadata) }, request);
}

/**
 * The object that a COPY writes: the source's bytes, with the source's metadata or, where the request has some, those.
 * Its ETag is the MD5 of the bytes whatever the source's was (recorded against AWS: `test_multipart_copy_object_etag`).
 */
export function versionCopied(request: CopyRequest, source: Version): Version {
  const metadata = request.metadata === undefined ? source.metadata : storedMetadata(request.metadata);
  return versionOf({ body: source.body, etag: source.body.md5, metadata }, request);
}

function versionOf(version: Version, { modified }: Dated): Version {
  return Object.freeze(modified === undefined ? version : { ...version, modified });
}

/** User metadata as S3 keeps it: names in lower case (User Guide, "Working with object metadata"); here in sorted order too. */
export function storedMetadata(given: Version["metadata"] | undefined): Version["metadata"] {
  if (given === undefined) return noMetadata;
  const entries = Object.entries(given).map(([name, value]) => [name.toLowerCase(), value] as const);
  if (entries.length === 0) return noMetadata;
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.freeze(Object.fromEntries(entries));
}
