import { crossRegion as contract } from "../contracts/cross-region.js";
import { personality } from "./personality.js";

/** Amazon S3 with a replica of the bucket in another region. */
export const crossRegion = personality({
  name: "cross-region",
  contract,
  capabilities: { conditionalWrites: "honoured" },
  trueOf:
    "Amazon S3 with Cross-Region Replication: the bucket itself is strongly consistent; who asks its replica gets any state that each key was in, until the store has brought it up to date.",
  since: "2015-03",
  source:
    "S3 User Guide, Replicating objects within and across Regions (asynchronous), Getting replication status information, and What does Amazon S3 replicate (delete markers, where asked for)",
});
