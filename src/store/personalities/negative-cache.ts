import { negativeCache as contract } from "../contracts/negative-cache.js";
import { personality } from "./personality.js";

/** A 404 that was told may be told again after the key was created. */
export const negativeCache = personality({
  name: "negative-cache",
  contract,
  capabilities: { conditionalWrites: "honoured", overtakenUpload: "completes" },
  trueOf:
    "A strong store behind a cache that keeps 404s, and the one caveat of Amazon S3's promise for new objects before December 2020; conditional writes are added to isolate it.",
  since: "2006-03",
  source:
    "Amazon S3 Developer Guide, Introduction.md at 41df5c1 (2020-11-13), read-after-write consistency and its caveat; HADOOP-16490",
});
