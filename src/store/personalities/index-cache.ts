import { indexCache as contract } from "../contracts/index-cache.js";
import { personality } from "./personality.js";

/** A ring of two cache nodes before the index, without a witness. */
export const indexCache = personality({
  name: "index-cache",
  contract,
  capabilities: { conditionalWrites: "honoured", overtakenUpload: "completes" },
  trueOf:
    "The mechanism behind Amazon S3 before strong consistency: a write goes through one cache node, and a read may ask another; conditional writes are added to isolate it.",
  since: "never",
  source: "W. Vogels, Diving Deep on S3 Consistency (2021-04); conditional writes as Amazon S3 has them",
  hypothetical: true,
});
