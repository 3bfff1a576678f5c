/** Commits that land twice. */
import type { Regression } from "../../src/check/regression.js";

export const duplicates: readonly Regression[] = [
  {
    id: "RB53",
    threads: ["apache/iceberg#2808", "apache/iceberg#16008", "apache/iceberg#10765"],
    cause:
      "Flink's committer commits again after a restart; what it is known by in the table's history has changed with it.",
    scenario: "driver-crash",
    bug: { committer: "iceberg-cas" },
    violates: "no-duplicate-rows",
    remedy: { committer: "iceberg-cas?commit-id=job" },
    how: "A commit is known by something that a rerun has in common with it.",
  },
  {
    id: "RB55",
    threads: ["apache/iceberg#14425", "apache/iceberg#14517"],
    cause: "A commit is made again, as another one, where the answer to it was lost.",
    scenario: "reply-lost",
    bug: { committer: "iceberg-cas?on-error=retry-new-ids" },
    violates: "no-duplicate-rows",
    remedy: { committer: "iceberg-cas" },
    how: "All attempts of a commit have one id.",
  },
  {
    id: "RB56",
    threads: ["redpanda-data/connect#4591"],
    cause: "Files are committed again after an unknown outcome.",
    scenario: "reply-lost",
    bounds: { prior: 1 },
    bug: { committer: "cas-pointer?on-doubt=retry-new-ids" },
    violates: "no-duplicate-rows",
    remedy: { committer: "cas-pointer" },
    how: "What the table has already is not committed again.",
  },
  {
    id: "icebird-412",
    threads: [],
    read: "hyparam/icebird, write/commit.js",
    cause:
      "A 412 is a lost race: reload, restage, append again. Where it was one's own success, the files are in the table twice.",
    scenario: "reply-lost",
    bug: { committer: "cas-slot?on-refusal=rebase&found-own=append-again" },
    violates: "no-duplicate-rows",
    remedy: { committer: "cas-slot" },
    how: "The slot is read, and commit ids are compared.",
  },
];
