import { strong as contract } from "../contracts/strong.js";
import { personality } from "./personality.js";

/** Strong, and answers 501 to any conditional PUT or COPY. */
export const noConditionalWrites = personality({
  name: "no-conditional-writes",
  contract,
  capabilities: { conditionalWrites: "absent" },
  trueOf:
    "Amazon S3 between strong consistency and conditional writes: a conditional PUT is answered 501 NotImplemented.",
  since: "2020-12-01",
  until: "2024-08-20",
  source:
    "S3 User Guide, Amazon S3 data consistency model; ceph/s3-tests#218 (AWS: 501 NotImplemented); AWS What's New 2024/08, conditional writes",
});
