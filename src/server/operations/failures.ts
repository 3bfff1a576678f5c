/** The store's failures as S3's errors. */
import type { StoreFailure, StoreRequest } from "../../store/requests.js";
import { isWireErrorCode, WireError } from "../wire/s3-errors.js";

/** The client is to hear nothing from the store: whoever decided that says what it hears instead. */
export class Unanswered extends Error {
  override readonly name = "Unanswered";
}

/** @throws Unanswered where the store gave no answer. */
export function wireErrorOf(failure: StoreFailure, request: StoreRequest): WireError {
  const { code, message, key } = failure;
  if (!isWireErrorCode(code)) throw new Unanswered(message);
  const condition = code === "PreconditionFailed" ? conditionOf(request, key) : undefined;
  return new WireError(code, message, {
    ...(key === undefined ? {} : { Key: key }),
    ...(condition === undefined ? {} : { Condition: condition }),
  });
}

/** The condition that did not hold. */
function conditionOf(request: StoreRequest, key: string | undefined): string | undefined {
  if ("sourceIfMatch" in request && request.source === key && request.source !== request.key) {
    return "x-amz-copy-source-If-Match";
  }
  if ("ifNoneMatch" in request && request.ifNoneMatch !== undefined) return "If-None-Match";
  if ("ifMatch" in request && request.ifMatch !== undefined) return "If-Match";
  return "sourceIfMatch" in request ? "x-amz-copy-source-If-Match" : undefined;
}
