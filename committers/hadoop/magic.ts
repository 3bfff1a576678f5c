/**
 * S3A's magic committer: a file is an upload in parts, begun at its final key while the task writes, and completed when the
 * job commits.
 *
 * Source: Hadoop 3.4 `org.apache.hadoop.fs.s3a.commit.magic.MagicS3GuardCommitter`, `S3MagicCommitTracker`,
 * `InMemoryMagicCommitTracker`, `AbstractS3ACommitter`, `impl.CommitOperations` (HADOOP-13786).
 *
 *     $out/part-...                                                            upload under way; the file, once completed
 *     $out/__magic_job-<job>/job-<job>/00/tasks/<attempt>/__base/part-...pending    one a file: what completes it
 *     $out/__magic_job-<job>/job-<job>/00/<task>.pendingset                         one a task: what its commit says
 *     $out/_SUCCESS
 *
 * Races closed:
 * - Nothing of an attempt is at a final key before the job commits, so attempts that fail or are given up leave no rows.
 * - A task's commit point is one PUT, of its `.pendingset`: the last attempt to make it has committed, whole, whatever is
 *   in flight. No store has a 404 of a final key to remember, because nobody asks for one.
 * - The directories carry the job's id: jobs side by side, and what dead ones have left, do not meet.
 *
 * Races left open:
 * - `.pending` and `.pendingset` files are found by LIST. One that it misses is not committed, and nobody is told (no
 *   list-after-put). `track=memory` and `commits=messages` do without.
 * - Nothing counts files, so an attempt that finds none of its records commits an empty one, over that of the attempt that has
 *   committed: where MapReduce's master aborts an attempt that runs on, and where a rerun has the id of the run before it.
 * - The job has no commit point: files appear one by one. A driver that dies in between leaves those that are completed.
 * - An upload is completed once. A second driver that commits the same tasks may be told that there is no such upload; it
 *   takes that for a failure, and aborts what the first has still to complete.
 * - A Complete whose reply is lost counts as failed, and the file that it made is not taken back.
 * - Between Initiate and Complete others may use the key: on S3 a delete then may make the file vanish, unseen.
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
} from "../../src/job/committer.js";
import { Body } from "../../src/store/body.js";
import { FileSystemError, nameOf } from "../shared/hadoop-file-system.js";
import { HadoopFs, type PathKind } from "../shared/hadoop-fs.js";
import { digits, hadoopId } from "../shared/hadoop-ids.js";
import { listAll } from "../shared/listing.js";
import { type CommitterEntry, type OptionValues, readOptions } from "../shared/options.js";
import {
  type PendingSet,
  printRecord,
  readPending,
  readPendingSet,
  type SinglePendingCommit,
  successData,
} from "../shared/pending-commits.js";
import {
  abortUploads,
  abortUploadsBelow,
  beginUpload,
  completeAll,
  completeSets,
  type Published,
  quietly,
  s3aCall,
  verifyPublished,
} from "../shared/s3a-commits.js";
import { listVisibleFiles } from "../shared/visible-files.js";

const description = {
  name: "magic",
  title: "S3A's magic committer: uploads begun at the final key, completed when the job commits",
  source:
    "Apache Hadoop 3.4, org.apache.hadoop.fs.s3a.commit.magic.MagicS3GuardCommitter (HADOOP-13786); S3AFileSystem",
  options: [
    {
      name: "directory",
      values: ["job", "shared", "app-attempt"],
      default: "job",
      meaning:
        "Where tasks leave their records. job: __magic_job-<job>, the job's own (HADOOP-18797). shared: __magic/job-<job>, and cleaning up deletes all of __magic (HADOOP-17318). app-attempt: __magic/app-attempt-0000, the same for every job, as it was at first.",
    },
    {
      name: "task-commit-overwrite",
      values: ["yes", "no"],
      default: "yes",
      meaning:
        "Whether a task's commit replaces the .pendingset of an earlier one. no: it fails there, as before HADOOP-17258.",
    },
    {
      name: "track",
      values: ["files", "memory"],
      default: "files",
      meaning:
        "How a task knows its uploads when it commits. files: from .pending files, by LIST. memory: it remembers them (fs.s3a.committer.magic.track.commits.in.memory.enabled, HADOOP-19047); nobody else can abort them then.",
    },
    {
      name: "commits",
      values: ["list", "messages"],
      default: "list",
      meaning:
        "How the driver knows what its tasks have committed. list: from .pendingset files, by LIST. messages: each task hands it over; engines such as Spark allow that, and the committer does not do it.",
    },
    {
      name: "complete",
      values: ["job", "task"],
      default: "job",
      meaning:
        "When uploads are completed. task: when the task commits, as EMRFS's committer and HADOOP-18776 do, with algorithm 2's trade-off.",
    },
    {
      name: "abort-uploads",
      values: ["none", "all"],
      default: "all",
      meaning:
        "What becomes of uploads under way below the output directory when a job ends (fs.s3a.committer.abort.pending.uploads). all: they are aborted, whoever began them; core-default.xml has that, the constant in the code has the other.",
    },
    {
      name: "verify",
      values: ["no", "yes"],
      default: "no",
      meaning: "Whether the driver looks, by HEAD, if each file that it has completed is there.",
    },
    {
      name: "requests",
      values: ["needed", "all"],
      default: "needed",
      meaning:
        "all: every request that S3A makes. needed: without those that can change no outcome (probes of paths that nobody else uses, marker files, what is deleted only to be tidy).",
    },
  ],
} as const;

type Options = OptionValues<typeof description>;

/** What a task's message says, with `commits=messages`. */
type Message = { readonly commits: readonly SinglePendingCommit[] };

class Magic implements Committer {
  readonly standsOnMessages: boolean;
  readonly #options: Options;
  readonly #fs: HadoopFs;
  /** Of this process's attempt, with `track=memory`: what it has uploaded. */
  #uploaded: readonly SinglePendingCommit[] = [];

  constructor(options: Options) {
    this.#options = options;
    this.standsOnMessages = options.commits === "messages";
    const all = options.requests === "all";
    this.#fs = new HadoopFs({ markers: true, parentMarkers: all, kindOf: all ? () => "either" : kindOf });
  }

  async setupJob(job: JobInfo, ctx: Context): Promise<void> {
    if (this.#options.requests === "all") {
      await this.#fs.delete(`${job.table}_SUCCESS`, { recursive: false }, ctx);
      await this.#fs.mkdirs(withoutSlash(job.table), ctx);
      // Only to warn of what is under way.
      await ctx.store.listMultipartUploads({ prefix: job.table });
    }
    await putMarker(this.#jobDir(job), ctx);
  }

  async setupTask(attempt: AttemptInfo, ctx: Context): Promise<void> {
    if (this.#options.requests === "all") await this.#clear(this.#attemptDir(attempt), ctx);
    await putMarker(`${this.#attemptDir(attempt)}/${base}`, ctx);
  }

  /**
   * Initiate, at the final key; the parts; and when the file is closed, the record that completes it. No probes: files below
   * a magic directory are created without (HADOOP-17833).
   */
  async write(attempt: AttemptInfo, part: Part, ctx: Context): Promise<void> {
    const key = `${attempt.job.table}${part.name}`;
    const { uploadId, etags } = await beginUpload(key, part.body, ctx);
    const path = `${this.#attemptDir(attempt)}/${base}/${part.name}`;
    const commit: SinglePendingCommit = {
      version: 2,
      filename: `${path}${pendingSuffix}`,
      destinationKey: key,
      uploadId,
      jobId: attempt.job.id,
      taskId: hadoopId(attempt.job, attempt.taskId),
      length: part.body.length,
      etags,
    };
    if (this.#options.track === "memory") {
      this.#uploaded = [...this.#uploaded, commit];
      return;
    }
    // An empty file stands for the one that is being written, so that whoever asks finds it.
    if (this.#options.requests === "all") {
      await ctx.store.put({
        key: path,
        body: Body.empty,
        metadata: { [lengthHeader]: String(part.body.length) },
      });
    }
    // A process that dies before this leaves an upload that nothing refers to.
    await ctx.store.put({ key: commit.filename, body: printRecord(commit) });
  }

  /** Without a probe, since HADOOP-17833. */
  async needsTaskCommit(): Promise<boolean> {
    return true;
  }

  async commitTask(attempt: AttemptInfo, ctx: Context): Promise<TaskCommit> {
    try {
      return await this.#commitTask(attempt, ctx);
    } finally {
      // Whatever came of it, a second commit of the attempt finds nothing.
      if (this.#options.track === "files") await this.#clear(this.#attemptDir(attempt), ctx);
    }
  }

  async #commitTask(attempt: AttemptInfo, ctx: Context): Promise<TaskCommit> {
    const { commits: handOver, complete } = this.#options;
    const commits = await this.#loadPending(attempt, ctx);
    if (complete === "task") {
      await s3aCall(ctx, async (ctx) => completeAll(commits, ctx));
      return null;
    }
    if (handOver === "messages") return { commits } satisfies Message;
    try {
      await this.#savePendingSet(attempt, commits, ctx);
    } catch (error) {
      // Also where the PUT was applied, and only its reply lost: then it names uploads that are no more.
      await abortUploads(commits, ctx);
      throw error;
    }
    return null;
  }

  /** list-after-put: a record that LIST misses is dropped, and nobody is told. There is no count to compare with. */
  async #loadPending(attempt: AttemptInfo, ctx: Context): Promise<readonly SinglePendingCommit[]> {
    if (this.#options.track === "memory") return this.#uploaded;
    return s3aCall(ctx, async (ctx) => {
      const paths = await this.#pendingFiles(attempt, ctx);
      const loaded = await ctx.parallel(paths, async (key, inner): Promise<Loaded> => {
        try {
          // read-after-write; list-after-delete: of a ghost the GET is a 404, and the task fails.
          return { commit: readPending((await inner.store.get({ key })).body, key) };
        } catch (error) {
          return { failed: error instanceof Error ? error.message : String(error) };
        }
      });
      const commits = loaded.flatMap((one) => ("commit" in one ? [one.commit] : []));
      const failed = loaded.find((one) => "failed" in one);
      if (failed === undefined || !("failed" in failed)) return commits;
      await abortUploads(commits, ctx);
      throw new FileSystemError("FileNotFound", this.#attemptDir(attempt), failed.failed);
    });
  }

  async #pendingFiles(attempt: AttemptInfo, ctx: Context): Promise<readonly string[]> {
    const path = this.#attemptDir(attempt);
    const { objects } = await listAll(`${path}/`, ctx);
    if (objects.length === 0) throw new FileSystemError("FileNotFound", path, `there is nothing at ${path}`);
    return objects.map(({ key }) => key).filter((key) => key.endsWith(pendingSuffix));
  }

  /** The task's commit point: one PUT, the last one wins. */
  async #savePendingSet(
    attempt: AttemptInfo,
    commits: readonly SinglePendingCommit[],
    ctx: Context,
  ): Promise<void> {
    const { job, taskId, attemptId } = attempt;
    const set: PendingSet = {
      version: 3,
      jobId: job.id,
      commits,
      extraData: { "task.attempt.id": hadoopId(job, attemptId) },
    };
    const path = `${this.#jobAttemptDir(job)}/${hadoopId(job, taskId)}${pendingSetSuffix}`;
    const overwrite = this.#options["task-commit-overwrite"] === "yes";
    if (overwrite) await ctx.store.put({ key: path, body: printRecord(set) });
    else await this.#fs.create(path, printRecord(set), { overwrite: false }, ctx);
  }

  /** list-after-put: the uploads of records that LIST misses stay, and so do those that have none yet. */
  async abortTask(attempt: AttemptInfo, ctx: Context): Promise<void> {
    if (this.#options.track === "memory") {
      await abortUploads(this.#uploaded, ctx);
      return;
    }
    await s3aCall(ctx, async (ctx) => {
      for (const key of await this.#pendingFiles(attempt, ctx)) {
        await quietly(async () => {
          await abortUploads([readPending((await ctx.store.get({ key })).body, key)], ctx);
          await ctx.store.delete({ key });
        });
      }
    }).finally(() => this.#clear(this.#attemptDir(attempt), ctx));
  }

  async commitJob(job: JobInfo, commits: readonly TaskCommit[], ctx: Context): Promise<CommitOutcome> {
    // Any error until the end: S3A cleans up, throws, and its engine aborts the job.
    if (this.#options.complete === "job") await this.#publish(job, commits, ctx);
    await this.#cleanUp(job, ctx);
    return "landed";
  }

  async #publish(job: JobInfo, commits: readonly TaskCommit[], ctx: Context): Promise<void> {
    const published = await s3aCall(ctx, async (ctx): Promise<readonly Published[]> => {
      if (this.#options.commits === "messages") {
        const sets = commits.flatMap((commit) => (commit === null ? [] : [setOf(job, commit as Message)]));
        return completeSets(sets, (set) => Promise.resolve(set), ctx);
      }
      // list-after-put: a task whose record LIST misses is lost, and nobody is told.
      const sources = await this.#pendingSets(job, ctx);
      // read-after-overwrite: the record of an attempt that came before is another attempt's, and its uploads may be gone.
      return completeSets(sources, (path, ctx) => this.#loadSet(job, path, ctx), ctx);
    });
    if (this.#options.verify === "yes") await s3aCall(ctx, (ctx) => verifyPublished(published, ctx));
    const keys = published.map(({ key }) => key);
    await ctx.store.put({ key: `${job.table}_SUCCESS`, body: successData("magic", job, keys) });
  }

  async #pendingSets(job: JobInfo, ctx: Context): Promise<readonly string[]> {
    const path = this.#jobAttemptDir(job);
    const { objects, commonPrefixes } = await listAll(`${path}/`, ctx, "/");
    if (objects.length + commonPrefixes.length === 0) {
      throw new FileSystemError("FileNotFound", path, `there is nothing at ${path}`);
    }
    return objects.map(({ key }) => key).filter((key) => key.endsWith(pendingSetSuffix));
  }

  async #loadSet(job: JobInfo, key: string, ctx: Context): Promise<PendingSet> {
    return readPendingSet((await ctx.store.get({ key })).body, key, job.id);
  }

  /** Does not read the records: with `abort-uploads=none` every upload of the job stays. */
  async abortJob(job: JobInfo, ctx: Context): Promise<void> {
    await this.#cleanUp(job, ctx);
  }

  /** Aborts uploads, whoever's they are, and deletes the job's records and a neighbour's `_temporary`. */
  async #cleanUp(job: JobInfo, ctx: Context): Promise<void> {
    if (this.#options["abort-uploads"] === "all") {
      await s3aCall(ctx, (ctx) => abortUploadsBelow(job.table, ctx));
    }
    await this.#clear(this.#cleanedDir(job), ctx);
    // Of a FileOutputCommitter beside it, if there is one.
    if (this.#options.requests === "all") await this.#clear(`${job.table}_temporary`, ctx);
  }

  async outputExists(job: JobInfo, ctx: Context): Promise<boolean> {
    return this.#fs.exists(withoutSlash(job.table), ctx);
  }

  /** list-after-put: old files that LIST misses survive. All are gone before a new one is there. */
  async clearOutput(job: JobInfo, ctx: Context): Promise<void> {
    await this.#fs.delete(withoutSlash(job.table), { recursive: true }, ctx);
  }

  async read(table: string, ctx: Context): Promise<readonly PartRef[]> {
    return listVisibleFiles(table, ctx);
  }

  /** A directory that cannot be deleted is logged, and no more. */
  async #clear(path: string, ctx: Context): Promise<void> {
    await quietly(() => this.#fs.delete(path, { recursive: true }, ctx));
  }

  #jobDir(job: JobInfo): string {
    switch (this.#options.directory) {
      case "job":
        return `${job.table}__magic_job-${job.id}/job-${job.id}`;
      case "shared":
        return `${job.table}__magic/job-${job.id}`;
      case "app-attempt":
        return `${job.table}__magic`;
    }
  }

  #jobAttemptDir(job: JobInfo): string {
    const { directory } = this.#options;
    const attempt =
      directory === "app-attempt" ? `app-attempt-${digits(job.appAttempt, 4)}` : digits(job.appAttempt, 2);
    return `${this.#jobDir(job)}/${attempt}`;
  }

  #attemptDir({ job, attemptId }: AttemptInfo): string {
    return `${this.#jobAttemptDir(job)}/tasks/${hadoopId(job, attemptId)}`;
  }

  #cleanedDir(job: JobInfo): string {
    return this.#options.directory === "job" ? `${job.table}__magic_job-${job.id}` : `${job.table}__magic`;
  }
}

/** A record that was read, or why it was not. */
type Loaded = { readonly commit: SinglePendingCommit } | { readonly failed: string };

/** Below it a path is the final one. */
const base = "__base";
const pendingSuffix = ".pending";
const pendingSetSuffix = ".pendingset";
const lengthHeader = "x-hadoop-s3a-magic-data-length";

function setOf(job: JobInfo, { commits }: Message): PendingSet {
  return { version: 3, jobId: job.id, commits, extraData: { "task.attempt.id": "" } };
}

/** mkdirs below a magic directory: no ancestors are looked at. */
async function putMarker(path: string, ctx: Context): Promise<void> {
  await ctx.store.put({ key: `${path}/`, body: Body.empty });
}

function withoutSlash(table: string): string {
  return table.replace(/\/$/u, "");
}

/** As file-output-v1's: a name with an ending is a file's or nobody knows, any other a directory's. */
function kindOf(path: string): PathKind {
  const name = nameOf(path);
  if (name.startsWith("part-") || name.endsWith(pendingSetSuffix) || name === "_SUCCESS") return "file";
  return name.includes(".") ? "either" : "directory";
}

export const magic: CommitterEntry = {
  description,
  withOptions: (given) => {
    const options = readOptions(description, given);
    return () => new Magic(options);
  },
};
