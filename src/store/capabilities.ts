import type { CopyRequest, PutRequest } from "./object-store.js";
import { failure } from "./operations/answers.js";
import type { WriteCondition } from "./operations/conditional.js";
import type { StoreFailure } from "./requests.js";

/**
 * What a store makes of `If-None-Match` and `If-Match` on a write:
 *
 * - `honoured`: the rule of `operations/conditional.ts`;
 * - `absent`: 501 NotImplemented for any conditional PUT or COPY (Amazon S3 until August 2024);
 * - `ignored`: written as if there were no condition, and acknowledged: the dangerous one.
 *
 * Conditions on reads (`If-Match` on GET and HEAD, the source condition of COPY) are older and honoured everywhere.
 */
export type ConditionalWrites = "honoured" | "absent" | "ignored";

/** What a store can do, beside what its reads may answer. */
export interface Capabilities {
  readonly conditionalWrites: ConditionalWrites;
}

/** The condition of a write as the store sees it, or its refusal to look at one. */
export function conditionSeen(
  { conditionalWrites }: Capabilities,
  { key, ifNoneMatch, ifMatch }: PutRequest | CopyRequest,
): WriteCondition | StoreFailure {
  if (ifNoneMatch === undefined && ifMatch === undefined) return { key };
  switch (conditionalWrites) {
    case "honoured":
      return {
        key,
        ...(ifNoneMatch === undefined ? {} : { ifNoneMatch }),
        ...(ifMatch === undefined ? {} : { ifMatch }),
      };
    case "absent":
      return failure(
        "NotImplemented",
        "A header you provided implies functionality that is not implemented: this store has no conditional writes.",
        key,
      );
    case "ignored":
      return { key };
  }
}
