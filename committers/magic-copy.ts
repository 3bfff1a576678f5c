/**
 * The magic committer's story told in one line: a task writes to a staging key of its own, the job copies to the final
 * key. CopyObject stands where the real one completes multipart uploads.
 *
 * Source: the story as papers and talks tell it; the shape of S3A's MagicS3GuardCommitter (HADOOP-13786), and of the
 * manifest committer (MAPREDUCE-7341) over a rename that is a copy.
 *
 *     $out/__magic_copy-<job id>/<attempt>/part-...     staged
 *     $out/part-...                                     published
 *     $out/_SUCCESS
 *
 * How the real one differs: there the bytes are the parts of a multipart upload whose key is the final key already, so
 * nothing is visible or listed, and publishing a file moves no bytes. The task hands its uploads to the driver as a
 * `.pendingset` object, one per task, the last writer winning. CompleteMultipartUpload works once, so a job commit
 * cannot be repeated, while a copy can be as long as its source exists.
 *
 * Races closed: attempts never share a key, so they cannot mix, whatever is in flight. Which attempt counts is said by
 * the message that commitTask hands the driver, and the driver has one message per task: no duplicates, coordinator or
 * not. No key is asked for before it is written, so no store has a 404 to remember.
 *
 * Races left open:
 * - `find=list`: the driver takes the names of the designated attempt's files from LIST, as the magic committer takes
 *   its `.pending` and `.pendingset` files. What LIST misses is lost in silence (no list-after-put).
 *   `find=handed`: the message carries the names. There is no LIST, and a staged file that is not there is a 404.
 * - No commit point for the job: files appear one by one, and a driver that dies in between leaves them there.
 */
import type {
  AttemptInfo,
  Committer,
  CommitOutcome,
  Context,
  JobInfo,
  Part,
  PartRef,
  TaskCommit,
} from "../src/job/committer.js";
import { Body } from "../src/store/body.js";
import { isS3Error, type S3Error } from "../src/store/object-store.js";
import { deleteAll } from "./shared/delete-all.js";
import { listAll } from "./shared/listing.js";
import { type CommitterEntry, readOptions } from "./shared/options.js";
import { clearOutput, outputExists } from "./shared/output-directory.js";
import { listVisibleFiles } from "./shared/visible-files.js";

const description = {
  name: "magic-copy",
  title: "staging key per attempt, CopyObject to the final key at job commit",
  source:
    "a simplification of Apache Hadoop's MagicS3GuardCommitter (HADOOP-13786): copies instead of multipart uploads",
  options: [
    {
      name: "find",
      values: ["list", "handed"],
      default: "list",
      meaning:
        "How the driver learns what a committed attempt has staged. list: it LISTs the attempt's staging prefix. handed: the task's commit message names the files.",
    },
  ],
} as const;

/** What commitTask tells the driver: which attempt of the task counts and, with find=handed, what it has written. */
type Message = { readonly attempt: string; readonly files?: readonly string[] };

class MagicCopy implements Committer {
  readonly standsOnMessages = true;
  readonly #handed: boolean;
  /** Of this process's attempt: the names it has staged, or has begun to. */
  #staged: readonly string[] = [];
  /** Of the driver: the final keys that its job commit has begun to write. */
  #published: readonly string[] = [];

  constructor(handed: boolean) {
    this.#handed = handed;
  }

  /** Nothing: the prefixes are the job's own, so there is nothing to make and nothing to find. */
  async setupJob(): Promise<void> {}

  async setupTask(): Promise<void> {}

  async write(attempt: AttemptInfo, part: Part, ctx: Context): Promise<void> {
    // Noted before the PUT: after an error it may be there all the same, and abortTask has to know.
    this.#staged = [...this.#staged, part.name];
    await ctx.store.put({ key: stagingKey(attempt.job, attempt.attemptId, part.name), body: part.body });
  }

  /** Without a probe, as the magic committer has it since HADOOP-17833. */
  async needsTaskCommit(): Promise<boolean> {
    return true;
  }

  /** The task's commit point is the driver taking this message; the store is not asked. */
  async commitTask(attempt: AttemptInfo): Promise<TaskCommit> {
    const message: Message = { attempt: attempt.attemptId };
    return this.#handed ? { ...message, files: this.#staged } : message;
  }

  async abortTask(attempt: AttemptInfo, ctx: Context): Promise<void> {
    // An error leaves litter under a hidden prefix, which cleanup or abortJob deletes as well.
    await deleteAll(
      this.#staged.map((name) => stagingKey(attempt.job, attempt.attemptId, name)),
      ctx,
    );
  }

  async commitJob(job: JobInfo, commits: readonly TaskCommit[], ctx: Context): Promise<CommitOutcome> {
    const found: Copy[] = [];
    try {
      // All names before the first copy: what fails here has published nothing.
      for (const commit of commits) {
        if (commit !== null) found.push(...(await this.#find(job, commit as Message, ctx)));
      }
      this.#published = found.map(({ key }) => key);
      // One after the other. read-after-write on a key that nobody has asked for before: 404 is loud, and means that
      // the file is lost or that another driver has finished this job.
      for (const copy of found) await ctx.store.copy(copy);
      await ctx.store.put({ key: `${job.table}_SUCCESS`, body: success(job, this.#published) });
    } catch (error) {
      // Whether or not the request was applied: abortJob takes back what may have been published.
      if (isS3Error(error)) return "failed";
      throw error;
    }
    // From here on the job has landed; an error of the cleanup leaves litter, never wrong rows.
    if (this.#handed) {
      // What attempts have left that died without abortTask stays, below a prefix that no reader looks into.
      await deleteAll(
        found.map(({ source }) => source),
        ctx,
      );
    } else {
      await deleteStaging(job, ctx);
    }
    return "landed";
  }

  /**
   * The staged files go first, all that LIST shows below this job's own prefix, and only then the final keys that
   * commitJob has begun to write. So a copy that is still on its way finds no source any more and cannot bring a file
   * back. The final keys carry the job's id, so nobody else's rows can be at them.
   *
   * list-after-put: staged files that LIST misses remain as litter, and the source of a late copy with them.
   */
  async abortJob(job: JobInfo, ctx: Context): Promise<void> {
    const staged = await deleteStaging(job, ctx);
    const published = await deleteAll(this.#published, ctx);
    const left = published ?? staged;
    if (left !== undefined) throw left;
  }

  async outputExists(job: JobInfo, ctx: Context): Promise<boolean> {
    return outputExists(job, ctx);
  }

  async clearOutput(job: JobInfo, ctx: Context): Promise<void> {
    return clearOutput(job, ctx);
  }

  async read(table: string, ctx: Context): Promise<readonly PartRef[]> {
    return listVisibleFiles(table, ctx);
  }

  async #find(job: JobInfo, { attempt, files }: Message, ctx: Context): Promise<readonly Copy[]> {
    const prefix = stagingKey(job, attempt, "");
    // list-after-put: this is where find=list loses rows.
    const names = files ?? (await listAll(prefix, ctx)).objects.map(({ key }) => key.slice(prefix.length));
    return names.map((name) => ({ source: prefix + name, key: job.table + name }));
  }
}

/** What CopyObject needs. */
type Copy = { readonly source: string; readonly key: string };

/** Unique to the attempt: the job's id is unique to its run, the attempt's within the run. */
function stagingKey(job: JobInfo, attemptId: string, name: string): string {
  return `${stagingPrefix(job)}${attemptId}/${name}`;
}

function stagingPrefix(job: JobInfo): string {
  return `${job.table}__magic_copy-${job.id}/`;
}

/** Deletes what LIST shows of all the job's attempts. Returns the first error. */
async function deleteStaging(job: JobInfo, ctx: Context): Promise<S3Error | undefined> {
  try {
    const { objects } = await listAll(stagingPrefix(job), ctx);
    return await deleteAll(
      objects.map(({ key }) => key),
      ctx,
    );
  } catch (error) {
    if (isS3Error(error)) return error;
    throw error;
  }
}

/** As S3A's `_SUCCESS`: who committed what, and at most a hundred names. FileOutputCommitter's is empty. */
function success(job: JobInfo, keys: readonly string[]): Body {
  return Body.text(
    JSON.stringify({ committer: description.name, jobId: job.id, filenames: keys.slice(0, 100) }),
  );
}

export const magicCopy: CommitterEntry = {
  description,
  withOptions: (given) => {
    const { find } = readOptions(description, given);
    return () => new MagicCopy(find === "handed");
  },
};
