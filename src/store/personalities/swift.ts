import { readAfterNewWrite as contract } from "../contracts/read-after-new-write.js";
import { personality } from "./personality.js";

/** OpenStack Swift. */
export const swift = personality({
  name: "swift",
  contract,
  capabilities: {
    conditionalWrites: "honoured",
    ifMatch: "ignored",
    overtaken: "both-win",
    repeatedComplete: "NoSuchUpload",
    overtakenUpload: "completes",
  },
  trueOf:
    "OpenStack Swift: new objects are readable at once, overwrites, deletes and listings are eventual; PUT with If-None-Match: * asks the object servers for a copy first, which two creates at once both survive; If-Match on PUT is not looked at.",
  since: "2010 (If-None-Match on PUT since 2014)",
  source:
    "swift-object-updater(1); gaul/are-we-consistent-yet (2014-12); openstack/swift, proxy/controllers/obj.py and api-ref, If-None-Match",
});
