import { spark2018 } from "../../../src/explore/estimate/profiles/late-listings.js";
import type { Incident } from "../../../src/job/incident.js";

const bounds = { tasks: 42, files: 1, anomalies: 0 };
const small = { tasks: 2, files: 1, anomalies: 2 };

export const sparkLostRows: Incident = {
  name: "spark-lost-rows",
  title: "The Spark job that dropped rows, and no error",
  story: [
    "In 2018 an analytics shop ran Spark on Amazon S3 with Hadoop's FileOutputCommitter, which finds what tasks have written by LIST.",
    "LIST could leave out a key that had just been written, and answered 200 all the same.",
    "So now and then a task's file was not renamed into the output, because nobody knew that it was there.",
    "The job reported success each time, and about 0.1 % of its rows were not in the table.",
    "The only sign was a revenue total that was too low.",
  ],
  source: "Eventual consistency on S3 and what it breaks, 'What \"eventually\" actually means'",
  delays:
    "FileOutputCommitter lists a task's directory a fraction of a second after the file in it was written, so each file whose listing lags for longer than that is lost. The share of such files is the one number that is fitted: one in a thousand gives the figure. Measured on US Standard in 2014 it was 16 in 100,000.",
  see: "One LIST leaves out what is there: of a task's own directory, and the task reports that it has nothing to commit; or of the job's, and the driver does not hear of the task. Either way the job succeeds.",
  setups: [
    {
      label: "as it was",
      claim: "story",
      run: { committer: "file-output-v1", bounds, small },
      store: "s3-legacy",
      profile: spark2018,
      property: "no-lost-rows",
      figure: { of: "rows", rate: 0.001, words: "0.1 % of rows" },
      runs: 1000,
      quick: 60,
    },
    {
      label: "tasks tell the driver what they wrote",
      claim: "fix",
      run: { committer: "magic-copy?find=handed", bounds, small },
      store: "s3-legacy",
      profile: spark2018,
      property: "no-lost-rows",
      runs: 100,
      quick: 10,
    },
    {
      label: "a strong store",
      claim: "fix",
      run: { committer: "file-output-v1", bounds, small },
      store: "strong",
      profile: spark2018,
      property: "no-lost-rows",
      runs: 100,
      quick: 5,
    },
  ],
};
