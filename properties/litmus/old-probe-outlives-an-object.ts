import type { LitmusTest } from "../../src/check/litmus.js";
import { reads } from "./promises.js";
import { api, everywhere } from "./sources.js";
import { del, get, put } from "./steps.js";

export const oldProbeOutlivesAnObject: LitmusTest = {
  name: "old-probe-outlives-an-object",
  about: [
    "A client asks for a key that is not there, creates it, deletes it, creates it again, and reads it.",
    "Nothing says when a cached 404 ends, so the one from before the first object may hide the second.",
  ],
  processes: {
    client: [get("k", "probe"), put("k", "A"), del("k"), put("k", "B"), get("k", "r")],
  },
  outcomes: [
    { name: "the new object", sees: { probe: "404", r: "B" }, allowed: everywhere(api.current) },
    {
      name: "the old 404",
      sees: { probe: "404", r: "404" },
      allowed: reads.recreatedProbed.broken,
      forbidden: reads.recreatedProbed.kept,
    },
    {
      name: "the deleted object",
      sees: { probe: "404", r: "A" },
      allowed: reads.recreated.broken,
      forbidden: reads.recreated.kept,
    },
  ],
};
