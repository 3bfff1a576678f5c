import { strong as contract } from "../contracts/strong.js";
import { personality } from "./personality.js";

/** Cloudflare R2. */
export const r2 = personality({
  name: "r2",
  contract,
  capabilities: {
    conditionalWrites: "honoured",
    matchesAny: true,
    matchMissing: "PreconditionFailed",
    overtaken: "unnoticed",
    conditionalDeletes: "ignored",
    repeatedComplete: "NoSuchUpload",
    overtakenUpload: "completes",
    keyWrites: "one-at-a-time",
  },
  trueOf:
    "Cloudflare R2: strongly and globally consistent; If-Match and If-None-Match on PUT and, under names of its own, on COPY.",
  since: "2022-09",
  source: "developers.cloudflare.com/r2: reference/consistency; api/s3/conditional-operations",
});
