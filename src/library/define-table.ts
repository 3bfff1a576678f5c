/** Table formats: data files have keys of their own, and a commit makes the table refer to them. */
import {
  type CommitOutcome,
  type CommitterFactory,
  type Context,
  type JobInfo,
  type PartRef,
  StoreRefused,
} from "../job/committer.js";
import { isS3Error } from "../store/object-store.js";

/** A data file that a job has written. Plain data, so that it can go into a loop's state. */
export type RowsFile = {
  readonly key: string;
  readonly etag: string;
  /** Length in bytes. */
  readonly size: number;
  readonly rows: number;
};

/** A table format. */
export interface TableFormat {
  /**
   * Makes the table hold the rows of `files`, beside those that it holds. Runs in the job's driver, once. `failed` means
   * that the rows are not in the table and never will be; where that is not certain, the outcome is `unknown`.
   */
  commit(files: readonly RowsFile[], ctx: Context, job: JobInfo): Promise<CommitOutcome>;
  /** The files that hold the table's rows now. A table that nobody has committed to has none. */
  snapshot(ctx: Context, table: string): Promise<readonly PartRef[]>;
  /**
   * Before the first task. A StoreRefused, or the store's own 501 NotImplemented, says that the store lacks what the format
   * stands on: then nothing is committed there.
   */
  setup?(ctx: Context, job: JobInfo): Promise<void>;
}

/**
 * Makes a committer of a table format. Tasks write their parts under unique keys, `<table>data/<uuid>-<part name>`, and
 * hand them to the driver, which commits those of one attempt of each task. An attempt that fails deletes what it wrote;
 * files that the driver was told of are never deleted, because a commit that seems to have failed may have landed.
 *
 * @throws TypeError where `commit` or `snapshot` is missing.
 */
export function defineTable(format: TableFormat): CommitterFactory {
  for (const name of ["commit", "snapshot"] as const) {
    if (typeof format[name] !== "function") throw new TypeError(`a table format needs ${name}, a function`);
  }
  return () => {
    /** Of this process's attempt. */
    let begun: readonly string[] = [];
    let written: readonly RowsFile[] = [];
    return {
      standsOnMessages: true,
      setupJob: async (job, ctx) => {
        try {
          await format.setup?.(ctx, job);
        } catch (error) {
          if (isS3Error(error, "NotImplemented")) throw new StoreRefused(error.message);
          throw error;
        }
      },
      setupTask: async () => undefined,
      write: async ({ job }, part, ctx) => {
        const key = `${job.table}data/${ctx.uuid()}-${part.name}`;
        begun = [...begun, key];
        const { etag } = await ctx.store.put({ key, body: part.body });
        written = [...written, { key, etag, size: part.body.length, rows: part.rows }];
      },
      needsTaskCommit: async () => true,
      commitTask: async () => written,
      abortTask: async (_attempt, ctx) => {
        for (const key of begun) await deleteQuietly(key, ctx);
      },
      commitJob: async (job, commits, ctx) =>
        format.commit(
          commits.flatMap((commit) => (commit ?? []) as readonly RowsFile[]),
          ctx,
          job,
        ),
      abortJob: async () => undefined,
      read: async (table, ctx) => format.snapshot(ctx, table),
    };
  };
}

/** What stays behind is litter: nothing refers to it. */
async function deleteQuietly(key: string, ctx: Context): Promise<void> {
  try {
    await ctx.store.delete({ key });
  } catch (error) {
    if (!isS3Error(error)) throw error;
  }
}
