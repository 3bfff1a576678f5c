/**
 * S3A's partitioned staging committer: only the directories that receive files are replaced, or must not be there.
 *
 * Source: Hadoop 3.4 `org.apache.hadoop.fs.s3a.commit.staging.PartitionedStagingCommitter`; see `../shared/staging.ts` for
 * all that it has in common with the one for a whole directory.
 *
 * Race closed: see `../shared/staging.ts`.
 *
 * Races left open:
 * - fail: each task looks for its own partitions when it commits; two jobs, and two tasks, may both find nothing.
 * - replace: as for a whole directory, partition by partition. A file that lies in no partition makes the table itself one
 *   of the directories: all of it is deleted, though the documents say that such files are ignored.
 */
import type { Context, JobInfo } from "../../src/job/committer.js";
import { FileSystemError } from "../shared/hadoop-file-system.js";
import { type CommitterEntry, readOptions } from "../shared/options.js";
import { s3aCall } from "../shared/s3a-commits.js";
import {
  directoriesOf,
  Staging,
  stagingOptions,
  type StagingOptions,
  withoutSlash,
} from "../shared/staging.js";

const description = {
  name: "staging-partitioned",
  title: "S3A's staging committer for partitions: uploads begun when a task commits, told through HDFS",
  source:
    "Apache Hadoop 3.4, org.apache.hadoop.fs.s3a.commit.staging.PartitionedStagingCommitter; rdblue/s3committer",
  options: stagingOptions,
} as const;

class PartitionedStaging extends Staging {
  constructor(options: StagingOptions) {
    super(description.name, options, ["overwrite-partitions", "fail"]);
  }

  /** A file at the table's root is looked for under a name that no partition has (`table_root`), so never found. */
  protected override async beforeUploads(job: JobInfo, keys: readonly string[], ctx: Context): Promise<void> {
    if (this.conflictMode(job) !== "fail") return;
    const root = withoutSlash(job.table);
    for (const directory of directoriesOf(keys)) {
      const partition = directory === root ? `${job.table}table_root` : directory;
      // list-after-put, list-after-delete: before any upload, and not again.
      if (!(await this.fs.exists(partition, ctx))) continue;
      throw new FileSystemError("FileAlreadyExists", partition, `${partition} exists`);
    }
  }

  protected override async beforeCommit(
    job: JobInfo,
    destinations: () => Promise<readonly string[]>,
    ctx: Context,
  ): Promise<void> {
    const keys = await destinations();
    if (this.conflictMode(job) !== "replace") return;
    // list-after-put: what LIST misses survives. From here until the job's last file is there, rows are missing.
    await s3aCall(ctx, async (ctx) => {
      await ctx.parallel(directoriesOf(keys), async (directory, inner) => {
        await this.fs.delete(directory, { recursive: true }, inner);
      });
    });
  }
}

export const stagingPartitioned: CommitterEntry = {
  description,
  withOptions: (given) => {
    const options = readOptions(description, given);
    return () => new PartitionedStaging(options);
  },
};
