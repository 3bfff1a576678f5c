/**
 * Conditional writes: the rule of S3, for PUT, COPY and CompleteMultipartUpload.
 *
 *     If-None-Match: *   an object is there                                    412 PreconditionFailed
 *                        none, and one was deleted while the request was open  409 ConditionalRequestConflict
 *                        none                                                  commits
 *     If-Match: etag     no object is there                                    404 NoSuchKey
 *                        its ETag is another                                   412 PreconditionFailed
 *                        it matches, and the key was written meanwhile         409 (also where the bytes are the same)
 *                        it matches                                            commits
 *     any other value, or both headers                                         501 NotImplemented
 *
 * A PUT or COPY is open from its arrival to its effect; an upload in parts is from its Initiate to its Complete, so what overtakes it
 * is kept in its record, and the 409 of its Complete is certain and stays: another Complete of the same upload is told it again.
 *
 * Conditional deletes: `If-Match` with an ETag, or with `*` for any object.
 *
 *     no object is there                                    404 NoSuchKey
 *     its ETag is another                                   412 PreconditionFailed
 *     it matches, and the key was written meanwhile         409
 *     it matches                                            deletes
 *
 * The condition is judged on the authoritative state at the moment of the write, whatever caches say. Two creates at once:
 * the first to finish wins, the other is told 412.
 *
 * Source: S3 User Guide, "How to prevent object overwrites with conditional writes"; the 409 rows as recorded against AWS
 * for CompleteMultipartUpload (LocalStack's `TestS3ObjectWritePrecondition` snapshots, 2026-02) and documented for PutObject.
 * Documentation says "may", recordings say "does": for a PUT both are allowed here, and committing is the well-behaved one.
 * Deletes: S3 User Guide, "How to perform conditional deletes" (since 2025-09).
 */
import type { Capabilities } from "../capabilities.js";
import type { ETag } from "../object-store.js";
import type { StoreFailure } from "../requests.js";
import type { Found } from "../state.js";
import type { Overtaking } from "../uploads.js";
import { failure } from "./answers.js";

export interface WriteCondition {
  readonly key: string;
  readonly ifNoneMatch?: string;
  readonly ifMatch?: ETag;
}

/** What becomes of a write: it commits, or it fails with an answer. */
export type Judgement = "commit" | StoreFailure;

/** Where a store's answers differ from S3's. */
export type Dialect = Pick<
  Capabilities,
  "matchesAny" | "createRefused" | "matchMissing" | "deleteMissing" | "overtaken"
>;

const commits: readonly Judgement[] = Object.freeze(["commit"] as const);

/**
 * What may become of a write of a key whose authoritative content is `current`; the first is the well-behaved one.
 * `conflicted`: while the request was open, another took effect that {@link collidesWith} it.
 */
export function judge(
  condition: WriteCondition,
  current: Found,
  conflicted: boolean,
  dialect: Dialect = {},
): readonly Judgement[] {
  const { key, ifNoneMatch, ifMatch } = condition;
  if (ifNoneMatch === undefined && ifMatch === undefined) return commits;
  const refused = refuseCondition(condition, dialect);
  if (refused !== undefined) return [refused];
  if (ifMatch === undefined) {
    if (current !== null) return createOver(key, conflicted, dialect);
  } else {
    if (current === null) return [matchMissing(key, dialect)];
    if (ifMatch !== "*" && !sameETag(ifMatch, current.etag)) return [preconditionFailed(key)];
  }
  const { overtaken = "conflict" } = dialect;
  return conflicted && overtaken === "conflict" ? ["commit", conflict(key)] : commits;
}

/**
 * What may become of the Complete of an upload whose key went through `since` from its Initiate on. S3's conflicts are certain;
 * other stores look at what comes while the Complete itself is under way (`conflicted`), as at any write.
 */
export function judgeComplete(
  condition: WriteCondition,
  current: Found,
  since: readonly Overtaking[],
  conflicted: boolean,
  dialect: Dialect = {},
): readonly Judgement[] {
  if ((dialect.overtaken ?? "conflict") !== "conflict") return judge(condition, current, conflicted, dialect);
  const judgements = judge(condition, current, false, dialect);
  if (judgements !== commits || !isConditioned(condition)) return judgements;
  const struck = condition.ifMatch === undefined ? since.includes("deleted") : since.includes("written");
  return struck ? [conflict(condition.key)] : commits;
}

export function isConditioned({ ifNoneMatch, ifMatch }: WriteCondition): boolean {
  return ifNoneMatch !== undefined || ifMatch !== undefined;
}

/** What may become of a DELETE, as {@link judge}: it commits, or it fails. */
export function judgeDelete(
  { key, ifMatch }: WriteCondition,
  current: Found,
  conflicted: boolean,
  dialect: Dialect = {},
): readonly Judgement[] {
  if (ifMatch === undefined) return commits;
  if (current === null) return dialect.deleteMissing === undefined ? [noSuchObject(key)] : commits;
  if (ifMatch !== "*" && !sameETag(ifMatch, current.etag)) return [preconditionFailed(key)];
  return conflicted && (dialect.overtaken ?? "conflict") === "conflict" ? ["commit", conflict(key)] : commits;
}

/** A create of a key that has an object. */
function createOver(key: string, conflicted: boolean, dialect: Dialect): readonly Judgement[] {
  if (conflicted && dialect.overtaken === "loser-409") return [conflict(key)];
  const refused =
    dialect.createRefused === undefined
      ? preconditionFailed(key)
      : failure(dialect.createRefused, "The specified blob already exists.", key);
  return conflicted && dialect.overtaken === "both-win" ? [refused, "commit"] : [refused];
}

function matchMissing(key: string, dialect: Dialect): StoreFailure {
  return dialect.matchMissing === undefined ? noSuchObject(key) : preconditionFailed(key);
}

function noSuchObject(key: string): StoreFailure {
  return failure("NoSuchKey", "The specified key does not exist.", key);
}

/** Could this effect on the key of a conditional write, coming while it is under way, change its answer? */
export function collidesWith(
  { ifMatch }: Pick<WriteCondition, "ifMatch">,
  effect: "write" | "delete",
  { overtaken = "conflict" }: Dialect,
): boolean {
  switch (overtaken) {
    case "conflict":
      return effect === (ifMatch === undefined ? "delete" : "write");
    case "unnoticed":
      return false;
    case "loser-409":
    case "both-win":
      return ifMatch === undefined && effect === "write";
  }
}

/** The answer to a condition that S3 does not take, whatever the key holds. */
export function refuseCondition(
  { key, ifNoneMatch, ifMatch }: WriteCondition,
  dialect: Dialect = {},
): StoreFailure | undefined {
  const reason =
    ifNoneMatch !== undefined && ifMatch !== undefined
      ? "Multiple conditional request headers present in the request."
      : ifNoneMatch !== undefined && ifNoneMatch !== "*"
        ? "We don't accept the provided value of If-None-Match header for this API."
        : ifMatch === "*" && dialect.matchesAny !== true
          ? "We don't accept the provided value of If-Match header for this API."
          : undefined;
  return reason === undefined
    ? undefined
    : failure(
        "NotImplemented",
        `A header you provided implies functionality that is not implemented. ${reason}`,
        key,
      );
}

/** The same ETag, with or without the quotes that HTTP puts around it. */
export function sameETag(asked: ETag, has: ETag): boolean {
  return asked === has || (asked.length === has.length + 2 && asked === `"${has}"`);
}

export function preconditionFailed(key: string): StoreFailure {
  return failure("PreconditionFailed", "At least one of the pre-conditions you specified did not hold.", key);
}

function conflict(key: string): StoreFailure {
  return failure(
    "ConditionalRequestConflict",
    "The conditional request cannot succeed due to a conflicting operation against this resource.",
    key,
  );
}
