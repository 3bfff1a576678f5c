import { failure } from "./operations/answers.js";
import type { WriteCondition } from "./operations/conditional.js";
import type { ConditionalRequest, StoreFailure } from "./requests.js";

/**
 * What a store makes of `If-None-Match` and `If-Match` on a write or a delete:
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

/**
 * What comes of a multipart upload whose key another request has written or deleted between Initiate and Complete:
 *
 * - `may-vanish`: its Complete may be told 200, and the other request takes precedence: nobody ever sees the object (S3 User
 *   Guide, mpuoverview.html: "some other request that is received between the time you initiate and complete the upload might
 *   take precedence"). A conditional Complete is told 409 instead, where its condition can no longer be trusted;
 * - `completes`: the object is there when the Complete is told 200;
 * - `is-gone`: the other request ends the upload, and its Complete is told NoSuchUpload (Garage: an upload is a version of its key
 *   that is as old as its Initiate, and complete versions supersede what is older);
 * - `loses-its-parts`: a write of the key, by other means than this upload, discards what was uploaded: InvalidPart (Azure).
 */
export type OvertakenUpload = "may-vanish" | "completes" | "is-gone" | "loses-its-parts";

/**
 * What a Complete is told whose upload has become an object: what the first one was told, and nothing is done (S3, where this is left
 * out); that only as long as the object is still there; or that the upload, or its parts, are no more.
 */
export type RepeatedComplete = "if-still-there" | "NoSuchUpload" | "InvalidPart";

/** What a store can do, beside what its reads may answer. What is left out is as S3 has it. */
export interface Capabilities {
  readonly conditionalWrites: ConditionalWrites;
  /** Where `If-Match` on writes is treated otherwise than `If-None-Match`. */
  readonly ifMatch?: ConditionalWrites;
  /** Where conditions on the key that COPY writes are treated otherwise than those of PUT. */
  readonly copyConditions?: ConditionalWrites;
  /** Where conditions of CompleteMultipartUpload are treated otherwise than those of PUT. */
  readonly completeConditions?: ConditionalWrites;
  /** Where `If-Match` on DELETE is treated otherwise than on a write. */
  readonly conditionalDeletes?: Exclude<ConditionalWrites, "unreliable">;
  /** A DELETE with `If-Match` where there is no object is told 204 as any other; S3 answers 404. */
  readonly deleteMissing?: "NoContent";
  /** A write with `If-Match: *` asks for any object; S3 answers 501. */
  readonly matchesAny?: true;
  /** A create is refused with 409 BlobAlreadyExists; S3's is 412. */
  readonly createRefused?: "BlobAlreadyExists";
  /** `If-Match` where there is no object is refused with 412; S3's is 404. */
  readonly matchMissing?: "PreconditionFailed";
  readonly overtaken?: Overtaken;
  /**
   * `version`: the ETag is a new one for each write, also of the same bytes. `size`: two objects of one length have the same. S3's is
   * a hash of the bytes.
   */
  readonly etags?: "version" | "size";
  /**
   * Bytes that every part of an upload but the last must have; S3's is 5 MiB. A small scope explores files of a few rows, and would never
   * see an upload of more than one part: where a test or a scenario is about several, it has a store with a smaller minimum.
   */
  readonly minPartBytes?: number;
  readonly repeatedComplete?: RepeatedComplete;
  readonly overtakenUpload?: OvertakenUpload;
  /**
   * `enabled`: every write and every delete of a key makes a version of it that stays until it is deleted by its id. `suspended`: those that
   * there are stay, and what is written or deleted becomes the one version "null".
   */
  readonly versioning?: "enabled" | "suspended";
  /** Conditions on writes are not looked at once the bucket has versioning. */
  readonly conditionsWhenVersioned?: "ignored";
  /** RenameObject: an object moves to another key at once. Left out: 501. */
  readonly renames?: "at-once";
  /** LIST shows keys in any order, and knows no start-after. Left out: in UTF-8 binary order. */
  readonly listOrder?: "any";
  /** LIST shows the common prefixes of uploads under way too. */
  readonly listsUploads?: true;
  /** The bucket tells a queue of every object that is created. Left out: 501 for who asks. */
  readonly notifications?: true;
  /**
   * How often a key may be written before a write is refused with 429, where the fault `busy-key` is asked for: not while another
   * write of it is under way, or not within a second of another write.
   */
  readonly keyWrites?: "one-at-a-time" | "one-a-second";
  /** A read may ask for the newest version, or for one that is not older than a token. */
  readonly consistentReads?: true;
}

/** Smallest part but the last, where the store does not say otherwise: S3's. */
const s3MinPartBytes = 5 * 1024 * 1024;

export function minPartBytes({ minPartBytes }: Capabilities): number {
  return minPartBytes ?? s3MinPartBytes;
}

/** How conditions on the key that this request writes or deletes are treated. */
export function conditionsOn(capabilities: Capabilities, request: ConditionalRequest): ConditionalWrites {
  const { conditionalWrites, ifMatch = conditionalWrites, versioning } = capabilities;
  if (versioning !== undefined && capabilities.conditionsWhenVersioned === "ignored") return "ignored";
  switch (request.op) {
    case "delete":
      return capabilities.conditionalDeletes ?? (ifMatch === "unreliable" ? "ignored" : ifMatch);
    case "copy":
      if (capabilities.copyConditions !== undefined) return capabilities.copyConditions;
      break;
    case "completeMultipartUpload":
      if (capabilities.completeConditions !== undefined) return capabilities.completeConditions;
      break;
    case "put":
    case "rename":
      break;
  }
  return request.ifMatch !== undefined && request.ifNoneMatch === undefined ? ifMatch : conditionalWrites;
}

/** The condition of a request as the store sees it, or its refusal to look at one. */
export function conditionSeen(
  capabilities: Capabilities,
  request: ConditionalRequest,
): WriteCondition | StoreFailure {
  const { key, ifMatch } = request;
  const ifNoneMatch = request.op === "delete" ? undefined : request.ifNoneMatch;
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
