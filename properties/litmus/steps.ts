/** The lines of a litmus test, written as one would say them. */
import type { EtagOf, LitmusStep, Metadata } from "../../src/check/litmus.js";

type StepOf<Op extends LitmusStep["op"]> = Extract<LitmusStep, { readonly op: Op }>;
/** What may be said of a request besides its key. */
type More<Op extends LitmusStep["op"]> = Omit<
  StepOf<Op>,
  "op" | "key" | "keys" | "text" | "source" | "flag" | "number" | "parts"
>;

export function put(key: string, text: string, more: More<"put"> = {}): LitmusStep {
  return { op: "put", key, text, ...more };
}

/** Its register has the body's text, and metadata behind it, or the status of an error. */
export function get(key: string, as: string, more: More<"get"> = {}): LitmusStep {
  return { op: "get", key, as, ...more };
}

/** Its register has the size, and metadata behind it, or the status of an error. */
export function head(key: string, as: string, more: More<"head"> = {}): LitmusStep {
  return { op: "head", key, as, ...more };
}

export function del(key: string, more: More<"delete"> = {}): LitmusStep {
  return { op: "delete", key, ...more };
}

export function copy(source: string, key: string, more: More<"copy"> = {}): LitmusStep {
  return { op: "copy", source, key, ...more };
}

/** Its register has the keys and common prefixes, page after page, or the status of an error. */
export function list(as: string, more: More<"list"> = {}): LitmusStep {
  return { op: "list", as, ...more };
}

export function delMany(keys: readonly string[], more: More<"deleteObjects"> = {}): LitmusStep {
  return { op: "deleteObjects", keys, ...more };
}

export function initiate(key: string, more: More<"createMultipartUpload"> = {}): LitmusStep {
  return { op: "createMultipartUpload", key, ...more };
}

export function part(key: string, number: number, text: string, more: More<"uploadPart"> = {}): LitmusStep {
  return { op: "uploadPart", key, number, text, ...more };
}

export function partCopy(
  source: string,
  key: string,
  number: number,
  more: More<"uploadPartCopy"> = {},
): LitmusStep {
  return { op: "uploadPartCopy", source, key, number, ...more };
}

/** The parts by their texts, from number 1 on. */
export function complete(
  key: string,
  parts: readonly string[],
  more: More<"completeMultipartUpload"> = {},
): LitmusStep {
  return { op: "completeMultipartUpload", key, parts, ...more };
}

export function abort(key: string, more: More<"abortMultipartUpload"> = {}): LitmusStep {
  return { op: "abortMultipartUpload", key, ...more };
}

/** Its register has each upload as its key and how many that had: `k#1`. */
export function listUploads(as: string, more: More<"listMultipartUploads"> = {}): LitmusStep {
  return { op: "listMultipartUploads", as, ...more };
}

/** Its register has the numbers of the parts, or the status of an error. */
export function listParts(key: string, as: string, more: More<"listParts"> = {}): LitmusStep {
  return { op: "listParts", key, as, ...more };
}

export function rename(source: string, key: string, more: More<"rename"> = {}): LitmusStep {
  return { op: "rename", source, key, ...more };
}

/** Its register has all versions, newest first: `k@v2(deleted) k@v1`. */
export function listVersions(as: string, more: More<"listObjectVersions"> = {}): LitmusStep {
  return { op: "listObjectVersions", as, ...more };
}

/** Takes a notification; its register has the key of the new object. */
export function receive(as: string, more: More<"receive"> = {}): LitmusStep {
  return { op: "receive", as, ...more };
}

/** Tells those who wait for it that all before it was acknowledged. */
export function say(flag: string): LitmusStep {
  return { op: "signal", flag };
}

export function waitFor(flag: string): LitmusStep {
  return { op: "await", flag };
}

/** The ETag that came with what the register has. */
export function etagOf(register: string): EtagOf {
  return { etagOf: register };
}

export const version = (number: number): Metadata => ({ v: String(number) });
