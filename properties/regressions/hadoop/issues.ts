/**
 * What went wrong with rows under Hadoop's committers and Spark's coordinator, by the issues that tell of it. Each is a variant
 * that has the bug and one that has not, in the same circumstances. None of the circumstances was made for an issue: they are
 * scenarios of `lakelitmus list` in bounds that close at once, and every property is asked.
 */
import { kindNumber } from "../../../src/check/bounds.js";
import type { Regression } from "../../../src/check/regression.js";

/** An attempt's process dies, and its task gets another. */
const retry = { attempts: 2, crashes: 1, dying: kindNumber("dying", "attempts") };
const namesByAttempt = { names: kindNumber("names", "attempt") };

export const hadoopIssues: readonly Regression[] = [
  {
    threads: ["SPARK-4879"],
    cause:
      "Two attempts of a task ran at once, and both committed: the second one's clean-up and renames took the first one's files away.",
    scenario: "speculation-uncoordinated",
    bug: { what: "nobody asks before committing", committer: "file-output-v1" },
    violates: "no-lost-rows",
    remedy: {
      what: "OutputCommitCoordinator: the first that asks",
      committer: "file-output-v1",
      bounds: { coordinator: 1 },
    },
  },
  {
    threads: ["SPARK-6614"],
    cause:
      "Any attempt that failed cleared the lock of its task, also the lock that another attempt was committing under.",
    scenario: "speculation-crash",
    bounds: { attempts: 2, dying: kindNumber("dying", "attempts") },
    bug: {
      what: "any failure clears the lock",
      committer: "file-output-v1?fs=atomic-rename",
      bounds: { coordination: kindNumber("coordination", "clears-on-any-failure") },
    },
    violates: "no-lost-rows",
    remedy: {
      what: "only that of the attempt that holds it",
      committer: "file-output-v1?fs=atomic-rename",
    },
  },
  {
    threads: ["SPARK-19631"],
    cause:
      "An attempt that counted as failed already was given the lock. Nobody listens to what becomes of it, so nobody can commit the task any more.",
    scenario: "executor-lost",
    bug: {
      what: "an attempt that has failed may commit",
      committer: "magic",
      bounds: { coordination: kindNumber("coordination", "grants-to-failed") },
    },
    violates: "every-job-can-end",
    remedy: { what: "it is refused", committer: "magic" },
  },
  {
    threads: ["MAPREDUCE-7282", "SPARK-33019"],
    cause:
      "Algorithm 2 publishes when a task commits. A job that fails after that leaves rows of it in the table; Spark went back to algorithm 1.",
    scenario: "one-job",
    bounds: { tasks: 2, anomalies: 0, crashes: 1, dying: kindNumber("dying", "attempts") },
    bug: { what: "algorithm 2", committer: "file-output-v2" },
    violates: "no-phantom-rows",
    remedy: { what: "algorithm 1", committer: "file-output-v1" },
  },
  {
    threads: ["HIVE-25561", "HIVE-27899", "HIVE-28962", "MAPREDUCE-7282"],
    cause:
      "An attempt was killed when it had published a part of its files; the next one published all of its own under other names, and lines were there twice.",
    scenario: "one-job",
    bounds: { files: 2, anomalies: 0, ...retry, ...namesByAttempt },
    bug: { what: "files are final one by one", committer: "file-output-v2" },
    violates: "no-duplicate-rows",
    remedy: { what: "a task's files replace each other's as a whole", committer: "file-output-v1" },
  },
  {
    threads: ["MAPREDUCE-6275"],
    cause:
      "Algorithm 2 renamed a task's directory as a whole where the table had none of that name. Two tasks with files for one directory both found none, and the second rename failed.",
    scenario: "one-job",
    bounds: { tasks: 2, anomalies: 0, partitions: 1 },
    bug: { what: "the directory is renamed", committer: "file-output-v2?directories=rename" },
    violates: "no-phantom-rows",
    remedy: { what: "it is made, and merged into", committer: "file-output-v2" },
  },
  {
    threads: ["HADOOP-13786"],
    cause:
      "Over an object store a rename is copies and deletes, so an attempt that its driver had given up, and that went on renaming, destroyed what the next one had committed.",
    scenario: "executor-lost",
    bug: { what: "commit by rename", committer: "file-output-v1" },
    violates: "no-lost-rows",
    remedy: { what: "commit by completing uploads", committer: "magic" },
  },
  {
    threads: ["HADOOP-17258"],
    cause:
      "A task committed and its process died before it said so. The next attempt's commit met the record and failed, and so did every one after it.",
    scenario: "one-job",
    bounds: { anomalies: 0, ...retry },
    bug: { what: "the record must not be there", committer: "magic?task-commit-overwrite=no" },
    violates: "loud",
    remedy: { what: "it is replaced, the last one wins", committer: "magic" },
  },
  {
    threads: ["HADOOP-17318"],
    cause:
      "Two jobs to one table left their records in one directory, and each met the other's when it committed, and failed on it half-way.",
    scenario: "two-writers",
    bounds: { anomalies: 0 },
    bug: { what: "__magic/app-attempt-0000", committer: "magic?directory=app-attempt&abort-uploads=none" },
    violates: "no-phantom-rows",
    remedy: { what: "the job's id is in the path", committer: "magic?abort-uploads=none" },
  },
  {
    threads: ["HADOOP-17318", "HADOOP-18797"],
    cause: "The first of two jobs to finish aborted every upload under the table, the other's as well.",
    scenario: "two-writers",
    bounds: { anomalies: 0 },
    bug: { what: "all uploads are aborted", committer: "magic?abort-uploads=all" },
    violates: "loud",
    remedy: { what: "none is", committer: "magic?abort-uploads=none" },
  },
  {
    threads: ["HADOOP-18797"],
    cause: "The first of two jobs to finish deleted `__magic`, with the other's records in it.",
    scenario: "two-writers",
    bounds: { anomalies: 0 },
    bug: { what: "a directory for all jobs", committer: "magic?directory=shared&abort-uploads=none" },
    violates: "loud",
    remedy: { what: "__magic_job-<id>", committer: "magic?directory=job&abort-uploads=none" },
  },
  {
    threads: ["SPARK-24238", "SPARK-28945", "SPARK-53019"],
    cause:
      "Two jobs wrote to one path. Both work in `_temporary/0`, and the first to finish deleted it under the other.",
    scenario: "two-writers",
    bounds: { anomalies: 0 },
    bug: { what: "_temporary/0 is every job's", committer: "file-output-v1" },
    violates: "no-lost-rows",
    remedy: {
      what: "a directory of its own, outside the table",
      committer: "staging-directory?abort-uploads=none",
    },
  },
  {
    threads: ["SPARK-29037"],
    cause: "A job was killed when its tasks had committed; the next one to the same path published them.",
    scenario: "killed-job",
    bug: { what: "_temporary/0 is every job's", committer: "file-output-v1" },
    violates: "no-phantom-rows",
    remedy: { what: "the job's id is in the path", committer: "manifest-committer" },
  },
  {
    threads: ["SPARK-33230", "SPARK-33402", "HADOOP-17318"],
    cause:
      "Two jobs that began in the same second had one id, so the paths that are to keep them apart were the same.",
    scenario: "equal-ids",
    bug: { what: "ids from the clock's second", committer: "staging-directory?abort-uploads=none" },
    violates: "no-lost-rows",
    remedy: {
      what: "ids that differ",
      committer: "staging-directory?abort-uploads=none",
      bounds: { ids: kindNumber("ids", "unique") },
    },
  },
  {
    threads: ["SPARK-39195", "SPARK-48292", "SPARK-41448"],
    cause:
      "An attempt committed, and its task counted as failed and ran again. The attempts had different task ids, so the second did not replace the first, and rows were there twice.",
    scenario: "unstable-ids",
    bug: { what: "a task id for each attempt", committer: "magic" },
    violates: "no-duplicate-rows",
    remedy: { what: "one for the task", committer: "magic", bounds: { ids: kindNumber("ids", "unique") } },
  },
  {
    threads: ["SPARK-40034", "SPARK-41551", "SPARK-56588"],
    cause:
      "A job was to replace the partitions that it writes to; the committer did not know of that, and appended.",
    scenario: "overwrite-partitions",
    bounds: { attempts: 1, anomalies: 0, faults: 0, zombies: 0 },
    bug: {
      what: "the committer's setting says append",
      committer: "staging-partitioned?conflict-mode=append",
    },
    violates: "write-mode",
    remedy: { what: "it goes by the job's mode", committer: "staging-partitioned?conflict-mode=job" },
  },
  {
    threads: ["SPARK-40034"],
    cause: "The same, with a committer that cannot do it.",
    scenario: "overwrite-partitions",
    bounds: { attempts: 1, anomalies: 0, faults: 0, zombies: 0 },
    bug: {
      what: "the committer's setting says append",
      committer: "staging-partitioned?conflict-mode=append",
    },
    violates: "write-mode",
    remedy: { what: "the job is refused", committer: "magic", refuses: true },
  },
  {
    threads: ["HADOOP-13345"],
    cause:
      "Jobs succeeded with rows missing, because LIST had not shown yet what tasks had written (also spark-csv#272, Beam #19148).",
    scenario: "one-job",
    bounds: { anomalies: 1 },
    bug: { what: "LIST is believed", committer: "file-output-v1", store: "list-lag" },
    violates: "no-lost-rows",
    remedy: { what: "behind S3Guard", committer: "file-output-v1 + s3guard", store: "list-lag" },
  },
];
