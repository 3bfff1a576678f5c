import { strong as contract } from "../contracts/strong.js";
import { personality } from "./personality.js";

/** MinIO that may lose its read quorum while it takes a conditional PUT. */
export const minioQuorumLoss = personality({
  name: "minio-quorum-loss",
  contract,
  capabilities: {
    conditionalWrites: "unreliable",
    copyConditions: "ignored",
    matchesAny: true,
    overtaken: "unnoticed",
    conditionalDeletes: "ignored",
    repeatedComplete: "NoSuchUpload",
    overtakenUpload: "completes",
  },
  trueOf:
    "MinIO before October 2025 where read quorum may be lost: a conditional PUT that cannot read what is there writes.",
  since: "2023-02",
  until: "2025-10",
  source: "minio/minio issue 21603 (2025-09), fixed by pull request 21653",
});
