import { deleteLag as contract } from "../contracts/delete-lag.js";
import { personality } from "./personality.js";

/** Reads and listings after a DELETE may still show the object. */
export const deleteLag = personality({
  name: "delete-lag",
  contract,
  capabilities: { conditionalWrites: "honoured", overtakenUpload: "completes" },
  trueOf:
    "The deletes of stores with replicas that may miss one, as OpenStack Swift's do; conditional writes are added to isolate the lag.",
  since: "2010",
  source:
    "gaul/are-we-consistent-yet (2014-12: Swift on Rackspace, 17 stale reads and 20 stale listings after 1,000 deletes); Amazon S3 Developer Guide, Introduction.md at 41df5c1",
});
