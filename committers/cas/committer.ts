/**
 * The committer of a table whose commits are versions, each decided once: what `cas-slot` and `cas-pointer` have in common.
 *
 * Source: the parts are those of Spark's `BatchWrite` over a table format: tasks write data files and hand them over, the
 * driver makes them part of the table.
 *
 * Races closed: data files are their writers' own (../shared/data-files.ts). Jobs meet where a version is decided, and whoever
 * is left in doubt looks there (../shared/publish/). Readers see whole versions.
 *
 * What may be deleted: after a failure the files of the commit, for no attempt of it can land any more; nothing after
 * `unknown`; after a success nothing is left over.
 */
import type {
  AttemptInfo,
  Committer,
  CommitOutcome,
  Context,
  JobInfo,
  Part,
  PartRef,
  Plain,
  SideService,
  TaskCommit,
} from "../../src/job/committer.js";
import { isFileSystemError } from "../../src/store/file-system.js";
import { isKeyValueError } from "../../src/store/key-value-table.js";
import { isS3Error } from "../../src/store/object-store.js";
import { type DataFile, DataFiles, filesOf } from "../shared/data-files.js";
import { deleteAll } from "../shared/delete-all.js";
import type { Need } from "../shared/probe/index.js";
import { publish, type Published, type Rules, type VersionLog } from "../shared/publish/publish.js";
import { requireConditions } from "./probe.js";

/** A commit: chosen once, the same in all its attempts. */
export type Commit = {
  /** Tells it from all others, in the history of the table. */
  readonly id: string;
  readonly files: readonly DataFile[];
};

export interface TableSettings<V extends Plain> {
  readonly uses: readonly SideService[];
  /** What is asked of the store first; nothing: it is trusted. */
  readonly needs: readonly Need[];
  readonly log: (table: string) => VersionLog<V, Commit>;
  /** The files that a reader of a version reads. */
  readonly files: (version: V) => readonly DataFile[];
  /** Is it what the log throws where it holds something that it cannot hold? */
  readonly isBroken: (error: unknown) => boolean;
  readonly commitId: (job: JobInfo) => string;
  readonly retries: number;
  /** Whether the files of a commit that has failed, or may have, are deleted. */
  readonly abort: "delete" | "leave" | "delete-in-doubt";
  /** `stage` makes the same files into a commit with a new id: only a control needs it. */
  readonly rules: (stage: (ctx: Context) => Promise<Commit>) => Rules<V, Commit>;
  /** After a commit: best effort. */
  readonly landed?: (table: string, slot: number, ctx: Context) => Promise<void>;
  readonly maintain?: (table: string, ctx: Context) => Promise<void>;
}

export class VersionedTable<V extends Plain> implements Committer {
  readonly standsOnMessages = true;
  readonly uses: readonly SideService[];
  readonly maintain?: (table: string, ctx: Context) => Promise<void>;
  readonly #settings: TableSettings<V>;
  /** Of this process's attempt. */
  readonly #files = new DataFiles();
  /** Of the driver: keys that nothing refers to, nor ever will. */
  #garbage: readonly string[] = [];

  constructor(settings: TableSettings<V>) {
    this.#settings = settings;
    this.uses = settings.uses;
    if (settings.maintain !== undefined) this.maintain = settings.maintain;
  }

  /** There is nothing to set up: the first commit makes the table. */
  async setupJob({ table }: JobInfo, ctx: Context): Promise<void> {
    const { needs } = this.#settings;
    if (needs.length > 0) await requireConditions(table, needs, ctx);
  }

  async setupTask(): Promise<void> {}

  write(attempt: AttemptInfo, part: Part, ctx: Context): Promise<void> {
    return this.#files.write(attempt, part, ctx);
  }

  async needsTaskCommit(): Promise<boolean> {
    return true;
  }

  /** Hands the driver the files. Nothing in the store says that they count. */
  async commitTask(): Promise<TaskCommit> {
    return this.#files.message;
  }

  abortTask(_attempt: AttemptInfo, ctx: Context): Promise<void> {
    return this.#files.abort(ctx);
  }

  async commitJob(job: JobInfo, commits: readonly TaskCommit[], ctx: Context): Promise<CommitOutcome> {
    const { log, commitId, retries, rules, landed, isBroken } = this.#settings;
    const files = filesOf(commits);
    const commit: Commit = { id: commitId(job), files };
    const chosen = rules(async (ctx) => ({ id: ctx.uuid(), files }));
    let end: Published;
    try {
      end = await publish(log(job.table), commit, { retries, rules: chosen }, ctx);
    } catch (error) {
      // publish throws these only where nothing can land any more. Of any other error nobody knows that.
      if (isStorageError(error) || isBroken(error)) this.#giveUp(commit);
      throw error;
    }
    if (end.outcome === "failed") this.#giveUp(commit);
    // A control: what an engine's abort does that knows two outcomes only.
    if (end.outcome === "unknown" && this.#settings.abort === "delete-in-doubt")
      await deleteAll(keysOf(commit), ctx);
    if (end.outcome === "landed") await landed?.(job.table, end.slot, ctx);
    return end.outcome;
  }

  /** Deletes the files of a job commit that has failed for certain; none after `unknown`. */
  async abortJob(_job: JobInfo, ctx: Context): Promise<void> {
    await deleteAll(this.#garbage, ctx);
  }

  /** A table that nobody has committed to has no rows. Relies on what finding the newest version relies on. */
  async read(table: string, ctx: Context): Promise<readonly PartRef[]> {
    const { log, files } = this.#settings;
    const newest = await log(table).newest(ctx);
    return files(newest).map(({ key, etag, size }) => ({ key, etag, size }));
  }

  #giveUp(commit: Commit): void {
    if (this.#settings.abort !== "leave") this.#garbage = keysOf(commit);
  }
}

function keysOf({ files }: Commit): readonly string[] {
  return files.map(({ key }) => key);
}

function isStorageError(error: unknown): boolean {
  return isS3Error(error) || isKeyValueError(error) || isFileSystemError(error);
}
