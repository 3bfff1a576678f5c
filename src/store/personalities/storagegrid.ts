import { readAfterNewWrite as contract } from "../contracts/read-after-new-write.js";
import { personality } from "./personality.js";

/** NetApp StorageGRID at its default consistency. */
export const storagegrid = personality({
  name: "storagegrid",
  contract,
  capabilities: {
    conditionalWrites: "ignored",
    repeatedComplete: "NoSuchUpload",
    overtakenUpload: "completes",
  },
  trueOf:
    "NetApp StorageGRID at its default level read-after-new-write: new objects strong, overwrites, deletes and listings eventual; If-Match and If-None-Match are accepted and not functional.",
  since: "11.0 (2017)",
  source:
    "docs.netapp.com, StorageGRID 11.9, Consistency values; StorageGRID 12.1, Changes to S3 REST API support (by configuration 501, or accepted but non-functional)",
});
