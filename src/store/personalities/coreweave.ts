import { strong as contract } from "../contracts/strong.js";
import { personality } from "./personality.js";

/** CoreWeave AI Object Storage. */
export const coreweave = personality({
  name: "coreweave",
  contract,
  capabilities: {
    conditionalWrites: "honoured",
    matchMissing: "PreconditionFailed",
    overtaken: "loser-409",
    conditionalDeletes: "ignored",
    repeatedComplete: "NoSuchUpload",
    overtakenUpload: "completes",
    renames: "at-once",
  },
  trueOf:
    "CoreWeave AI Object Storage: of two creates at once one succeeds and the other is told 409 ConditionalRequestConflict, not 412.",
  since: "2026-03-23",
  source:
    "docs.coreweave.com: AI Object Storage conditional writes; AI Object Storage S3 compatibility, Read after write consistency",
});
