import type { LitmusTest } from "../../src/check/litmus.js";
import { honouring, ignoring, refusing } from "./promises.js";
import { conditional } from "./sources.js";
import { etagOf, get, put, say, waitFor } from "./steps.js";

export const ifMatchBesideEqualOverwrite: LitmusTest = {
  name: "if-match-beside-equal-overwrite",
  about: [
    "A client replaces what it has read while another writes the same bytes once more.",
    "The ETag never changes, so 412 is impossible; but the write beside it is a conflict, and the answer may be 409.",
  ],
  start: [put("k", "A")],
  processes: {
    client: [get("k", "r"), say("read"), put("k", "B", { ifMatch: etagOf("r"), as: "w" })],
    other: [waitFor("read"), put("k", "A")],
  },
  outcomes: [
    {
      name: "replaced",
      sees: { w: "ok" },
      allowed: [...honouring(conditional.etagIsMd5), ...ignoring],
      forbidden: refusing,
    },
    {
      name: "409",
      sees: { w: "409" },
      holds: { k: "A" },
      allowed: honouring(conditional.matchConflict),
      forbidden: [...refusing, ...ignoring],
    },
    {
      name: "412",
      sees: { w: "412" },
      forbidden: [...honouring(conditional.etagIsMd5), ...refusing, ...ignoring],
    },
    {
      name: "not implemented",
      sees: { w: "501" },
      allowed: refusing,
      forbidden: [...honouring(conditional.matchRefused), ...ignoring],
    },
  ],
};
