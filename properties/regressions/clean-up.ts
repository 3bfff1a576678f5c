/** What is deleted after an error, while the commit has landed, or still will. */
import type { Regression } from "../../src/check/regression.js";

const catalog = "cas-pointer?swap=catalog&holds=name";

export const cleanUpAfterDoubt: readonly Regression[] = [
  {
    id: "RB01",
    threads: ["apache/iceberg#2317", "apache/iceberg#2328"],
    cause:
      "The call to the catalog failed after the swap had been applied, and the client deleted the files of the commit. CommitStateUnknownException comes from here.",
    scenario: "reply-lost",
    bounds: { prior: 1 },
    bug: { committer: `${catalog}&on-doubt=fail` },
    violates: "readable",
    remedy: { committer: catalog },
    how: "Whoever is in doubt reads the table, and looks for its own commit in the history.",
  },
  {
    id: "RB02",
    threads: [],
    read: "Apache Iceberg, the strict variant of checkCommitStatus",
    cause:
      "After a timeout the client looks once, does not find its commit, and takes it for failed. The request is applied later, when the files are gone.",
    scenario: "reply-lost",
    bounds: { prior: 1 },
    bug: { committer: `${catalog}&on-doubt=look-then-fail` },
    violates: "readable",
    remedy: { committer: `${catalog}&on-doubt=unknown` },
    how: "What is not there yet is unknown, and its files stay.",
  },
  {
    id: "RB04",
    threads: ["apache/iceberg#4686", "apache/iceberg#4687"],
    cause:
      "The table's own code kept the files after CommitStateUnknownException, and Spark's abort deleted them: an engine that knows two outcomes only.",
    scenario: "reply-lost",
    bounds: { prior: 1 },
    bug: { committer: `${catalog}&on-doubt=unknown&abort=delete-in-doubt` },
    violates: "readable",
    remedy: { committer: `${catalog}&on-doubt=unknown` },
    how: "Abort deletes nothing of a commit that may have landed.",
  },
  {
    id: "RB07",
    threads: ["apache/iceberg#5752", "trinodb/trino#14104"],
    cause:
      "A read timeout of the metastore after the swap: the new version's own metadata was deleted, and nobody could read the table.",
    scenario: "reply-lost",
    bounds: { prior: 1 },
    bug: { committer: `${catalog}&staged=delete` },
    violates: "readable",
    remedy: { committer: catalog },
    how: "The object of a version whose swap was not answered stays.",
  },
  {
    id: "RB09",
    threads: ["apache/iceberg#15050", "apache/iceberg#15051"],
    cause:
      "A 503 told of the creation of a table was taken for a failure, and what it refers to was deleted.",
    scenario: "reply-lost",
    bug: { committer: "cas-pointer?holds=name&on-doubt=fail" },
    violates: "readable",
    remedy: { committer: "cas-pointer?holds=name" },
    how: "The first version of a table is in doubt like any other.",
  },
  {
    id: "RB12",
    threads: ["ClickHouse/ClickHouse#112081", "ClickHouse/ClickHouse#115390", "duckdb/duckdb-iceberg#1120"],
    cause:
      "An error after the numbered metadata file had been published, and the clean-up of the files it refers to.",
    scenario: "reply-lost",
    bug: { committer: "iceberg-cas?on-error=clean-up" },
    violates: "readable",
    remedy: { committer: "iceberg-cas" },
    how: "The slot is read, and commit ids are compared, before anything is concluded.",
  },
  {
    id: "RB13",
    threads: ["apache/paimon#6777", "apache/paimon#6778", "apache/paimon#7441"],
    cause: "A rename that was told to have failed had been done, and the manifests were deleted.",
    scenario: "reply-lost",
    bug: { committer: "cas-slot?fill=files-rename&on-doubt=fail" },
    violates: "readable",
    remedy: { committer: "cas-slot?fill=files-rename" },
    how: "The snapshot that is there is compared with one's own; after an exception nothing is cleaned up.",
  },
  {
    id: "RB15",
    threads: [],
    read: "hyparam/icebird 0.8.25, icebergTransaction",
    cause: "Whatever error a commit meets, all files that it has written are deleted.",
    scenario: "reply-lost",
    bug: { committer: "cas-slot?on-refusal=fail&on-doubt=fail" },
    violates: "readable",
    remedy: { committer: "cas-slot" },
    how: "Files go only where the slot is seen with somebody else's content.",
  },
  {
    id: "RB16",
    threads: [],
    read: "DuckLake, CleanupFiles in ducklake_transaction.cpp",
    cause: "The answer to COMMIT is lost; an error that is not to be retried deletes the files written.",
    scenario: "reply-lost",
    bug: { committer: "cas-pointer?swap=catalog&on-doubt=fail" },
    violates: "readable",
    remedy: { committer: "cas-pointer?swap=catalog&on-doubt=unknown" },
    how: "An error of COMMIT itself says nothing of its outcome.",
  },
  {
    id: "lance-7722",
    threads: ["lancedb/lance#7722", "lancedb/lance#8454"],
    cause:
      "Any error of the conditional write was a lost race, and the staged manifest was deleted that the table named.",
    scenario: "reply-lost",
    bug: { committer: "cas-slot?fill=lance-external-2025&find=start" },
    violates: "readable",
    remedy: { committer: "cas-slot?fill=lance-external&find=start" },
    how: "The entry is read back before the manifest is deleted.",
  },
];
