import { copyLag as contract } from "../contracts/copy-lag.js";
import { personality } from "./personality.js";

/** Amazon S3 with event notifications, as a mover of files met it. */
export const events = personality({
  name: "events",
  contract,
  capabilities: { conditionalWrites: "honoured", notifications: true },
  trueOf:
    "Amazon S3 whose bucket tells a queue of each new object: at least once, in any order; who copies the object at once may be told that there is none, as an event-driven mover was in 2023.",
  since: "2014-11",
  source:
    "S3 User Guide, Amazon S3 Event Notifications (at least once; order not guaranteed); S. Hanmer, Now You See Me, Now You Don't - the Mystery of the Vanishing S3 Objects (2023-10)",
});
