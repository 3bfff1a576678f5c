import type { LitmusTest } from "../../src/check/litmus.js";
import { reads } from "./promises.js";
import { api, everywhere } from "./sources.js";
import { get, put } from "./steps.js";

export const resumedRead: LitmusTest = {
  name: "resumed-read",
  about: [
    "A GET breaks off half way, and the client asks for the rest with a range request while the object is replaced.",
    "Nothing ties the two requests together: a piece of each version arrives as one object, on every store.",
  ],
  start: [put("k", "aabb")],
  faults: { kinds: ["resumed"], most: 1 },
  processes: { reader: [get("k", "r")], writer: [put("k", "ccdd")] },
  outcomes: [
    { name: "the old object", sees: { r: "aabb" }, allowed: everywhere(api.range) },
    { name: "the new object", sees: { r: "ccdd" }, allowed: everywhere(api.range) },
    { name: "torn: old, then new", sees: { r: "aadd" }, allowed: everywhere(api.range) },
    {
      name: "torn: new, then old",
      sees: { r: "ccbb" },
      allowed: reads.overwritten.broken,
      forbidden: reads.overwritten.kept,
    },
  ],
};
