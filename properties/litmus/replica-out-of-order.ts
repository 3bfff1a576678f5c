import type { LitmusTest } from "../../src/check/litmus.js";
import { readsOfReplica, replica } from "./further-rules.js";
import { reads } from "./promises.js";
import { but, everywhere, strongGuide } from "./sources.js";
import { get, put } from "./steps.js";

export const replicaOutOfOrder: LitmusTest = {
  name: "replica-out-of-order",
  about: [
    "A client puts data and then a pointer to it; a reader of the replica follows the pointer.",
    "Replication goes key by key: the pointer may be there before the data, so a replica of a table need not be a table.",
  ],
  processes: {
    client: [put("data", "D"), put("pointer", "P")],
    reader: [get("pointer", "p", { replica: true }), get("data", "d", { replica: true })],
  },
  outcomes: [
    { name: "nothing yet", sees: { p: "404" }, allowed: everywhere(strongGuide.anyRead) },
    { name: "both", sees: { p: "P", d: "D" }, allowed: everywhere(strongGuide.anyRead) },
    {
      name: "a pointer to nothing",
      sees: { p: "P", d: "404" },
      allowed: readsOfReplica.created,
      forbidden: but(reads.created.kept, replica.lags),
    },
  ],
};
