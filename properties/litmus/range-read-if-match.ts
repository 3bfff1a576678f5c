import type { LitmusTest } from "../../src/check/litmus.js";
import { fingerprints } from "./conditions.js";
import { reads } from "./promises.js";
import { conditional, everywhere } from "./sources.js";
import { etagOf, get, put } from "./steps.js";

export const rangeReadIfMatch: LitmusTest = {
  name: "range-read-if-match",
  about: [
    "As torn-range-read, but the second range is asked for only if the ETag is that of the first.",
    "The remedy: the reader may be told 412, and never splices two versions, on any store.",
  ],
  start: [put("k", "aa")],
  processes: {
    writer: [put("k", "bb")],
    reader: [get("k", "r1", { range: [0, 0] }), get("k", "r2", { range: [1, 1], ifMatch: etagOf("r1") })],
  },
  outcomes: [
    { name: "all old", sees: { r1: "a", r2: "a" }, allowed: everywhere(conditional.getIfMatch) },
    { name: "all new", sees: { r1: "b", r2: "b" }, allowed: everywhere(conditional.getIfMatch) },
    {
      name: "old, then 412",
      sees: { r1: "a", r2: "412" },
      allowed: everywhere(conditional.getIfMatch),
      forbidden: [fingerprints],
    },
    {
      name: "new, then 412",
      sees: { r1: "b", r2: "412" },
      allowed: reads.overwritten.broken,
      forbidden: reads.overwritten.kept,
    },
    {
      name: "torn: old, then new",
      sees: { r1: "a", r2: "b" },
      allowed: [fingerprints],
      forbidden: everywhere(conditional.getIfMatch),
    },
    {
      name: "torn: new, then old",
      sees: { r1: "b", r2: "a" },
      forbidden: everywhere(conditional.getIfMatch),
    },
  ],
};
