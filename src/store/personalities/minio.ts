import { strong as contract } from "../contracts/strong.js";
import { personality } from "./personality.js";

/** MinIO with all its drives. */
export const minio = personality({
  name: "minio",
  contract,
  capabilities: {
    conditionalWrites: "honoured",
    copyConditions: "ignored",
    matchesAny: true,
    overtaken: "unnoticed",
    conditionalDeletes: "ignored",
    repeatedComplete: "NoSuchUpload",
    overtakenUpload: "completes",
  },
  trueOf:
    "MinIO: strict read-after-write and list-after-write; conditions on PUT, and on COPY those of the source only.",
  since: "2025-08 (If-Match of a missing key since then 404)",
  source:
    "minio/minio docs/distributed/README.md; cmd/object-handlers-common.go checkCopyObjectPreconditions; pull request 21550",
});
