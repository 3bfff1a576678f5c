import type { LitmusTest } from "../../src/check/litmus.js";
import { readsOfReplica, replica } from "./further-rules.js";
import { reads } from "./promises.js";
import { but, everywhere, strongGuide } from "./sources.js";
import { del, get, put } from "./steps.js";

export const replicaOfDeleted: LitmusTest = {
  name: "replica-of-deleted",
  about: [
    "An object is deleted, and the replica is asked for it.",
    "The replica serves it until it hears of the DELETE: what was erased in one region is still read in the other.",
  ],
  start: [put("k", "A")],
  processes: { client: [del("k"), get("k", "r", { replica: true })] },
  outcomes: [
    { name: "gone", sees: { r: "404" }, allowed: everywhere(strongGuide.anyRead) },
    {
      name: "still served",
      sees: { r: "A" },
      allowed: readsOfReplica.deleted,
      forbidden: but(reads.deleted.kept, replica.lags),
    },
  ],
};
