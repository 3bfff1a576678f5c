import { strong as contract } from "../contracts/strong.js";
import { personality } from "./personality.js";

/** Tencent COS, whose create-if-absent is not looked at in a bucket that ever had versioning. */
export const cosVersioned = personality({
  name: "cos-versioned",
  contract,
  capabilities: {
    conditionalWrites: "honoured",
    versioning: "enabled",
    conditionsWhenVersioned: "ignored",
    repeatedComplete: "NoSuchUpload",
    overtakenUpload: "completes",
  },
  trueOf:
    "Tencent COS in a bucket that has, or ever had, versioning: x-cos-forbid-overwrite is accepted and not looked at.",
  since: "2020",
  source:
    "Tencent Cloud COS documentation, PUT Object (x-cos-forbid-overwrite has no effect where versioning is enabled or was); lancedb/lance issue 6595",
});
