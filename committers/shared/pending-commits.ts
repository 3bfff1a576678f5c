/**
 * S3A's record of uploads that wait to be completed: one a file (`.pending`), and all of a task's (`.pendingset`).
 *
 * Source: Hadoop 3.4 `org.apache.hadoop.fs.s3a.commit.files.SinglePendingCommit`, `PendingSet`, `SuccessData`. The fields
 * that name a bucket are left out, because a committer does not know its bucket's name, and those that hold statistics.
 */
import type { JobInfo } from "../../src/job/committer.js";
import { Body } from "../../src/store/body.js";
import type { UploadRef } from "../../src/store/object-store.js";

/** One upload, whose key is where the file is to be. */
export type SinglePendingCommit = {
  readonly version: 2;
  /** Where the record was saved; for people. */
  readonly filename: string;
  readonly destinationKey: string;
  readonly uploadId: string;
  readonly jobId: string;
  readonly taskId: string;
  /** Length of the file in bytes. */
  readonly length: number;
  /** Of the parts, in order, the first part being number 1. */
  readonly etags: readonly string[];
};

/** All uploads of one task attempt. */
export type PendingSet = {
  readonly version: 3;
  /** Empty where the committer has none of its own to compare it with (staging). */
  readonly jobId: string;
  readonly commits: readonly SinglePendingCommit[];
  readonly extraData: { readonly "task.attempt.id": string };
};

/** A record cannot be used: it is damaged, or another job's (Hadoop: ValidationFailure, PathCommitException). */
export class PendingCommitError extends Error {
  override readonly name = "PendingCommitError";
}

export function printRecord(record: SinglePendingCommit | PendingSet): Body {
  return Body.text(JSON.stringify(record));
}

/** @throws PendingCommitError */
export function readPending(body: Body, path: string): SinglePendingCommit {
  return validated(parsed(body, path), path);
}

/**
 * @param jobId the job's; a set with another is refused.
 * @throws PendingCommitError
 */
export function readPendingSet(body: Body, path: string, jobId: string): PendingSet {
  const set = parsed(body, path) as Partial<PendingSet>;
  if (set.version !== 3 || !Array.isArray(set.commits)) {
    throw new PendingCommitError(`${path} is no set of pending commits`);
  }
  if (set.jobId !== "" && set.jobId !== jobId) {
    throw new PendingCommitError(`${path} is the job ${String(set.jobId)}'s, and not ${jobId}'s`);
  }
  set.commits.forEach((commit) => validated(commit, path));
  return set as PendingSet;
}

function parsed(body: Body, path: string): unknown {
  try {
    return JSON.parse(body.text());
  } catch {
    throw new PendingCommitError(`${path} is not JSON`);
  }
}

function validated(value: unknown, path: string): SinglePendingCommit {
  const { version, destinationKey, uploadId, length, etags } = (value ?? {}) as Partial<SinglePendingCommit>;
  const whole =
    version === 2 &&
    Boolean(destinationKey) &&
    Boolean(uploadId) &&
    (length ?? -1) >= 0 &&
    (etags?.length ?? 0) > 0 &&
    etags!.every((etag) => etag !== "");
  if (!whole) throw new PendingCommitError(`${path} is no pending commit`);
  return value as SinglePendingCommit;
}

/** What requests about an upload need. */
export function uploadOf({ destinationKey, uploadId }: SinglePendingCommit): UploadRef {
  return { key: destinationKey, uploadId };
}

/** `_SUCCESS`: who committed what, and at most a hundred names. FileOutputCommitter's is empty. */
export function successData(committer: string, { id }: JobInfo, keys: readonly string[]): Body {
  return Body.text(
    JSON.stringify({
      name: "org.apache.hadoop.fs.s3a.commit.files.SuccessData/1",
      success: true,
      committer,
      jobId: id,
      filenames: keys.slice(0, filenamesMost),
    }),
  );
}

const filenamesMost = 100;
