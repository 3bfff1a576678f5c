import type { CopyRequest } from "../object-store.js";
import type { StoreFailure } from "../requests.js";
import type { Found, Version } from "../state.js";
import { failure } from "./answers.js";
import { preconditionFailed, sameETag } from "./conditional.js";
import { noSuchKey } from "./get.js";

/** A COPY onto itself must change something, which of these operations' fields only the metadata can. */
export function refuseCopy(request: CopyRequest): StoreFailure | undefined {
  if (request.source !== request.key || request.metadata !== undefined) return undefined;
  return failure(
    "InvalidRequest",
    "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata.",
    request.key,
  );
}

/** The source of a COPY whose read finds `found`, or the answer if it is missing (404) or not the one asked for (412). */
export function sourceOf(
  request: Pick<CopyRequest, "source" | "sourceIfMatch">,
  found: Found,
): Version | StoreFailure {
  if (found === null) return noSuchKey(request.source);
  const { sourceIfMatch } = request;
  if (sourceIfMatch === undefined || sourceIfMatch === "*" || sameETag(sourceIfMatch, found.etag))
    return found;
  return preconditionFailed(request.source);
}
