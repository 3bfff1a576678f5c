import { strong as contract } from "../contracts/strong.js";
import { personality } from "./personality.js";

/** Amazon S3 today, with versioning. */
export const s3Versioned = personality({
  name: "s3-versioned",
  contract,
  capabilities: { conditionalWrites: "honoured", versioning: "enabled" },
  trueOf:
    "Amazon S3 general purpose buckets with versioning enabled: an overwrite or a delete leaves what was there as a version of its key; conditions look at the current version.",
  since: "2010-02 (with the conditional writes of 2025-10)",
  source:
    "S3 User Guide, How S3 Versioning works and Conditional requests (a delete marker counts as no object)",
});
