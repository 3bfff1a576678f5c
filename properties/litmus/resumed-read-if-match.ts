import type { LitmusTest } from "../../src/check/litmus.js";
import { fingerprints } from "./conditions.js";
import { conditional, everywhere } from "./sources.js";
import { etagOf, get, head, put, say, waitFor } from "./steps.js";

export const resumedReadIfMatch: LitmusTest = {
  name: "resumed-read-if-match",
  about: [
    "As resumed-read, but the reader's requests carry the ETag that a HEAD has told it.",
    "The second request is refused where the object is another: a read that is resumed is whole or fails.",
  ],
  start: [put("k", "aabb")],
  faults: { kinds: ["resumed"], most: 1 },
  processes: {
    reader: [head("k", "h"), say("seen"), get("k", "r", { ifMatch: etagOf("h") })],
    writer: [waitFor("seen"), put("k", "ccdd")],
  },
  outcomes: [
    { name: "the old object, whole", sees: { r: "aabb" }, allowed: everywhere(conditional.getIfMatch) },
    {
      name: "refused",
      sees: { r: "412" },
      allowed: everywhere(conditional.getIfMatch),
      forbidden: [fingerprints],
    },
    {
      name: "torn",
      sees: { r: ["aadd", "ccbb"] },
      allowed: [fingerprints],
      forbidden: everywhere(conditional.getIfMatch),
    },
    {
      name: "the new object, whole",
      sees: { r: "ccdd" },
      allowed: [fingerprints],
      forbidden: everywhere(conditional.getIfMatch),
    },
  ],
};
