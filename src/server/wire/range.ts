/** The Range header, as S3 reads it: one range of bytes, or none. */
import { WireError } from "./s3-errors.js";

/** What a Range header asks for; both ends included. `last`: so many bytes from the end. */
export type AskedRange = { readonly start: number; readonly end?: number } | { readonly last: number };

/** Undefined for what is no single range of bytes: S3 ignores it and sends the whole object. */
export function parseRange(header: string | undefined): AskedRange | undefined {
  const parts = /^bytes=(\d*)-(\d*)$/.exec(header?.replaceAll(" ", "") ?? "");
  if (parts === null) return undefined;
  const [, from = "", to = ""] = parts;
  if (from === "" && to === "") return undefined;
  if (from === "") return { last: Number(to) };
  const start = Number(from);
  if (to === "") return { start };
  const end = Number(to);
  return end < start ? undefined : { start, end };
}

/** Bytes `start` to `end`, both included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** The bytes of an object of `size` that a range means. @throws WireError InvalidRange */
export function resolveRange(asked: AskedRange, size: number): ByteRange {
  const start = "last" in asked ? Math.max(0, size - asked.last) : asked.start;
  const end = "last" in asked ? size - 1 : Math.min(asked.end ?? Infinity, size - 1);
  const satisfiable = start < size && (!("last" in asked) || asked.last > 0);
  if (!satisfiable) {
    throw new WireError("InvalidRange", undefined, {
      RangeRequested: "last" in asked ? `bytes=-${asked.last}` : `bytes=${asked.start}-${asked.end ?? ""}`,
      ActualObjectSize: size,
    });
  }
  return { start, end };
}
