/**
 * Multipart with verification: each PUT becomes an upload in parts, HEAD has to show the ETag of its completion, and whatever goes
 * wrong the upload is aborted.
 *
 * Source: the runbook's `robust_multipart_upload`: create, upload the parts, complete, HEAD until the ETag is that of the
 * completion, and abort in the handler of any exception.
 *
 * Promises: nothing is to be seen of the object until all of it is there, and an upload that has failed leaves no parts that
 * are paid for.
 * Leaves open: what read-back leaves open. And an abort is no undo: a completion whose answer was lost may have made the object,
 * and the abort finds no upload any more. Who takes what was aborted for what has failed (`error=failed`), as a caller does that
 * catches every exception alike, cleans up what has landed. `abort=certain` aborts only where the completion was refused for
 * certain; an upload whose outcome nobody knows is then left to whoever sweeps them.
 */
import type { ETag, ObjectStore, PutRequest } from "../object-store.js";
import { isS3Error, S3Error } from "../object-store.js";
import type { DefenceContext } from "./defence.js";
import { asking, ended, notConfirmed } from "./shared/asking.js";
import { defenceEntry, type Parts } from "./shared/entry.js";
import { attemptsOption } from "./shared/options.js";
import { over } from "./shared/over.js";

export const multipart = defenceEntry(
  {
    name: "multipart",
    title: "PUTs become uploads in parts that are verified, and aborted where something goes wrong",
    source: 'the runbook "S3 Eventual Consistency Debugging", robust_multipart_upload',
    promises: "Nothing of an object shows until all of it is there; an upload that has failed is aborted.",
    leavesOpen:
      "An abort is no undo: a completion whose answer was lost may have made the object, and who takes what was aborted for failed is wrong.",
    options: [
      attemptsOption,
      {
        name: "abort",
        values: ["always", "certain"],
        default: "always",
        meaning:
          "always: whatever goes wrong, as the runbook has it. certain: only where the completion cannot have been applied.",
      },
      {
        name: "error",
        values: ["as-it-was", "failed"],
        default: "as-it-was",
        meaning:
          "What the caller is told after an abort. as-it-was: the error, which may say that nobody knows. failed: that the write has failed, for certain.",
      },
    ],
  },
  ({ attempts, abort, error: told }): Parts<null> => {
    const verify = async (ctx: DefenceContext<null>, key: string, etag: ETag): Promise<void> => {
      const seen = await asking(ctx, { attempts, about: key }, async ({ store }) => {
        const end = await ended(() => store.head({ key }));
        return "value" in end && end.value.etag === etag ? { end: true } : undefined;
      });
      if (seen === undefined)
        throw notConfirmed("multipart", key, "was completed, and does not show its ETag");
    };
    const upload = async (
      ctx: DefenceContext<null>,
      request: PutRequest,
    ): Promise<{ readonly etag: ETag }> => {
      const { store } = ctx;
      const { key, body, metadata } = request;
      const { uploadId } = await store.createMultipartUpload({
        key,
        ...(metadata === undefined ? {} : { metadata }),
      });
      try {
        const { etag } = await store.uploadPart({ key, uploadId, partNumber: 1, body });
        const { ifMatch, ifNoneMatch } = request;
        const result = await store.completeMultipartUpload({
          key,
          uploadId,
          parts: [{ partNumber: 1, etag }],
          ...(ifMatch === undefined ? {} : { ifMatch }),
          ...(ifNoneMatch === undefined ? {} : { ifNoneMatch }),
        });
        await verify(ctx, key, result.etag);
        return result;
      } catch (error) {
        if (!isS3Error(error)) throw error;
        if (abort === "certain" && error.mayHaveBeenApplied) throw error;
        await abortQuietly(store, key, uploadId);
        throw told === "failed" ? failed(error, key) : error;
      }
    };
    return {
      initial: null,
      wrap: (ctx) => over(ctx.store, { put: (request) => upload(ctx, request) }),
    };
  },
);

/** What cannot be aborted any more is no worse than before. */
async function abortQuietly(store: ObjectStore, key: string, uploadId: string): Promise<void> {
  await ended(() => store.abortMultipartUpload({ key, uploadId }));
}

/** The error as a caller takes it that tells no exceptions apart: the upload was aborted, so nothing of it is there. */
function failed(error: S3Error, key: string): S3Error {
  if (!error.mayHaveBeenApplied) return error;
  return new S3Error("NotSent", `The upload was aborted after an error: ${error.message}`, key);
}
