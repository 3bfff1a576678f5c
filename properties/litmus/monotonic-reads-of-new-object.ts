import type { LitmusTest } from "../../src/check/litmus.js";
import { reads } from "./promises.js";
import { api, everywhere } from "./sources.js";
import { get, put, say, waitFor } from "./steps.js";

export const monotonicReadsOfNewObject: LitmusTest = {
  name: "monotonic-reads-of-new-object",
  about: [
    "A reader reads a key twice once it has been created, and nobody asked for it before.",
    "A new object that nobody missed is there for good, even where all else is eventual.",
  ],
  processes: {
    writer: [put("k", "A"), say("written")],
    reader: [waitFor("written"), get("k", "r1"), get("k", "r2")],
  },
  outcomes: [
    { name: "there both times", sees: { r1: "A", r2: "A" }, allowed: everywhere(api.current) },
    {
      name: "there, then gone",
      sees: { r1: "A", r2: "404" },
      allowed: reads.created.broken,
      forbidden: reads.created.kept,
    },
    {
      name: "gone at first",
      sees: { r1: "404" },
      allowed: reads.created.broken,
      forbidden: reads.created.kept,
    },
  ],
};
