/**
 * Hadoop's ids of tasks and attempts, which carry the job's.
 *
 * Source: Apache Hadoop `org.apache.hadoop.mapreduce.TaskID`, `TaskAttemptID`; Spark builds them from a job id of its own
 * (`SparkHadoopWriterUtils.createJobID`).
 */
import type { JobInfo } from "../../src/job/committer.js";

/** `task_000000` becomes `task_<job id>_m_000000`, `attempt_000000_0` becomes `attempt_<job id>_m_000000_0`. */
export function hadoopId({ id: job }: JobInfo, id: string): string {
  const [kind = "", ...rest] = id.split("_");
  return `${kind}_${job}_m_${rest.join("_")}`;
}

/** `%02d`, `%04d`. */
export function digits(number: number, width: number): string {
  return String(number).padStart(width, "0");
}
