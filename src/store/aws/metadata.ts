/**
 * User metadata in HTTP headers. S3 keeps names in lower case and takes values of US-ASCII; what is beyond it comes back in
 * another form (RFC 2047), and HTTP drops space at the ends. A protocol that compares what it wrote with what it reads must
 * be able to rely on getting it back, so what would not is refused before it is sent.
 *
 * Source: S3 User Guide, "Working with object metadata"; RFC 9110, 5.5 and 5.6.2.
 */
import { S3Error } from "../object-store.js";

const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/u;
const value = /^(?:[!-~](?:[ -~]*[!-~])?)?$/u;

/** @throws {@link S3Error} InvalidArgument for a name or value that a header cannot carry unchanged. */
export function writeHeaders(
  metadata: Readonly<Record<string, string>>,
  key: string,
): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, text] of Object.entries(metadata)) {
    if (!token.test(name)) throw refused(`the name ${JSON.stringify(name)} is no token of HTTP`, key);
    if (!value.test(text)) throw refused(`${name} is not printable ASCII without space at its ends`, key);
    headers[name.toLowerCase()] = text;
  }
  return headers;
}

function refused(why: string, key: string): S3Error {
  return new S3Error("InvalidArgument", `Metadata that a header cannot carry: ${why}.`, key);
}

/** In sorted order of the names, as every {@link ObjectInfo} has it. */
export function readHeader(given: Readonly<Record<string, string>> | undefined): Record<string, string> {
  const entries = Object.entries(given ?? {}).map(([name, text]) => [name.toLowerCase(), text] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
