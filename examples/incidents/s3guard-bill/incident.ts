import { spark2018 } from "../../../src/explore/estimate/profiles/late-listings.js";
import type { Incident, Setup } from "../../../src/job/incident.js";

const bounds = { tasks: 42, files: 1, anomalies: 0 };
const small = { tasks: 2, files: 1, anomalies: 2 };

function job(committer: string, rest: Pick<Setup, "label" | "claim" | "runs" | "quick">): Setup {
  return {
    ...rest,
    run: { committer, bounds, small },
    store: "s3-legacy",
    profile: spark2018,
    property: "no-lost-rows",
  };
}

const megabyte = 1e6;

export const s3guardBill: Incident = {
  name: "s3guard-bill",
  title: "What S3Guard cost, and what it was paid for",
  story: [
    "S3Guard kept a table of all keys in DynamoDB, wrote each PUT and DELETE there too, and answered listings from it.",
    "With it a LIST no longer left out what had just been written, and jobs lost no rows.",
    "It was one more system that could fail or fall behind, and it had a bill of its own.",
    "At a platform that took in some 50 TB of clickstream a day, the table cost 3.5 lakh rupees a month, at a kilobyte a key.",
    "When S3 became strongly consistent, S3Guard was taken out.",
  ],
  source: "Eventual consistency on S3 and what it breaks, 'The defenses the lakehouse built'",
  delays:
    "As in the story of the Spark job. The bill follows from what is counted: requests of the table for each file, and the number of files, which the story does not tell. So it is told for several sizes of files, with the size at which it would be the story's. 3.5 lakh rupees are taken for 5,000 dollars, at 70 rupees each.",
  see: "The table is asked more often than the store is. Whether that was dear depended on how large the files were; and what the tasks hand over makes the table needless for the commit.",
  setups: [
    job("file-output-v1", { label: "without S3Guard", claim: "story", runs: 300, quick: 30 }),
    job("file-output-v1 + s3guard", { label: "with S3Guard", claim: "fix", runs: 40, quick: 4 }),
    job("file-output-v1 + s3guard?ttl=passed", {
      label: "with S3Guard, whose entries have passed their time to live",
      claim: "no fix",
      runs: 40,
      quick: 2,
    }),
    job("staging-directory", {
      label: "without it, by a staging committer",
      claim: "fix",
      runs: 40,
      quick: 4,
    }),
  ],
  bill: {
    without: 0,
    with: 1,
    bytesPerDay: 50e12,
    bytesPerItem: 1024,
    fileSizes: [1, 4, 16, 64, 128].map((size) => size * megabyte),
    prices: { writes: 1.25, reads: 0.25, gigabyte: 0.25 },
    source:
      "Amazon DynamoDB on demand, us-east-1, 2018 to 2024: 1.25 dollars a million writes of up to 1 KB, 0.25 dollars a million strongly consistent reads of up to 4 KB, 0.25 dollars a gigabyte and month",
    figure: { dollars: 5000, words: "3.5 lakh rupees a month" },
  },
};
