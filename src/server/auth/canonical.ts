/**
 * The canonical form of a request, which is what gets signed.
 *
 * Source: IAM User Guide, "Create a signed AWS API request"; S3 API reference, "Authenticating requests (AWS Signature Version 4)":
 * for S3 the path is encoded once and not normalised.
 */
import { encodePath, encodeStrictly } from "../wire/target.js";
import type { Target } from "../wire/target.js";

/** What of a request is signed. */
export interface SignedRequest {
  readonly method: string;
  readonly target: Target;
  /** The value of a header, several joined by commas; undefined where it is not there. Names in lower case. */
  header(name: string): string | undefined;
  /** Every name there is, in lower case. */
  readonly headerNames: readonly string[];
}

export function canonicalRequest(
  { method, target, header }: SignedRequest,
  signedHeaders: readonly string[],
  payload: string,
): string {
  let headers = "";
  for (const name of signedHeaders) headers += `${name}:${collapsed(header(name) ?? "")}\n`;
  return [
    method,
    encodePath(target.path),
    canonicalQuery(target),
    headers,
    signedHeaders.join(";"),
    payload,
  ].join("\n");
}

function collapsed(value: string): string {
  return value.includes("  ") ? value.trim().replaceAll(/ +/g, " ") : value.trim();
}

function canonicalQuery({ query }: Target): string {
  const { pairs } = query;
  if (pairs.length === 0) return "";
  return pairs
    .filter(([name]) => name !== "X-Amz-Signature")
    .map(([name, value]) => `${encodeStrictly(name)}=${encodeStrictly(value)}`)
    .sort()
    .join("&");
}
