import { failure } from "./operations/answers.js";
import type { WriteCondition } from "./operations/conditional.js";
import type { RequestOf, StoreFailure } from "./requests.js";

type WriteRequest = RequestOf<"put"> | RequestOf<"copy">;

/**
 * What a store makes of `If-None-Match` and `If-Match` on a write:
 *
 * - `honoured`: the rule of `operations/conditional.ts`;
 * - `absent`: 501 NotImplemented for any conditional PUT or COPY (Amazon S3 until August 2024);
 * - `ignored`: written as if there were no condition, and acknowledged: the dangerous one;
 * - `unreliable`: honoured, or ignored when the store cannot tell what is there, which nobody is told of.
 *
 * Conditions on reads (`If-Match` on GET and HEAD, the source condition of COPY) are older and honoured everywhere.
 */
export type ConditionalWrites = "honoured" | "absent" | "ignored" | "unreliable";

/**
 * What comes of a conditional write that another write or delete of its key has overtaken while it was under way:
 *
 * - `conflict`: where its condition still holds it may be told 409 ConditionalRequestConflict (S3);
 * - `unnoticed`: its condition is judged when it takes effect, and that is all;
 * - `loser-409`: of two creates the later is told 409 instead of 412 (CoreWeave);
 * - `both-win`: of two creates the later may overwrite the earlier, and both are told that they succeeded (Swift).
 */
export type Overtaken = "conflict" | "unnoticed" | "loser-409" | "both-win";

/** What a store can do, beside what its reads may answer. What is left out is as S3 has it. */
export interface Capabilities {
  readonly conditionalWrites: ConditionalWrites;
  /** Where `If-Match` on writes is treated otherwise than `If-None-Match`. */
  readonly ifMatch?: ConditionalWrites;
  /** Where conditions on the key that COPY writes are treated otherwise than those of PUT. */
  readonly copyConditions?: ConditionalWrites;
  /** `If-Match: *` asks for any object; S3 answers 501. */
  readonly matchesAny?: true;
  /** A create is refused with 409 BlobAlreadyExists; S3's is 412. */
  readonly createRefused?: "BlobAlreadyExists";
  /** `If-Match` where there is no object is refused with 412; S3's is 404. */
  readonly matchMissing?: "PreconditionFailed";
  readonly overtaken?: Overtaken;
  /** The ETag is a new one for each write, also of the same bytes; S3's is a hash of them. */
  readonly etags?: "version";
  /** A read may ask for the newest version, or for one that is not older than a token. */
  readonly consistentReads?: true;
}

/** How conditions on the key that this request writes are treated. */
export function conditionsOn(capabilities: Capabilities, request: WriteRequest): ConditionalWrites {
  const { conditionalWrites, ifMatch, copyConditions } = capabilities;
  if (request.op === "copy" && copyConditions !== undefined) return copyConditions;
  return request.ifMatch !== undefined && request.ifNoneMatch === undefined
    ? (ifMatch ?? conditionalWrites)
    : conditionalWrites;
}

/** The condition of a write as the store sees it, or its refusal to look at one. */
export function conditionSeen(
  capabilities: Capabilities,
  request: WriteRequest,
): WriteCondition | StoreFailure {
  const { key, ifNoneMatch, ifMatch } = request;
  if (ifNoneMatch === undefined && ifMatch === undefined) return { key };
  switch (conditionsOn(capabilities, request)) {
    case "honoured":
    case "unreliable":
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
