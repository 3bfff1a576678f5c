/**
 * What S3A's committers do with uploads in parts: begin them at the final key, complete them when the job commits, and take
 * back what they can where one fails.
 *
 * Source: Hadoop 3.4 `org.apache.hadoop.fs.s3a.commit.impl.CommitOperations`, `AbstractS3ACommitter.commitPendingUploads`,
 * `org.apache.hadoop.util.functional.TaskPool`.
 *
 * Race closed: a file is there as a whole, and moves no bytes, when its upload is completed. Until then nobody sees it.
 *
 * Races left open:
 * - The uploads of a job are completed one by one. A driver that dies in between leaves those that are.
 * - A Complete whose reply is lost counts as failed. What was completed by it is not taken back: nobody knows of it.
 * - Taking a file back is a DELETE of its key, whatever lies there by now, and does not bring back what lay there before.
 */
import type { Context, Plain } from "../../src/job/committer.js";
import type { Body } from "../../src/store/body.js";
import { isS3Error, S3Error, type S3ErrorCode } from "../../src/store/object-store.js";
import { fileSystemErrors } from "./hadoop-file-system.js";
import {
  PendingCommitError,
  type PendingSet,
  type SinglePendingCommit,
  uploadOf,
} from "./pending-commits.js";
import { type PlainErrors, resultOnly } from "./result-only.js";

/** `fs.s3a.committer.threads`: core-default.xml has 8. So many uploads are completed at once. */
const threads = 8;

/** Initiate and one part. What cannot be uploaded is aborted; an Initiate whose reply is lost leaves an upload nobody knows of. */
export async function beginUpload(
  key: string,
  body: Body,
  ctx: Context,
): Promise<{ readonly uploadId: string; readonly etags: readonly string[] }> {
  const { uploadId } = await ctx.store.createMultipartUpload({ key });
  try {
    const { etag } = await ctx.store.uploadPart({ key, uploadId, partNumber: 1, body });
    return { uploadId, etags: [etag] };
  } catch (error) {
    await quietly(() => ctx.store.abortMultipartUpload({ key, uploadId }));
    throw error;
  }
}

/** One upload completed: the file is there. @returns its ETag. */
export async function completeUpload(commit: SinglePendingCommit, ctx: Context): Promise<string> {
  const parts = commit.etags.map((etag, index) => ({ partNumber: index + 1, etag }));
  const { etag } = await ctx.store.completeMultipartUpload({ ...uploadOf(commit), parts });
  return etag;
}

/** Aborts each; errors are logged by S3A, and no more. */
export async function abortUploads(commits: readonly SinglePendingCommit[], ctx: Context): Promise<void> {
  for (const commit of commits) await quietly(() => ctx.store.abortMultipartUpload(uploadOf(commit)));
}

/** Takes files back: a DELETE each. */
export async function revertCommits(commits: readonly SinglePendingCommit[], ctx: Context): Promise<void> {
  for (const { destinationKey } of commits) await quietly(() => ctx.store.delete({ key: destinationKey }));
}

/** What came of one Complete. */
type End =
  { readonly etag: string } | { readonly code: S3ErrorCode; readonly message: string; readonly key: string };

/**
 * Completes all uploads of a task. If one fails, it is aborted, those that were completed are taken back, and those that
 * were not begun are aborted (TaskPool: stopOnFailure, onFailure, abortWith, revertWith).
 *
 * @throws S3Error the first that failed.
 */
export async function completeAll(
  commits: readonly SinglePendingCommit[],
  ctx: Context,
): Promise<readonly string[]> {
  const etags: string[] = [];
  for (let at = 0; at < commits.length; at += threads) {
    const group = commits.slice(at, at + threads);
    const ends = await ctx.parallel(group, (commit, inner): Promise<End> => tryComplete(commit, inner));
    const failed = ends.find((end) => "code" in end);
    if (failed !== undefined && "code" in failed) {
      await abortUploads(
        [...group.filter((_, index) => "code" in ends[index]!), ...commits.slice(at + threads)],
        ctx,
      );
      const completed = group.filter((_, index) => "etag" in ends[index]!);
      await revertCommits([...completed, ...commits.slice(0, at)], ctx);
      throw new S3Error(failed.code, failed.message, failed.key);
    }
    etags.push(...ends.flatMap((end) => ("etag" in end ? [end.etag] : [])));
  }
  return etags;
}

async function tryComplete(commit: SinglePendingCommit, ctx: Context): Promise<End> {
  try {
    return { etag: await completeUpload(commit, ctx) };
  } catch (error) {
    if (!isS3Error(error)) throw error;
    return { code: error.code, message: error.message, key: commit.destinationKey };
  }
}

/** A file that a job has published. */
export type Published = { readonly key: string; readonly etag: string; readonly length: number };

/**
 * Completes the uploads of all tasks, several sets at once. `load` reads a set; S3A reads each when its turn comes, so one
 * that is damaged shows after files of others have been completed (HADOOP-16570). If a set fails, the others are taken
 * back, and those that were not begun are aborted.
 *
 * @throws S3Error, PendingCommitError the first that failed.
 */
export async function completeSets<Source extends Plain>(
  sources: readonly Source[],
  load: (source: Source, ctx: Context) => Promise<PendingSet>,
  ctx: Context,
): Promise<readonly Published[]> {
  const published: Published[] = [];
  for (let at = 0; at < sources.length; at += threads) {
    const group = sources.slice(at, at + threads);
    const ends = await ctx.parallel(group, async (source, inner): Promise<SetEnd> =>
      completeSet(source, load, inner),
    );
    const failed = ends.find((end) => "failed" in end);
    if (failed !== undefined && "failed" in failed) {
      const done = group.filter((_, index) => "published" in ends[index]!);
      await forSets(sources.slice(at + threads), load, abortUploads, ctx);
      await forSets([...done, ...sources.slice(0, at)], load, revertCommits, ctx);
      throw plainErrors.fromPlain(failed.failed);
    }
    published.push(...ends.flatMap((end) => ("published" in end ? end.published : [])));
  }
  return published;
}

type SetEnd = { readonly published: readonly Published[] } | { readonly failed: Plain };

async function completeSet<Source extends Plain>(
  source: Source,
  load: (source: Source, ctx: Context) => Promise<PendingSet>,
  ctx: Context,
): Promise<SetEnd> {
  try {
    const { commits } = await load(source, ctx);
    const etags = await completeAll(commits, ctx);
    return {
      published: commits.map(({ destinationKey, length }, index) => ({
        key: destinationKey,
        etag: etags[index]!,
        length,
      })),
    };
  } catch (error) {
    const failed = plainErrors.toPlain(error);
    if (failed === undefined) throw error;
    return { failed };
  }
}

/** Does something with the uploads of each set; a set that cannot be read is passed over. */
export async function forSets<Source extends Plain>(
  sources: readonly Source[],
  load: (source: Source, ctx: Context) => Promise<PendingSet>,
  act: (commits: readonly SinglePendingCommit[], ctx: Context) => Promise<void>,
  ctx: Context,
): Promise<void> {
  for (const source of sources) {
    await quietly(async () => act((await load(source, ctx)).commits, ctx));
  }
}

/** The first page of uploads below a prefix is aborted, whoever began them (S3AFileSystem.listMultipartUploads: one request). */
export async function abortUploadsBelow(prefix: string, ctx: Context): Promise<void> {
  const { uploads } = await ctx.store.listMultipartUploads({ prefix });
  for (const { key, uploadId } of uploads) {
    await quietly(() => ctx.store.abortMultipartUpload({ key, uploadId }));
  }
}

/** Whether each file is there as it was completed: a HEAD each. @throws PendingCommitError */
export async function verifyPublished(published: readonly Published[], ctx: Context): Promise<void> {
  for (const { key, etag, length } of published) {
    const found = await ctx.store.head({ key });
    if (found.etag === etag && found.size === length) continue;
    throw new PendingCommitError(`${key} is not the file that was completed`);
  }
}

/** Every error that these protocols meet, as plain data and back. */
const plainErrors = {
  toPlain: (error: unknown): Plain | undefined => {
    if (error instanceof PendingCommitError) return { record: error.message };
    if (isS3Error(error)) {
      const { code, message, key } = error;
      return { code, message, ...(key === undefined ? {} : { key }) };
    }
    const files = fileSystemErrors.toPlain(error);
    return files === undefined ? undefined : { files };
  },
  fromPlain: (plain: Plain): Error => {
    const failed = plain as
      { record: string } | { files: Plain } | { code: S3ErrorCode; message: string; key?: string };
    if ("record" in failed) return new PendingCommitError(failed.record);
    if ("files" in failed) return fileSystemErrors.fromPlain(failed.files);
    return new S3Error(failed.code, failed.message, failed.key);
  },
} satisfies PlainErrors;

/** A part of a protocol over these calls of which the rest knows what it returns or throws, and nothing else. */
export function s3aCall<R extends Plain | void>(
  ctx: Context,
  body: (ctx: Context) => Promise<R>,
): Promise<R> {
  return resultOnly(ctx, body, plainErrors);
}

/** Errors of the stores, and records that cannot be read, are passed over. */
export async function quietly(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (plainErrors.toPlain(error) === undefined) throw error;
  }
}
