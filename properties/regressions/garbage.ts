/** Collectors of garbage that delete what somebody is about to need. */
import type { Regression } from "../../src/check/regression.js";

export const garbage: readonly Regression[] = [
  {
    id: "slot-reuse",
    threads: ["apache/iceberg#9546", "slatedb/slatedb#355"],
    cause:
      "Old versions are deleted, and a writer that was stalled since before fills such a slot again: it is told of its success, where nobody looks any more.",
    scenario: "cleaner",
    bug: { committer: "cas-slot?clean=delete" },
    violates: "no-lost-rows",
    remedy: { committer: "cas-slot?clean=boundary" },
    how: "A boundary is written before slots are deleted, and looked at after one is filled (SlateDB RFC 0026).",
  },
  {
    id: "RB30",
    threads: ["delta-io/delta#1410", "delta-io/delta#1416"],
    cause:
      "The entry that decides who writes version N goes after its time to live. A writer that had looked before N was written enters it again, and is told of a success that the log does not have.",
    scenario: "cleaner",
    bug: { committer: "cas-slot?fill=delta-dynamodb&layout=added&clean=ttl" },
    violates: "no-lost-rows",
    remedy: { committer: "cas-slot?fill=delta-dynamodb&layout=added" },
    how: "Entries that stay; Delta's stay for a day, which no stalled writer is promised to be shorter than.",
  },
  {
    id: "RB47",
    threads: ["apache/iceberg#4194", "duckdb/ducklake#916"],
    cause: "Orphan files are deleted, and some are of a commit that is on its way.",
    scenario: "cleaner",
    bounds: { writers: 1 },
    bug: { committer: "cas-slot?clean=orphans" },
    violates: "no-lost-rows",
    how: "None: what is younger than some days is spared, and no age makes it safe.",
  },
];
