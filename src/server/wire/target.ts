/** The target of an HTTP request: its path and its query, decoded; and encoded again as signatures and listings want it. */
import { WireError } from "./s3-errors.js";

export interface Target {
  /** Decoded, with its leading slash; slashes are never merged, dots never resolved: both may be in a key. */
  readonly path: string;
  readonly query: Query;
}

/** Parameters in the order in which they came. A parameter without `=` has the empty value. */
export class Query {
  readonly pairs: readonly (readonly [name: string, value: string])[];

  constructor(pairs: readonly (readonly [string, string])[]) {
    this.pairs = pairs;
  }

  get(name: string): string | undefined {
    for (const pair of this.pairs) if (pair[0] === name) return pair[1];
    return undefined;
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }
}

const noQuery = new Query([]);

/**
 * Takes a request's target apart: `/bucket/a%20key?list-type=2`, or the absolute form that proxies are sent.
 *
 * @throws WireError InvalidURI where it is no UTF-8 behind its percent signs.
 */
export function parseTarget(url: string): Target {
  const absolute = /^https?:\/\/[^/?]*/i.exec(url);
  const rest = absolute === null ? url : url.slice(absolute[0].length);
  const mark = rest.indexOf("?");
  const rawPath = mark < 0 ? rest : rest.slice(0, mark);
  const path = decode(rawPath.startsWith("/") ? rawPath : `/${rawPath}`);
  return { path, query: mark < 0 ? noQuery : parseQuery(rest.slice(mark + 1)) };
}

function parseQuery(text: string): Query {
  const pairs: (readonly [string, string])[] = [];
  for (const part of text.split("&")) {
    if (part === "") continue;
    const mark = part.indexOf("=");
    const name = mark < 0 ? part : part.slice(0, mark);
    pairs.push([decodeWord(name), mark < 0 ? "" : decodeWord(part.slice(mark + 1))]);
  }
  return new Query(pairs);
}

/** In a query a plus is a space. */
function decodeWord(text: string): string {
  return decode(text.includes("+") ? text.replaceAll("+", " ") : text);
}

function decode(text: string): string {
  if (!text.includes("%")) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    throw new WireError("InvalidURI", undefined, { URI: text.slice(0, 200) });
  }
}

/** The value of a copy source header or the like: percent-encoded UTF-8. @throws WireError InvalidURI */
export function decodeHeader(text: string): string {
  return decode(text);
}

/** What `encodeURIComponent` leaves as it is and RFC 3986, as AWS reads it, does not. */
const kept = /[!'()*]/g;

/** Percent-encodes all but letters, digits and `-._~`. Upper-case hex. */
export function encodeStrictly(text: string): string {
  return encodeURIComponent(text).replace(
    kept,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

const plainPath = /^[A-Za-z0-9\-._~/]*$/;

/** The same, but slashes stay: paths, and keys in a listing with `encoding-type=url`. */
export function encodePath(text: string): string {
  return plainPath.test(text) ? text : encodeStrictly(text).replaceAll("%2F", "/");
}
