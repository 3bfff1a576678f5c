import type { LitmusTest } from "../../src/check/litmus.js";
import { readsOfReplica, replica } from "./further-rules.js";
import { reads } from "./promises.js";
import { but, everywhere, strongGuide } from "./sources.js";
import { get, put } from "./steps.js";

export const replicaLags: LitmusTest = {
  name: "replica-lags",
  about: [
    "A client puts a new object and asks the replica of the bucket in another region for it.",
    "The replica lacks what the primary has for as long as it likes: nothing of Cross-Region Replication is synchronous.",
  ],
  processes: { client: [put("k", "A"), get("k", "p"), get("k", "r", { replica: true })] },
  outcomes: [
    { name: "replicated", sees: { p: "A", r: "A" }, allowed: everywhere(strongGuide.anyRead) },
    {
      name: "the replica lacks it",
      sees: { p: "A", r: "404" },
      allowed: readsOfReplica.created,
      forbidden: but(reads.created.kept, replica.lags),
    },
    {
      name: "the bucket itself lacks it",
      sees: { p: "404" },
      allowed: reads.created.broken,
      forbidden: reads.created.kept,
    },
  ],
};
