import { s3Legacy as contract } from "../contracts/s3-legacy.js";
import { personality } from "./personality.js";

/** No store was ever like this. It tells whether compare-and-swap alone would have been enough in 2019. */
export const s3LegacyCas = personality({
  name: "s3-legacy-cas",
  contract,
  capabilities: { conditionalWrites: "honoured" },
  trueOf:
    "No store: the reads and listings of Amazon S3 before strong consistency, with the conditional writes of Amazon S3 today.",
  since: "never",
  source:
    "Amazon S3 Developer Guide, Introduction.md at 41df5c1 (2020-11-13), with S3 User Guide, Conditional requests",
  hypothetical: true,
});
