import type { LitmusTest } from "../../src/check/litmus.js";
import { reads } from "./promises.js";
import { api, everywhere } from "./sources.js";
import { get, put, say, waitFor } from "./steps.js";

export const negativeCachePoisoning: LitmusTest = {
  name: "negative-cache-poisoning",
  about: [
    "One worker asks for a manifest that is not there yet; another writes it and says so; the first asks again.",
    "The fourth classic bug shape: the first 404 is remembered, and the manifest stays invisible to whoever was early.",
  ],
  processes: {
    early: [get("manifest", "first"), waitFor("written"), get("manifest", "second")],
    writer: [put("manifest", "A"), say("written")],
  },
  outcomes: [
    {
      name: "absent, then there",
      sees: { first: "404", second: "A" },
      allowed: everywhere(api.current),
    },
    { name: "there both times", sees: { first: "A", second: "A" }, allowed: everywhere(api.current) },
    {
      name: "absent for ever",
      sees: { first: "404", second: "404" },
      allowed: reads.probed.broken,
      forbidden: reads.probed.kept,
    },
    {
      name: "there, then absent",
      sees: { first: "A", second: "404" },
      allowed: reads.created.broken,
      forbidden: reads.created.kept,
    },
  ],
};
