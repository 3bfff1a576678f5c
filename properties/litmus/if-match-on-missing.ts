import type { LitmusTest } from "../../src/check/litmus.js";
import { honouring, ignoring, refusing } from "./promises.js";
import { conditional } from "./sources.js";
import { del, etagOf, get, put } from "./steps.js";

export const ifMatchOnMissing: LitmusTest = {
  name: "if-match-on-missing",
  about: [
    "A client replaces, if its ETag matches, an object that has been deleted.",
    "There is nothing to match: S3 answers 404 and not 412, and a client that takes 404 for a lost race creates a second truth.",
  ],
  start: [put("k", "A")],
  processes: {
    client: [get("k", "r"), del("k"), put("k", "B", { ifMatch: etagOf("r"), as: "w" })],
  },
  outcomes: [
    {
      name: "404",
      sees: { w: "404" },
      holds: { k: "nothing" },
      allowed: honouring(conditional.matchMissing),
      forbidden: [...refusing, ...ignoring],
    },
    {
      name: "412",
      sees: { w: "412" },
      holds: { k: "nothing" },
      forbidden: [...honouring(conditional.matchMissing), ...refusing, ...ignoring],
    },
    {
      name: "created",
      sees: { w: "ok" },
      holds: { k: "B" },
      allowed: ignoring,
      forbidden: [...honouring(conditional.matchMissing), ...refusing],
    },
    {
      name: "not implemented",
      sees: { w: "501" },
      allowed: refusing,
      forbidden: [...honouring(conditional.matchMissing), ...ignoring],
    },
  ],
};
