import type { LitmusTest } from "../../src/check/litmus.js";
import { reads } from "./promises.js";
import { api, but, everywhere, on, only, otherDocs } from "./sources.js";
import { get, put } from "./steps.js";

const replicas = on(otherDocs.replicaPrimary, "replicas");

export const consistentRead: LitmusTest = {
  name: "consistent-read",
  about: [
    "A client creates a key, asks the primary for it, and then any replica.",
    "A consistent read is not stale, and it does not make the next one so: the replicas lag as before.",
  ],
  processes: { client: [put("k", "A"), get("k", "primary", { consistent: true }), get("k", "any")] },
  outcomes: [
    { name: "there both times", sees: { primary: "A", any: "A" }, allowed: everywhere(api.current) },
    {
      name: "the consistent read misses it",
      sees: { primary: "404" },
      ...only(but(reads.created.broken, [replicas]), [replicas, ...reads.created.kept]),
    },
    {
      name: "only the plain read misses it",
      sees: { primary: "A", any: "404" },
      ...only(reads.created.broken, reads.created.kept),
    },
  ],
};
