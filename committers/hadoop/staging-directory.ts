/**
 * S3A's directory staging committer: the output directory as a whole is appended to, replaced, or must not be there.
 *
 * Source: Hadoop 3.4 `org.apache.hadoop.fs.s3a.commit.staging.DirectoryStagingCommitter`; see `../shared/staging.ts` for
 * all that it has in common with the partitioned one.
 *
 * Race closed: see `../shared/staging.ts`.
 *
 * Races left open:
 * - fail: the directory is looked for once, when the job is set up. Two jobs that begin together both find nothing, and a
 *   LIST that lags shows nothing (no list-after-put), or shows what is gone (no list-after-delete).
 * - replace: what LIST shows is deleted before the first new file is there. A driver that dies after that leaves neither the
 *   old rows nor the new ones; old files that LIST misses survive, and nobody is told (no list-after-put).
 */
import type { Context, JobInfo } from "../../src/job/committer.js";
import { FileSystemError } from "../shared/hadoop-file-system.js";
import { type CommitterEntry, readOptions } from "../shared/options.js";
import { Staging, stagingOptions, type StagingOptions, withoutSlash } from "../shared/staging.js";

const description = {
  name: "staging-directory",
  title:
    "S3A's staging committer for a whole directory: uploads begun when a task commits, told through HDFS",
  source:
    "Apache Hadoop 3.4, org.apache.hadoop.fs.s3a.commit.staging.DirectoryStagingCommitter; rdblue/s3committer",
  options: stagingOptions,
} as const;

class DirectoryStaging extends Staging {
  constructor(options: StagingOptions) {
    super(description.name, options, ["overwrite", "fail"]);
  }

  override async setupJob(job: JobInfo, ctx: Context): Promise<void> {
    // list-after-put, list-after-delete: the only look for a conflict; the commit has none, because by then the job's own
    // files may be there (HADOOP-15469).
    if (this.conflictMode(job) === "fail") {
      const path = withoutSlash(job.table);
      if (await this.fs.exists(path, ctx))
        throw new FileSystemError("FileAlreadyExists", path, `${path} exists`);
    }
    await super.setupJob(job, ctx);
  }

  protected override async beforeCommit(
    job: JobInfo,
    destinations: () => Promise<readonly string[]>,
    ctx: Context,
  ): Promise<void> {
    await destinations();
    if (this.conflictMode(job) !== "replace") return;
    // list-after-put: what LIST misses survives. From here until the job's last file is there, rows are missing.
    await this.fs.delete(withoutSlash(job.table), { recursive: true }, ctx);
  }
}

export const stagingDirectory: CommitterEntry = {
  description,
  withOptions: (given) => {
    const options = readOptions(description, given);
    return () => new DirectoryStaging(options);
  },
};
