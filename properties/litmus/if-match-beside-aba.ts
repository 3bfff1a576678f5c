import type { LitmusTest } from "../../src/check/litmus.js";
import { swapConflicts, swaps } from "./conditions.js";
import { only } from "./sources.js";
import { etagOf, get, put, say, waitFor } from "./steps.js";

export const ifMatchBesideAba: LitmusTest = {
  name: "if-match-beside-aba",
  about: [
    "As if-match-aba, but the first client's PUT may be under way while the other two are applied.",
    "Only then can S3 tell that something came between: the ETag matches, and the answer may be 409.",
  ],
  start: [put("k", "A")],
  processes: {
    slow: [get("k", "r"), say("read"), put("k", "C", { ifMatch: etagOf("r"), as: "w" })],
    fast: [waitFor("read"), put("k", "B"), put("k", "A")],
  },
  outcomes: [
    { name: "replaced", sees: { w: "ok" }, ...only(swaps.notRefused, swaps.rule) },
    { name: "412, beside B", sees: { w: "412" }, holds: { k: "A" }, ...only(swaps.told412, swaps.rule) },
    {
      name: "409, behind B and A",
      sees: { w: "409" },
      holds: { k: "A" },
      ...only(swapConflicts.told409, swapConflicts.rule),
    },
    { name: "not implemented", sees: { w: "501" }, ...only(swaps.notImplemented, swaps.rule) },
  ],
};
