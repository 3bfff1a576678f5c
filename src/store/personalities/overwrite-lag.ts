import { overwriteLag as contract } from "../contracts/overwrite-lag.js";
import { personality } from "./personality.js";

/** Reads after an overwrite may serve any older version. */
export const overwriteLag = personality({
  name: "overwrite-lag",
  contract,
  capabilities: { conditionalWrites: "honoured", overtakenUpload: "completes" },
  trueOf:
    "The overwrites of stores that promise read-after-write for new objects only, as NetApp StorageGRID does by default; conditional writes are added to isolate the lag.",
  since: "2018",
  source:
    "docs.netapp.com, StorageGRID 11.1 to 11.8, Consistency controls: read-after-new-write (eventual consistency for object updates)",
});
