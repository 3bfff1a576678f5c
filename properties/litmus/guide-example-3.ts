import type { LitmusTest } from "../../src/check/litmus.js";
import { reads } from "./promises.js";
import { everywhere, strongGuide } from "./sources.js";
import { get, put, say, waitFor } from "./steps.js";

export const guideExample3: LitmusTest = {
  name: "guide-example-3",
  about: [
    "Two clients replace an object at the same time, and two others read once both are acknowledged.",
    "The third picture of Amazon's guide: either write may win, but where reads are consistent all readers agree who it was.",
  ],
  start: [put("color", "ruby")],
  processes: {
    w1: [put("color", "garnet"), say("w1")],
    w2: [put("color", "brick"), say("w2")],
    reader: [waitFor("w1"), waitFor("w2"), get("color", "r1"), get("color", "r2")],
  },
  outcomes: [
    {
      name: "both see garnet",
      sees: { r1: "garnet", r2: "garnet" },
      allowed: everywhere(strongGuide.example3),
    },
    { name: "both see brick", sees: { r1: "brick", r2: "brick" }, allowed: everywhere(strongGuide.example3) },
    {
      name: "they disagree",
      sees: { r1: "garnet", r2: "brick" },
      allowed: reads.overwritten.broken,
      forbidden: reads.overwritten.kept,
    },
    {
      name: "they disagree the other way",
      sees: { r1: "brick", r2: "garnet" },
      allowed: reads.overwritten.broken,
      forbidden: reads.overwritten.kept,
    },
    {
      name: "one sees what was before both",
      sees: { r1: "ruby", r2: ["ruby", "garnet", "brick"] },
      allowed: reads.overwritten.broken,
      forbidden: reads.overwritten.kept,
    },
    {
      name: "the other sees what was before both",
      sees: { r1: ["garnet", "brick"], r2: "ruby" },
      allowed: reads.overwritten.broken,
      forbidden: reads.overwritten.kept,
    },
  ],
};
