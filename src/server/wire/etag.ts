/** An ETag as a header has it, without the quotes, which clients may leave out. */
export function unquoted(etag: string): string {
  const text = etag.trim();
  return text.length >= 2 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text;
}
