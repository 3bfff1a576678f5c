import type { LitmusTest } from "../../src/check/litmus.js";
import { readsOfReplica, replica } from "./further-rules.js";
import { reads } from "./promises.js";
import { but, conditional, everywhere } from "./sources.js";
import { etagOf, get, head, put } from "./steps.js";

export const equalEtags: LitmusTest = {
  name: "equal-etags",
  about: [
    "A client replaces an object, asks for its ETag, and reads the replica with If-Match and that ETag.",
    "Equal ETags of primary and replica prove that the replica has it: the read is of the new object or fails.",
  ],
  start: [put("k", "old")],
  processes: {
    client: [put("k", "new"), head("k", "h"), get("k", "r", { replica: true, ifMatch: etagOf("h") })],
  },
  outcomes: [
    { name: "the new object", sees: { r: "new" }, allowed: everywhere(conditional.getIfMatch) },
    {
      name: "refused",
      sees: { r: "412" },
      allowed: readsOfReplica.overwritten,
      forbidden: but(reads.overwritten.kept, replica.lags),
    },
    {
      name: "the old object",
      sees: { r: "old" },
      allowed: reads.overwritten.broken,
      forbidden: reads.overwritten.kept,
    },
  ],
};
