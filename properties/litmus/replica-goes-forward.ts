import type { LitmusTest } from "../../src/check/litmus.js";
import { replica } from "./further-rules.js";
import { reads } from "./promises.js";
import { but, everywhere, strongGuide } from "./sources.js";
import { get, put } from "./steps.js";

export const replicaGoesForward: LitmusTest = {
  name: "replica-goes-forward",
  about: [
    "An object is replaced while a reader asks the replica for it twice.",
    "A replica may be behind, but of one key it goes forward only: the new object is not followed by the old one.",
  ],
  start: [put("k", "old")],
  processes: {
    writer: [put("k", "new")],
    reader: [get("k", "r1", { replica: true }), get("k", "r2", { replica: true })],
  },
  outcomes: [
    { name: "old twice", sees: { r1: "old", r2: "old" }, allowed: everywhere(strongGuide.anyRead) },
    { name: "old, then new", sees: { r1: "old", r2: "new" }, allowed: everywhere(strongGuide.anyRead) },
    { name: "new twice", sees: { r1: "new", r2: "new" }, allowed: everywhere(strongGuide.anyRead) },
    {
      name: "time goes backwards",
      sees: { r1: "new", r2: "old" },
      allowed: reads.overwritten.broken,
      forbidden: [...but(reads.overwritten.kept, replica.forward), ...replica.forward],
    },
  ],
};
