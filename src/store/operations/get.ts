import { Body } from "../body.js";
import type { GetRequest, HeadRequest, ObjectInfo } from "../object-store.js";
import type { StoreAnswer, StoreFailure } from "../requests.js";
import type { Found, Version } from "../state.js";
import { failure, success } from "./answers.js";
import { preconditionFailed, sameETag } from "./conditional.js";

/** The answer to a GET that finds `found`. S3's order of checks: is it there, If-Match (412), the range (416). */
export function answerGet(request: GetRequest, found: Found): StoreAnswer {
  const object = objectToRead(request, found);
  if ("ok" in object) return object;
  const info = infoOf(object);
  const { size } = info;
  if (request.range === undefined) return success({ ...info, body: object.body });
  const { start, end = Infinity } = request.range;
  const badRange = refuseRange(request.key, start, end, size);
  if (badRange !== undefined) return badRange;
  const length = Math.min(end + 1, size) - start;
  return success({ ...info, body: Body.adopt(object.body.bytes(start, length)) });
}

/** The answer to a HEAD that finds `found`. */
export function answerHead(request: HeadRequest, found: Found): StoreAnswer {
  const object = objectToRead(request, found);
  if ("ok" in object) return object;
  return success(infoOf(object));
}

function infoOf({ etag, metadata, body, modified, id }: Version): ObjectInfo {
  const info = { etag, size: body.length, metadata };
  if (modified === undefined && id === undefined) return info;
  return {
    ...info,
    ...(modified === undefined ? {} : { modified }),
    ...(id === undefined ? {} : { versionId: id }),
  };
}

/** The answer of a read that finds nothing at `key`. */
export function noSuchKey(key: string): StoreFailure {
  return failure("NoSuchKey", "The specified key does not exist.", key);
}

function objectToRead(request: HeadRequest, found: Found): Version | StoreFailure {
  if (found === null) return noSuchKey(request.key);
  if (request.ifMatch === undefined || request.ifMatch === "*" || sameETag(request.ifMatch, found.etag))
    return found;
  return preconditionFailed(request.key);
}

/**
 * A range that starts at or behind the end is 416. One that is no range at all (RFC 9110 14.1.1 has a server ignore it and
 * send the whole object) is refused here, because no protocol means it.
 */
export function refuseRange(key: string, start: number, end: number, size: number): StoreFailure | undefined {
  const whole = Number.isSafeInteger(start) && (end === Infinity || Number.isSafeInteger(end));
  if (!whole || start < 0 || end < start) {
    return failure(
      "InvalidArgument",
      `The range ${start}-${end} is none: it needs whole numbers, 0 <= start <= end.`,
      key,
    );
  }
  if (start < size) return undefined;
  return failure(
    "InvalidRange",
    `The requested range is not satisfiable: it starts at ${start}, the object is ${size} bytes long.`,
    key,
  );
}
