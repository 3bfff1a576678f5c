import { strong as contract } from "../contracts/strong.js";
import { personality } from "./personality.js";

/** Amazon S3 today. */
export const strong = personality({
  name: "strong",
  contract,
  capabilities: { conditionalWrites: "honoured" },
  trueOf: "Amazon S3 general purpose buckets today: strongly consistent, with conditional PUT and COPY.",
  since:
    "2025-10 (strong since 2020-12-01, If-None-Match on PUT since 2024-08-20, If-Match since 2024-11-25, both on COPY since 2025-10)",
  source:
    "S3 User Guide, Amazon S3 data consistency model and Conditional requests; AWS What's New 2024/08, 2024/11 and 2025/10",
});
