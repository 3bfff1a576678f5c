import { s3Legacy as contract } from "../contracts/s3-legacy.js";
import { personality } from "./personality.js";

/** Amazon S3 before it was strongly consistent. It had no conditional writes: answered 501. */
export const s3Legacy = personality({
  name: "s3-legacy",
  contract,
  capabilities: { conditionalWrites: "absent" },
  trueOf:
    "Amazon S3 before strong consistency: a new key is readable at once unless it was probed before; overwrites, deletes and listings are eventual; no conditional writes.",
  since: "2006-03",
  until: "2020-12-01",
  source:
    "Amazon S3 Developer Guide, Introduction.md at awsdocs/amazon-s3-developer-guide 41df5c1 (2020-11-13); ceph/s3-tests#218 (2018: AWS answers If-Match on PUT with 501 NotImplemented)",
});
