import { s3UsStandard as contract } from "../contracts/s3-us-standard.js";
import { personality } from "./personality.js";

/** Amazon S3's oldest region, which was later with everything. */
export const s3UsStandard = personality({
  name: "s3-us-standard",
  contract,
  capabilities: { conditionalWrites: "absent" },
  trueOf:
    "Amazon S3's US Standard region before 2015: new objects, overwrites, deletes and listings are all eventual; no conditional writes.",
  since: "2006-03",
  until: "2015-08",
  source:
    "Amazon S3 FAQ of 2014, as quoted in gaul/are-we-consistent-yet (eventual consistency in US Standard, read-after-write for new objects elsewhere); AWS What's New 2015/08 (US Standard Region)",
});
