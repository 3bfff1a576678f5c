/** Keys in URLs and in listings: S3 writes them percent-encoded, in two ways. */

/** A key in a header that holds a URL (x-amz-copy-source): everything encoded but the slashes. */
export function urlEncodedPath(key: string): string {
  return key.split("/").map(encodeURIComponent).join("/");
}

/** What `encoding-type=url` has made of a key: percent-encoded UTF-8, a space as `+` (S3 API, ListObjectsV2). */
export function urlDecoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", "%20"));
  } catch {
    // A store that says it encodes and does not; the text is then the key.
    return text;
  }
}
