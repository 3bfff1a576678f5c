import type { LitmusTest } from "../../src/check/litmus.js";
import { reads } from "./promises.js";
import { api, everywhere } from "./sources.js";
import { get, put, say, waitFor } from "./steps.js";

export const probedByAnother: LitmusTest = {
  name: "probed-by-another",
  about: [
    "A stranger asks for a key that is not there; then a writer creates it, and a reader who has never asked reads it.",
    "The cached 404 belongs to the key and not to the client, so it may hit one that did nothing wrong.",
  ],
  processes: {
    stranger: [get("k", "probe"), say("probed")],
    writer: [waitFor("probed"), put("k", "A"), get("k", "r")],
  },
  outcomes: [
    { name: "the object", sees: { probe: "404", r: "A" }, allowed: everywhere(api.current) },
    {
      name: "the stranger's 404",
      sees: { probe: "404", r: "404" },
      allowed: reads.probed.broken,
      forbidden: reads.probed.kept,
    },
  ],
};
