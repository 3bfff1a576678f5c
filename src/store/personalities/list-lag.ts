import { listLag as contract } from "../contracts/list-lag.js";
import { personality } from "./personality.js";

/** Strong reads, listings that lag. */
export const listLag = personality({
  name: "list-lag",
  contract,
  capabilities: { conditionalWrites: "honoured", overtakenUpload: "completes" },
  trueOf:
    "Stores whose listings are brought up to date after their objects, as OpenStack Swift's container listings are; conditional writes are added to isolate the lag.",
  since: "2010",
  source:
    "swift-object-updater(1): container listings may not immediately contain the object; If-None-Match: * on PUT as Swift has it, If-Match as S3 has it",
});
