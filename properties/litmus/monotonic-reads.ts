import type { LitmusTest } from "../../src/check/litmus.js";
import { reads } from "./promises.js";
import { api, everywhere } from "./sources.js";
import { get, put } from "./steps.js";

export const monotonicReads: LitmusTest = {
  name: "monotonic-reads",
  about: [
    "A reader reads twice while an object is replaced.",
    "Time may go backwards where overwrites are eventual: having seen the new object does not mean seeing it again.",
  ],
  start: [put("k", "old")],
  processes: { writer: [put("k", "new")], reader: [get("k", "r1"), get("k", "r2")] },
  outcomes: [
    {
      name: "time goes forward",
      sees: { r1: "old", r2: ["old", "new"] },
      allowed: everywhere(api.current),
    },
    { name: "new both times", sees: { r1: "new", r2: "new" }, allowed: everywhere(api.current) },
    {
      name: "time goes backwards",
      sees: { r1: "new", r2: "old" },
      allowed: reads.overwritten.broken,
      forbidden: reads.overwritten.kept,
    },
  ],
};
