/**
 * The tasks' half of a table format: parts under unique keys, and messages that hand them to the driver.
 *
 * Source: Spark `SparkWrite.TaskCommit` for the messages; the file names of Apache Iceberg (`OutputFileFactory`) and Delta
 * Lake (`DelayedCommitProtocol`) for keys that nobody else can have.
 *
 * Race closed: attempts and jobs never meet, since every key is its writer's own. Which attempt's files count is said by
 * the messages that the job commits, one per task; nothing in the store says it.
 */
import type { AttemptInfo, Context, Part, TaskCommit } from "../../src/job/committer.js";
import { deleteAll } from "./delete-all.js";

/** A data file, as its writer hands it to the driver. */
export type DataFile = {
  readonly key: string;
  readonly etag: string;
  /** Bytes. */
  readonly size: number;
  readonly rows: number;
};

/** The files of one process's attempt. */
export class DataFiles {
  #written: readonly DataFile[] = [];
  /** Keys that were begun to be written. */
  #begun: readonly string[] = [];

  /** Under a unique key, so there is nothing to be asked or guarded against. */
  async write({ job }: AttemptInfo, part: Part, ctx: Context): Promise<void> {
    const key = `${job.table}data/${ctx.uuid()}-${part.name}`;
    this.#begun = [...this.#begun, key];
    const { etag } = await ctx.store.put({ key, body: part.body });
    this.#written = [...this.#written, { key, etag, size: part.body.length, rows: part.rows }];
  }

  /** The message for the driver. */
  get message(): TaskCommit {
    return this.#written;
  }

  /** Nothing can refer to files whose message was never taken. */
  async abort(ctx: Context): Promise<void> {
    await deleteAll(this.#begun, ctx);
  }
}

/** The files that the messages of a job's tasks name. */
export function filesOf(commits: readonly TaskCommit[]): readonly DataFile[] {
  return commits.flatMap((commit) => (commit ?? []) as readonly DataFile[]);
}
