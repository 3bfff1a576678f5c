import type { LitmusTest } from "../../src/check/litmus.js";
import { honouring, ignoring, refusing } from "./promises.js";
import { conditional } from "./sources.js";
import { put } from "./steps.js";

export const createOverExisting: LitmusTest = {
  name: "create-over-existing",
  about: [
    "A client creates a key with If-None-Match: * where an object has long been.",
    "What a capability probe does: a store that answers 200 here has no put-if-absent, whatever it says.",
  ],
  start: [put("k", "A")],
  processes: { client: [put("k", "B", { ifNoneMatch: "*", as: "w" })] },
  outcomes: [
    {
      name: "412",
      sees: { w: "412" },
      holds: { k: "A" },
      allowed: honouring(conditional.createRefused),
      forbidden: [...refusing, ...ignoring],
    },
    {
      name: "overwritten",
      sees: { w: "ok" },
      holds: { k: "B" },
      allowed: ignoring,
      forbidden: [...honouring(conditional.createRefused), ...refusing],
    },
    {
      name: "not implemented",
      sees: { w: "501" },
      holds: { k: "A" },
      allowed: refusing,
      forbidden: [...honouring(conditional.createRefused), ...ignoring],
    },
  ],
};
