/** GetObject and HeadObject. */
import type { GetResult, ObjectInfo } from "../../store/object-store.js";
import type { RequestOf } from "../../store/requests.js";
import { judgeRead, readConditions } from "../wire/conditions.js";
import { unquoted } from "../wire/etag.js";
import { httpDate } from "../wire/http-date.js";
import type { Incoming } from "../wire/incoming.js";
import { parseRange, resolveRange } from "../wire/range.js";
import { emptyReply, type Headers, type Reply } from "../wire/reply.js";
import { WireError } from "../wire/s3-errors.js";
import { checksumHeaders, checksumIn, headersOf, quoted } from "./object-headers.js";
import type { Call, Operation } from "./operation.js";
import { asMarker, versionHeaders, versionIn } from "./versions.js";

export const getObject: Operation = {
  name: "GetObject",
  body: "none",
  takesVersion: true,
  run: async (call) => {
    const found = await find(call, { op: "get", ...asked(call) });
    return reply(call, found, (found as GetResult).body.view());
  },
};

export const headObject: Operation = {
  name: "HeadObject",
  body: "none",
  takesVersion: true,
  run: async (call) => reply(call, await find(call, { op: "head", ...asked(call) }), undefined),
};

function asked({ incoming, key }: Call) {
  return { key, ...singleIfMatch(incoming), ...versionIn(incoming) };
}

/** @throws WireError, which tells of a delete marker where there is one. */
async function find(call: Call, request: RequestOf<"get"> | RequestOf<"head">): Promise<ObjectInfo> {
  try {
    return await call.ask(request);
  } catch (error) {
    throw asMarker(call, error);
  }
}

/** The store judges one ETag; of a list of them the reply is judged. */
function singleIfMatch({ header }: Incoming): { readonly ifMatch?: string } {
  const ifMatch = header("if-match");
  return ifMatch === undefined || ifMatch.includes(",") ? {} : { ifMatch: unquoted(ifMatch) };
}

function reply(call: Call, found: ObjectInfo, bytes: Uint8Array | undefined): Reply {
  const { incoming, now } = call;
  const { etag, size, metadata } = found;
  const modified = found.modified ?? now;
  const base = { ETag: quoted(etag), "Last-Modified": httpDate(modified), ...versionHeaders(found) };
  const verdict = judgeRead(readConditions(incoming.header, "", now), { etag, modified });
  if (verdict.kind === "unchanged") return emptyReply(304, base);
  if (verdict.kind === "failed") {
    throw new WireError("PreconditionFailed", undefined, { Condition: verdict.condition });
  }
  const range = partNumber(incoming) === undefined ? parseRange(incoming.header("range")) : undefined;
  const headers: Headers = {
    ...headersOf(metadata),
    ...base,
    "Accept-Ranges": "bytes",
    ...(incoming.header("x-amz-checksum-mode") === "ENABLED" && range === undefined
      ? checksumHeaders(checksumIn(metadata))
      : {}),
    ...overrides(incoming),
  };
  if (range === undefined) {
    const status = partNumber(incoming) === undefined ? 200 : 206;
    return sent(status, { ...headers, "Content-Length": size }, bytes);
  }
  const { start, end } = resolveRange(range, size);
  return sent(
    206,
    { ...headers, "Content-Range": `bytes ${start}-${end}/${size}`, "Content-Length": end - start + 1 },
    bytes?.subarray(start, end + 1),
  );
}

function sent(status: number, headers: Headers, body: Uint8Array | undefined): Reply {
  return body === undefined ? { status, headers } : { status, headers, body };
}

/** Only the one part of an object that was put in one piece can be asked for. @throws WireError */
function partNumber(incoming: Incoming): 1 | undefined {
  const asked = incoming.query("partNumber");
  if (asked === undefined) return undefined;
  if (!/^\d{1,5}$/.test(asked) || Number(asked) < 1 || Number(asked) > 10_000) {
    throw new WireError("InvalidArgument", "Part number must be an integer between 1 and 10000, inclusive");
  }
  if (incoming.header("range") !== undefined) {
    throw new WireError("InvalidRequest", "Cannot specify both Range header and partNumber query parameter");
  }
  if (asked !== "1") throw new WireError("NotImplemented", "Reading single parts is not supported.");
  return 1;
}

/** What the query may say in the place of the object's own headers. */
const overridable = [
  "Cache-Control",
  "Content-Disposition",
  "Content-Encoding",
  "Content-Language",
  "Content-Type",
  "Expires",
] as const;

function overrides(incoming: Incoming): Headers {
  const headers: Record<string, string> = {};
  if (incoming.target.query.pairs.length === 0) return headers;
  for (const name of overridable) {
    const value = incoming.query(`response-${name.toLowerCase()}`);
    // A line break would begin a header of its own.
    if (value !== undefined && /^[\t\u0020-\u007e\u0080-\u00ff]*$/.test(value)) headers[name] = value;
  }
  return headers;
}
