import type { LitmusTest } from "../../src/check/litmus.js";
import { honouring, ignoring, reads, refusing } from "./promises.js";
import { conditional, everywhere, legacyGuide, on, otherDocs, unconditional } from "./sources.js";
import { del, get, put } from "./steps.js";

export const conditionIsJudgedOnTheTruth: LitmusTest = {
  name: "condition-is-judged-on-the-truth",
  about: [
    "A client deletes an object, reads the key, and creates it with If-None-Match: *.",
    "Reads may be stale, conditions are not: a client may be served an object and be told right after that it has created the key.",
  ],
  start: [put("k", "A")],
  processes: { client: [del("k"), get("k", "r"), put("k", "B", { ifNoneMatch: "*", as: "w" })] },
  outcomes: [
    {
      name: "gone, then created",
      sees: { r: "404", w: "ok" },
      holds: { k: "B" },
      allowed: [...honouring(conditional.truth), ...ignoring],
      forbidden: refusing,
    },
    {
      name: "served, then created",
      sees: { r: "A", w: "ok" },
      holds: { k: "B" },
      allowed: [on(legacyGuide.deleted, "s3-legacy-cas"), on(otherDocs.swiftDeletes, "delete-lag")],
      forbidden: [...reads.deleted.kept, on(unconditional.answers501, "s3-legacy")],
    },
    {
      name: "412",
      sees: { w: "412" },
      forbidden: everywhere(conditional.truth),
    },
    {
      name: "not implemented",
      sees: { w: "501" },
      allowed: refusing,
      forbidden: [...honouring(conditional.truth), ...ignoring],
    },
  ],
};
