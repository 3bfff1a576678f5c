import { strong as contract } from "../contracts/strong.js";
import { personality } from "./personality.js";

/** As `index-cache`, with a witness that tells each node what it has that is stale: strong, within one region. */
export const indexCacheWitness = personality({
  name: "index-cache-witness",
  contract,
  capabilities: { conditionalWrites: "honoured", overtakenUpload: "completes" },
  trueOf:
    "The mechanism behind Amazon S3 since strong consistency: a node asks a witness before it answers, and fetches again what is stale.",
  since: "2020-12-01",
  source: "W. Vogels, Diving Deep on S3 Consistency (2021-04)",
});
