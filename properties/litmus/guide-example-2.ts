import type { LitmusTest } from "../../src/check/litmus.js";
import { reads } from "./promises.js";
import { everywhere, strongGuide } from "./sources.js";
import { get, put, say, waitFor } from "./steps.js";

export const guideExample2: LitmusTest = {
  name: "guide-example-2",
  about: [
    "A second write is under way while one client reads, and done before another reads.",
    "The second picture of Amazon's guide: the first may see either on every store, the second must see the new one only where reads are consistent.",
  ],
  start: [put("color", "ruby")],
  processes: {
    writer: [put("color", "garnet"), say("written")],
    r1: [get("color", "r1")],
    r2: [waitFor("written"), get("color", "r2")],
  },
  outcomes: [
    {
      name: "either, then garnet",
      sees: { r1: ["ruby", "garnet"], r2: "garnet" },
      allowed: everywhere(strongGuide.example2),
    },
    {
      name: "either, then ruby",
      sees: { r1: ["ruby", "garnet"], r2: "ruby" },
      allowed: reads.overwritten.broken,
      forbidden: reads.overwritten.kept,
    },
  ],
};
