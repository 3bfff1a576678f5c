import type { ETag } from "../object-store.js";

/** An ETag as HTTP has it. `*` is no ETag, and what is quoted already, or weak, stays. */
export function quoted(etag: ETag): string {
  return etag === "*" || etag.endsWith('"') ? etag : `"${etag}"`;
}

/** An ETag as the interface has it: without quotes. */
export function etagOf(header: string | undefined): ETag {
  return /^"(.*)"$/su.exec(header ?? "")?.[1] ?? header ?? "";
}

/** The version of a bucket with versioning; S3 says nothing, or "null", of others. */
export function versionOf(id: string | undefined): { readonly versionId?: string } {
  return id === undefined || id === "null" ? {} : { versionId: id };
}
