/**
 * What went wrong with rows under Hadoop's committers and Spark's coordinator, by the issues that tell of it. Each is a variant
 * that has the bug and one that has not, in the same circumstances. None of the circumstances was made for an issue: they are
 * scenarios of `lakelitmus list` in bounds that close at once, and every property is asked.
 */
import { boundRanges } from "../../../src/check/bounds.js";
import type { Bounds } from "../../../src/check/verdict.js";
import type { Issue } from "../issue.js";

const kind = (name: keyof Bounds, word: string): number => {
  const number = boundRanges[name].kinds?.indexOf(word) ?? -1;
  if (number < 0) throw new RangeError(`the bound ${name} has no kind ${word}`);
  return number;
};

const smallest = { tasks: 1, files: 1 };
/** An attempt's process dies, and its task gets another. */
const retry = { attempts: 2, crashes: 1, dying: kind("dying", "attempts") };
const namesByAttempt = { names: kind("names", "attempt") };

export const issues: readonly Issue[] = [
  {
    ids: ["SPARK-4879"],
    about:
      "Two attempts of a task ran at once, and both committed: the second one's clean-up and renames took the first one's files away.",
    scenario: "speculation-uncoordinated",
    bounds: smallest,
    bug: { what: "nobody asks before committing", committer: "file-output-v1" },
    breaks: "no-lost-rows",
    fix: {
      what: "OutputCommitCoordinator: the first that asks",
      committer: "file-output-v1",
      bounds: { coordinator: 1 },
    },
  },
  {
    ids: ["SPARK-6614"],
    about:
      "Any attempt that failed cleared the lock of its task, also the lock that another attempt was committing under.",
    scenario: "speculation-crash",
    bounds: { ...smallest, attempts: 2, dying: kind("dying", "attempts") },
    bug: {
      what: "any failure clears the lock",
      committer: "file-output-v1?fs=atomic-rename",
      bounds: { coordination: kind("coordination", "clears-on-any-failure") },
    },
    breaks: "no-lost-rows",
    fix: {
      what: "only that of the attempt that holds it",
      committer: "file-output-v1?fs=atomic-rename",
    },
  },
  {
    ids: ["SPARK-19631"],
    about:
      "An attempt that counted as failed already was given the lock. Nobody listens to what becomes of it, so nobody can commit the task any more.",
    scenario: "executor-lost",
    bounds: smallest,
    bug: {
      what: "an attempt that has failed may commit",
      committer: "magic",
      bounds: { coordination: kind("coordination", "grants-to-failed") },
    },
    breaks: "every-job-can-end",
    fix: { what: "it is refused", committer: "magic" },
  },
  {
    ids: ["MAPREDUCE-7282", "SPARK-33019"],
    about:
      "Algorithm 2 publishes when a task commits. A job that fails after that leaves rows of it in the table; Spark went back to algorithm 1.",
    scenario: "one-job",
    bounds: { tasks: 2, files: 1, anomalies: 0, crashes: 1, dying: kind("dying", "attempts") },
    bug: { what: "algorithm 2", committer: "file-output-v2" },
    breaks: "no-phantom-rows",
    fix: { what: "algorithm 1", committer: "file-output-v1" },
  },
  {
    ids: ["HIVE-25561", "HIVE-27899", "HIVE-28962", "MAPREDUCE-7282"],
    about:
      "An attempt was killed when it had published a part of its files; the next one published all of its own under other names, and lines were there twice.",
    scenario: "one-job",
    bounds: { tasks: 1, files: 2, anomalies: 0, ...retry, ...namesByAttempt },
    bug: { what: "files are final one by one", committer: "file-output-v2" },
    breaks: "no-duplicate-rows",
    fix: { what: "a task's files replace each other's as a whole", committer: "file-output-v1" },
  },
  {
    ids: ["MAPREDUCE-6275"],
    about:
      "Algorithm 2 renamed a task's directory as a whole where the table had none of that name. Two tasks with files for one directory both found none, and the second rename failed.",
    scenario: "one-job",
    bounds: { tasks: 2, files: 1, anomalies: 0, partitions: 1 },
    bug: { what: "the directory is renamed", committer: "file-output-v2?directories=rename" },
    breaks: "no-phantom-rows",
    fix: { what: "it is made, and merged into", committer: "file-output-v2" },
  },
  {
    ids: ["HADOOP-13786"],
    about:
      "Over an object store a rename is copies and deletes, so an attempt that its driver had given up, and that went on renaming, destroyed what the next one had committed.",
    scenario: "executor-lost",
    bounds: smallest,
    bug: { what: "commit by rename", committer: "file-output-v1" },
    breaks: "no-lost-rows",
    fix: { what: "commit by completing uploads", committer: "magic" },
  },
  {
    ids: ["HADOOP-17258"],
    about:
      "A task committed and its process died before it said so. The next attempt's commit met the record and failed, and so did every one after it.",
    scenario: "one-job",
    bounds: { ...smallest, anomalies: 0, ...retry },
    bug: { what: "the record must not be there", committer: "magic?task-commit-overwrite=no" },
    breaks: "loud",
    fix: { what: "it is replaced, the last one wins", committer: "magic" },
  },
  {
    ids: ["HADOOP-17318"],
    about:
      "Two jobs to one table left their records in one directory, and each met the other's when it committed, and failed on it half-way.",
    scenario: "two-writers",
    bounds: { ...smallest, anomalies: 0 },
    bug: { what: "__magic/app-attempt-0000", committer: "magic?directory=app-attempt&abort-uploads=none" },
    breaks: "no-phantom-rows",
    fix: { what: "the job's id is in the path", committer: "magic?abort-uploads=none" },
  },
  {
    ids: ["HADOOP-17318", "HADOOP-18797"],
    about: "The first of two jobs to finish aborted every upload under the table, the other's as well.",
    scenario: "two-writers",
    bounds: { ...smallest, anomalies: 0 },
    bug: { what: "all uploads are aborted", committer: "magic?abort-uploads=all" },
    breaks: "loud",
    fix: { what: "none is", committer: "magic?abort-uploads=none" },
  },
  {
    ids: ["HADOOP-18797"],
    about: "The first of two jobs to finish deleted `__magic`, with the other's records in it.",
    scenario: "two-writers",
    bounds: { ...smallest, anomalies: 0 },
    bug: { what: "a directory for all jobs", committer: "magic?directory=shared&abort-uploads=none" },
    breaks: "loud",
    fix: { what: "__magic_job-<id>", committer: "magic?directory=job&abort-uploads=none" },
  },
  {
    ids: ["SPARK-24238", "SPARK-28945", "SPARK-53019"],
    about:
      "Two jobs wrote to one path. Both work in `_temporary/0`, and the first to finish deleted it under the other.",
    scenario: "two-writers",
    bounds: { ...smallest, anomalies: 0 },
    bug: { what: "_temporary/0 is every job's", committer: "file-output-v1" },
    breaks: "no-lost-rows",
    fix: {
      what: "a directory of its own, outside the table",
      committer: "staging-directory?abort-uploads=none",
    },
  },
  {
    ids: ["SPARK-29037"],
    about: "A job was killed when its tasks had committed; the next one to the same path published them.",
    scenario: "killed-job",
    bounds: smallest,
    bug: { what: "_temporary/0 is every job's", committer: "file-output-v1" },
    breaks: "no-phantom-rows",
    fix: { what: "the job's id is in the path", committer: "manifest-committer" },
  },
  {
    ids: ["SPARK-33230", "SPARK-33402", "HADOOP-17318"],
    about:
      "Two jobs that began in the same second had one id, so the paths that are to keep them apart were the same.",
    scenario: "equal-ids",
    bounds: smallest,
    bug: { what: "ids from the clock's second", committer: "staging-directory?abort-uploads=none" },
    breaks: "no-lost-rows",
    fix: {
      what: "ids that differ",
      committer: "staging-directory?abort-uploads=none",
      bounds: { ids: kind("ids", "unique") },
    },
  },
  {
    ids: ["SPARK-39195", "SPARK-48292", "SPARK-41448"],
    about:
      "An attempt committed, and its task counted as failed and ran again. The attempts had different task ids, so the second did not replace the first, and rows were there twice.",
    scenario: "unstable-ids",
    bounds: smallest,
    bug: { what: "a task id for each attempt", committer: "magic" },
    breaks: "no-duplicate-rows",
    fix: { what: "one for the task", committer: "magic", bounds: { ids: kind("ids", "unique") } },
  },
  {
    ids: ["SPARK-40034", "SPARK-41551", "SPARK-56588"],
    about:
      "A job was to replace the partitions that it writes to; the committer did not know of that, and appended.",
    scenario: "overwrite-partitions",
    bounds: { ...smallest, attempts: 1, anomalies: 0, faults: 0, zombies: 0 },
    bug: {
      what: "the committer's setting says append",
      committer: "staging-partitioned?conflict-mode=append",
    },
    breaks: "write-mode",
    fix: { what: "it goes by the job's mode", committer: "staging-partitioned?conflict-mode=job" },
  },
  {
    ids: ["SPARK-40034"],
    about: "The same, with a committer that cannot do it.",
    scenario: "overwrite-partitions",
    bounds: { ...smallest, attempts: 1, anomalies: 0, faults: 0, zombies: 0 },
    bug: {
      what: "the committer's setting says append",
      committer: "staging-partitioned?conflict-mode=append",
    },
    breaks: "write-mode",
    fix: { what: "the job is refused", committer: "magic" },
  },
  {
    ids: ["HADOOP-13345"],
    about:
      "Jobs succeeded with rows missing, because LIST had not shown yet what tasks had written (also spark-csv#272, Beam #19148).",
    store: "list-lag",
    scenario: "one-job",
    bounds: { ...smallest, anomalies: 1 },
    bug: { what: "LIST is believed", committer: "file-output-v1" },
    breaks: "no-lost-rows",
    fix: { what: "behind S3Guard", committer: "file-output-v1 + s3guard" },
  },
];
