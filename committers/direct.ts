/**
 * The committer that commits nothing: a task writes its files where they are to be read.
 *
 * Source: Spark's DirectParquetOutputCommitter and DirectOutputCommitter (SPARK-6352; taken out by SPARK-10063, because it
 * "may lose data"), Hadoop on EMR before 5.x.
 *
 *     $out/part-...        as soon as it is written
 *     $out/_SUCCESS
 *
 * Race closed: none. It is here as a control: what goes well with it needs no protocol.
 *
 * Races left open: rows of an attempt that fails, that is refused the commit or that its driver has given up are in the
 * table, and so are those of a job that fails; abortTask and abortJob do nothing. Attempts that write the same names
 * replace each other's files; attempts that do not double the rows.
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
import { type CommitterEntry, readOptions } from "./shared/options.js";
import { clearOutput, outputExists } from "./shared/output-directory.js";
import { listVisibleFiles } from "./shared/visible-files.js";

const description = {
  name: "direct",
  title: "a control that commits nothing: tasks write where readers look",
  source: "Apache Spark 1.x, DirectParquetOutputCommitter (SPARK-6352, removed by SPARK-10063)",
  options: [],
} as const;

class Direct implements Committer {
  async setupJob(): Promise<void> {}

  async setupTask(): Promise<void> {}

  /** The rows count from here on. */
  async write({ job }: AttemptInfo, part: Part, ctx: Context): Promise<void> {
    await ctx.store.put({ key: `${job.table}${part.name}`, body: part.body });
  }

  async needsTaskCommit(): Promise<boolean> {
    return false;
  }

  async commitTask(): Promise<TaskCommit> {
    return null;
  }

  async abortTask(): Promise<void> {}

  async commitJob({ table }: JobInfo, _commits: readonly TaskCommit[], ctx: Context): Promise<CommitOutcome> {
    await ctx.store.put({ key: `${table}_SUCCESS`, body: Body.empty });
    return "landed";
  }

  async abortJob(): Promise<void> {}

  async outputExists(job: JobInfo, ctx: Context): Promise<boolean> {
    return outputExists(job, ctx);
  }

  async clearOutput(job: JobInfo, ctx: Context): Promise<void> {
    await clearOutput(job, ctx);
  }

  async read(table: string, ctx: Context): Promise<readonly PartRef[]> {
    return listVisibleFiles(table, ctx);
  }
}

export const direct: CommitterEntry = {
  description,
  withOptions: (given) => {
    readOptions(description, given);
    return () => new Direct();
  },
};
