import { emr2018 } from "../../../src/explore/estimate/profiles/late-listings.js";
import type { Incident } from "../../../src/job/incident.js";

const bounds = { tasks: 200, files: 1, anomalies: 0 };
const small = { tasks: 2, files: 1, anomalies: 2 };

export const puneLostRows: Incident = {
  name: "pune-lost-rows",
  title: "Two hundred nodes that lost rows of 2 TB a day",
  story: [
    "In 2018 an analytics company ran daily Spark jobs on a cluster of 200 nodes against Amazon S3, 2 TB a day.",
    "0.8 % of the rows did not arrive, and no job failed.",
    "It took three months to find the cause: FileOutputCommitter lists what it is to commit, and a LIST may leave out what is new.",
    "The more was written at once, the more listings lagged.",
    "The jobs were moved to the S3A Directory committer, and the loss was gone overnight.",
  ],
  source:
    "Eventual consistency on S3 and what it breaks, 'The 2018 Spark-on-S3 incident at a Pune analytics shop'",
  delays:
    "As with the loss of 0.1 %, but for the share of keys whose listing lags: eight in a thousand gives the figure. That load makes it eight times as large is what the document says in words; the tail goes to two minutes, because it speaks of minutes in bad cases.",
  see: "The rate is that of keys that LIST shows late. The Directory committer's tasks leave a list of their uploads in a strongly consistent file system, so it does not ask LIST what there is, and loses nothing. The magic committer, of the same family, finds its tasks' records by LIST: without S3Guard it can lose them too.",
  setups: [
    {
      label: "as it was",
      claim: "story",
      run: { committer: "file-output-v1", bounds, small },
      store: "s3-legacy",
      profile: emr2018,
      property: "no-lost-rows",
      figure: { of: "rows", rate: 0.008, words: "0.8 % of rows" },
      runs: 120,
      quick: 8,
    },
    {
      label: "S3A's Directory committer",
      claim: "fix",
      run: { committer: "staging-directory", bounds, small },
      store: "s3-legacy",
      profile: emr2018,
      property: "no-lost-rows",
      runs: 20,
      quick: 3,
    },
    {
      label: "S3A's magic committer, without S3Guard",
      claim: "no fix",
      run: { committer: "magic", bounds, small },
      store: "s3-legacy",
      profile: emr2018,
      property: "no-lost-rows",
      runs: 20,
      quick: 3,
    },
  ],
};
