import { strong as contract } from "../contracts/strong.js";
import { personality } from "./personality.js";

/** Amazon S3 Express One Zone. */
export const s3Express = personality({
  name: "s3-express",
  contract,
  capabilities: {
    conditionalWrites: "honoured",
    renames: "at-once",
    listOrder: "any",
    listsUploads: true,
  },
  trueOf:
    "Amazon S3 Express One Zone (directory buckets): strongly consistent; keys are listed in any order, with the prefixes of uploads under way and without start-after; objects can be renamed.",
  since: "2023-11 (RenameObject since 2025-06)",
  source:
    "S3 API Reference, ListObjectsV2 (directory buckets: not in lexicographical order; StartAfter not supported; CommonPrefixes of in-progress multipart uploads) and RenameObject; S3 User Guide, Differences for directory buckets",
});
