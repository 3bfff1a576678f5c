/**
 * Conditions of reads: GET, HEAD, and the source of COPY.
 *
 * Source: S3 User Guide, "Conditional reads"; the order as recorded against AWS (LocalStack's `test_s3_preconditions`):
 * If-Match, If-Unmodified-Since, If-None-Match, If-Modified-Since. If-Match that holds beats an If-Unmodified-Since that does not,
 * If-None-Match that holds beats an If-Modified-Since that does not (RFC 9110, 13.2.2). Dates that lie in the future are ignored.
 */
import { parseHttpDate } from "./http-date.js";

export interface ReadConditions {
  readonly ifMatch?: string;
  readonly ifNoneMatch?: string;
  /** Milliseconds. */
  readonly ifModifiedSince?: number;
  readonly ifUnmodifiedSince?: number;
}

/** Reads the four headers; `prefix` is `""` or `x-amz-copy-source-`. Dates that are none are ignored. */
export function readConditions(
  header: (name: string) => string | undefined,
  prefix: string,
  now: number,
): ReadConditions {
  const ifMatch = header(`${prefix}if-match`);
  const ifNoneMatch = header(`${prefix}if-none-match`);
  const modified = dateOf(header(`${prefix}if-modified-since`));
  const unmodified = dateOf(header(`${prefix}if-unmodified-since`));
  return {
    ...(ifMatch === undefined ? {} : { ifMatch }),
    ...(ifNoneMatch === undefined ? {} : { ifNoneMatch }),
    ...(modified === undefined || modified > now ? {} : { ifModifiedSince: modified }),
    ...(unmodified === undefined || unmodified > now ? {} : { ifUnmodifiedSince: unmodified }),
  };
}

function dateOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : parseHttpDate(text);
}

export interface ReadSubject {
  readonly etag: string;
  readonly modified: number;
}

/** Which condition does not hold: `failed` is 412, `unchanged` is 304. */
export type ReadVerdict =
  { readonly kind: "holds" } | { readonly kind: "failed" | "unchanged"; readonly condition: string };

const holds: ReadVerdict = { kind: "holds" };

export function judgeRead(conditions: ReadConditions, subject: ReadSubject): ReadVerdict {
  const { ifMatch, ifNoneMatch, ifModifiedSince, ifUnmodifiedSince } = conditions;
  // HTTP's dates have whole seconds.
  const modified = Math.floor(subject.modified / 1000) * 1000;
  if (ifMatch !== undefined) {
    if (!matchesAny(ifMatch, subject.etag)) return { kind: "failed", condition: "If-Match" };
  } else if (ifUnmodifiedSince !== undefined && modified > ifUnmodifiedSince) {
    return { kind: "failed", condition: "If-Unmodified-Since" };
  }
  if (ifNoneMatch !== undefined) {
    if (matchesAny(ifNoneMatch, subject.etag)) return { kind: "unchanged", condition: "If-None-Match" };
  } else if (ifModifiedSince !== undefined && modified <= ifModifiedSince) {
    return { kind: "unchanged", condition: "If-Modified-Since" };
  }
  return holds;
}

/** Is the ETag one of a header's: `*`, `"a"`, `a`, or a list of them? */
export function matchesAny(header: string, etag: string): boolean {
  return header.split(",").some((one) => {
    const asked = one.trim().replace(/^W\//, "");
    return asked === "*" || asked === etag || asked === `"${etag}"`;
  });
}
