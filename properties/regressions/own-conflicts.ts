/** A client, or its SDK, that sends a request twice and meets its own success as somebody else's. */
import type { Regression } from "../../src/check/regression.js";

const catalog = "cas-pointer?swap=catalog&holds=name";

export const ownConflicts: readonly Regression[] = [
  {
    id: "RB17",
    threads: ["apache/iceberg#7151", "apache/iceberg#9411"],
    cause:
      "The SDK of Glue and DynamoDB sent the swap again after it had been applied; the refusal was taken for another writer, and the current metadata's files were deleted.",
    scenario: "reply-lost",
    bounds: { prior: 1 },
    bug: { committer: `${catalog}&on-refusal=fail` },
    violates: "readable",
    remedy: { committer: catalog },
    how: "A refusal, too, is followed by a look at the history.",
  },
  {
    id: "RB18",
    threads: ["apache/iceberg#11814", "apache/iceberg#11866"],
    cause:
      "Hive's client repeated a commit without a lock: the table has been modified, by itself. The committed metadata file was deleted.",
    scenario: "reply-lost",
    bounds: { prior: 1, fault: 3 },
    requires: ["ack", "retried"],
    bug: { committer: `${catalog}&on-refusal=rebase&staged=delete` },
    violates: "readable",
    remedy: { committer: `${catalog}&on-refusal=rebase` },
    how: "The metadata file stays until it is known whose the current one is.",
  },
  {
    id: "RB19",
    threads: ["apache/iceberg#12818", "apache/iceberg#13352"],
    cause:
      "The REST client sent a commit again after a 502 or 504, was told 409, and reported a failure of what had landed.",
    scenario: "reply-lost",
    bounds: { prior: 1 },
    bug: { committer: `${catalog}&on-doubt=unknown&on-refusal=fail&abort=leave` },
    violates: "no-phantom-rows",
    remedy: { committer: `${catalog}&on-doubt=unknown` },
    how: "5xx is unknown; a conflict is looked into.",
  },
  {
    id: "RB21",
    threads: [],
    read: "Apache Iceberg, SnapshotProducer.commit: a base that has the own snapshot is a rollback to it",
    cause:
      "The first attempt landed and was reported as a conflict; somebody else committed on top; the second attempt finds its own snapshot in the base and sets the table back to it.",
    scenario: "two-writers-fault",
    bug: { committer: `${catalog}&on-refusal=rebase&found-own=roll-back` },
    violates: "no-lost-rows",
    remedy: { committer: `${catalog}&on-refusal=rebase` },
    how: "A base that has the commit means that it has landed.",
  },
  {
    id: "RB22",
    threads: ["delta-io/delta#7345", "trinodb/trino#27402", "trinodb/trino#27388"],
    cause: "The client's own 412 for N.json failed a transaction that had landed.",
    scenario: "reply-lost",
    bug: { committer: "cas-slot?layout=added&on-refusal=fail&abort=leave" },
    violates: "no-phantom-rows",
    remedy: { committer: "cas-slot?layout=added" },
    how: "The winning file's transaction id is compared with one's own.",
  },
  {
    id: "RB23",
    threads: ["earth-mover/icechunk#2099", "earth-mover/icechunk#2156"],
    cause:
      "An If-Match that was sent twice was told 412, and a commit that had landed was reported as a conflict.",
    scenario: "reply-lost",
    bounds: { prior: 1 },
    bug: { committer: "cas-pointer?on-refusal=fail&abort=leave" },
    violates: "no-phantom-rows",
    remedy: { committer: "cas-pointer" },
    how: "Each write carries an id, and whoever is refused reads it.",
  },
  {
    id: "icechunk-017",
    threads: [],
    read: "icechunk design document 017, which leaves it open",
    cause:
      "Only the current value is compared with one's own. Another writer had built upon it before the look: a commit that is in the history counts as lost, and is made again.",
    scenario: "two-writers-fault",
    bug: { committer: "cas-pointer?check=top" },
    violates: "no-duplicate-rows",
    remedy: { committer: "cas-pointer" },
    how: "The whole history since the base is searched for the commit.",
  },
  {
    id: "RB25",
    threads: ["slatedb/slatedb#766", "slatedb/slatedb#1164"],
    cause: "The put of a manifest was reported as fenced, by the writer's own first try.",
    scenario: "reply-lost",
    bug: { committer: "cas-slot?on-refusal=fail&abort=leave" },
    violates: "no-phantom-rows",
    remedy: { committer: "cas-slot" },
    how: "Each put carries an id, and whoever is refused compares it.",
  },
  {
    id: "RB26",
    threads: ["delta-io/delta-rs#2279"],
    cause: "A commit landed, and an error was returned.",
    scenario: "reply-lost",
    bug: { committer: "cas-slot?layout=added&on-doubt=fail&abort=leave" },
    violates: "no-phantom-rows",
    remedy: { committer: "cas-slot?layout=added" },
    how: "Whoever is in doubt reads the log entry.",
  },
  {
    id: "RB27",
    threads: ["apache/hudi#14373"],
    cause:
      "The lock was taken and the answer lost. Later its owner read its own name there and went on, when the lease had run out and another one was about to have it.",
    scenario: "two-writers-fault",
    bounds: { fault: 2 },
    requires: ["ack", "reply-lost"],
    bug: { committer: "cas-slot?fill=exists-then-put&lock=lease-owned" },
    violates: "no-lost-rows",
    remedy: { committer: "cas-slot?fill=exists-then-put&lock=lease" },
    how: "A lock that was not answered is not held.",
  },
];
