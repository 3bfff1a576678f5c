import { strong as contract } from "../contracts/strong.js";
import { personality } from "./personality.js";

/** Strong, and writes whatever a condition says: every writer of a race is told that it won. */
export const conditionsIgnored = personality({
  name: "conditions-ignored",
  contract,
  capabilities: {
    conditionalWrites: "ignored",
    repeatedComplete: "NoSuchUpload",
    overtakenUpload: "completes",
  },
  trueOf:
    "S3-compatible stores that do not know If-None-Match and If-Match on writes and silently write, or that do so in a corner: MinIO without read quorum, versitygw before January 2026.",
  since: "2024-08 (when clients began to send them)",
  source:
    "minio/minio#21603 (2025-09); versity/versitygw#1708 (2025-12: 200 where 412 is due); chimera-nas/chimera#471 (2026-05)",
});
