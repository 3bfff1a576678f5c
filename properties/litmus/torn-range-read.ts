import type { LitmusTest } from "../../src/check/litmus.js";
import { reads } from "./promises.js";
import { api, everywhere } from "./sources.js";
import { get, put } from "./steps.js";

export const tornRangeRead: LitmusTest = {
  name: "torn-range-read",
  about: [
    "A reader reads an object in two ranges while it is replaced.",
    "Stale bytes spliced into a range read, the third classic bug shape: without a condition it is allowed on every store, also a strong one.",
  ],
  start: [put("k", "aa")],
  processes: {
    writer: [put("k", "bb")],
    reader: [get("k", "r1", { range: [0, 0] }), get("k", "r2", { range: [1, 1] })],
  },
  outcomes: [
    { name: "all old", sees: { r1: "a", r2: "a" }, allowed: everywhere(api.range) },
    { name: "all new", sees: { r1: "b", r2: "b" }, allowed: everywhere(api.range) },
    { name: "torn: old, then new", sees: { r1: "a", r2: "b" }, allowed: everywhere(api.range) },
    {
      name: "torn: new, then old",
      sees: { r1: "b", r2: "a" },
      allowed: reads.overwritten.broken,
      forbidden: reads.overwritten.kept,
    },
  ],
};
