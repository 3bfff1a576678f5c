import type { LitmusTest } from "../../src/check/litmus.js";
import { reads } from "./promises.js";
import { api, everywhere } from "./sources.js";
import { del, get, put } from "./steps.js";

export const monotonicReadsAfterDelete: LitmusTest = {
  name: "monotonic-reads-after-delete",
  about: [
    "A reader reads twice while an object is deleted.",
    "Where deletes are eventual, an object that was seen to be gone may come back.",
  ],
  start: [put("k", "A")],
  processes: { writer: [del("k")], reader: [get("k", "r1"), get("k", "r2")] },
  outcomes: [
    { name: "there at first", sees: { r1: "A", r2: ["A", "404"] }, allowed: everywhere(api.current) },
    { name: "gone both times", sees: { r1: "404", r2: "404" }, allowed: everywhere(api.current) },
    {
      name: "back from the dead",
      sees: { r1: "404", r2: "A" },
      allowed: reads.deleted.broken,
      forbidden: reads.deleted.kept,
    },
  ],
};
