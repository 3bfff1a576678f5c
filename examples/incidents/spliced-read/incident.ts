import { s32018 } from "../../../src/explore/estimate/profiles/s3-2018.js";
import type { Incident, Setup } from "../../../src/job/incident.js";
import { compactionBesideAQuery, type SplicedRead } from "./program.js";

function query(read: SplicedRead, label: string, claim: Setup["claim"], store = "s3-legacy"): Setup {
  return {
    label,
    claim,
    run: {
      program: compactionBesideAQuery(read),
      size: { items: 1, rows: 4 },
      small: { items: 1, rows: 4, anomalies: 3 },
    },
    store,
    profile: s32018,
    property: "all-or-nothing",
    runs: 500,
    quick: 100,
  };
}

export const splicedRead: Incident = {
  name: "spliced-read",
  title: "A query that read half of one file and half of another",
  story: [
    "A compaction job wrote a Parquet file anew, over the old one.",
    "A query that had begun two seconds before had read the first row group of the old file.",
    "Its next range request was answered from the new one.",
    "Both row groups decode, so the query counted some rows twice and others not at all.",
    "Table formats therefore never write over a file: they write a new one and change what points to it.",
  ],
  source:
    "Eventual consistency on S3 and what it breaks, shape 3 and 'What the flip to strong consistency changed'",
  delays:
    "The query works two seconds at a row group, and the compaction begins in between, as in the story; so nearly each run is torn, and a rate would say nothing.",
  see: "It is allowed on a strong store too: no store promises anything about two reads of one key. If-Match on each range mends it, on every store (litmus test range-read-if-match); a new file behind a pointer does where new files can be read.",
  setups: [
    query("ranges", "as it was", "story"),
    query("ranges", "on a strong store", "contrast", "strong"),
    query("if-match", "If-Match on each further range", "fix"),
    query("new-file", "a new file, and a pointer to it", "fix"),
  ],
};
