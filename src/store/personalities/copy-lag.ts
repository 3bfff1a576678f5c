import { copyLag as contract } from "../contracts/copy-lag.js";
import { personality } from "./personality.js";

/** Strong, but a COPY may not find what was just written. */
export const copyLag = personality({
  name: "copy-lag",
  contract,
  capabilities: { conditionalWrites: "honoured", overtakenUpload: "completes" },
  trueOf:
    "Amazon S3 as an event-driven mover met it in 2023: strong reads and listings, and now and then NoSuchKey from a COPY right after the object was created.",
  since: "2023-10",
  source:
    "S. Hanmer, Now You See Me, Now You Don't (2023-10): 350 of 1.5 million copies a day; AWS documents no such exception",
});
