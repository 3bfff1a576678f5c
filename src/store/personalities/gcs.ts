import { strong as contract } from "../contracts/strong.js";
import { personality } from "./personality.js";

/** Google Cloud Storage, its generations told as ETags. */
export const gcs = personality({
  name: "gcs",
  contract,
  capabilities: {
    conditionalWrites: "honoured",
    etags: "version",
    matchMissing: "PreconditionFailed",
    overtaken: "unnoticed",
    completeConditions: "ignored",
    overtakenUpload: "completes",
    keyWrites: "one-a-second",
  },
  trueOf:
    "Google Cloud Storage: strongly consistent reads and listings, preconditions on generation numbers, which are new with each write.",
  since: "2021 at the latest",
  source: "cloud.google.com/storage/docs/consistency and request-preconditions",
});
