import { replicas as contract } from "../contracts/replicas.js";
import { personality } from "./personality.js";

/** A primary and two lagging replicas, with version tokens and consistent reads. */
export const replicas = personality({
  name: "replicas",
  contract,
  capabilities: {
    conditionalWrites: "honoured",
    etags: "version",
    consistentReads: true,
    overtakenUpload: "completes",
  },
  trueOf:
    "Replicated stores in general: writes go to a primary, reads to any of two replicas that lag, or, where a reader asks for it, to what is new enough; conditional writes are added, judged by the primary.",
  since: "never",
  source:
    "M. Kleppmann, Designing Data-Intensive Applications (2017), chapter 5; conditions as Amazon S3 has them, ETags that are versions",
  hypothetical: true,
});
