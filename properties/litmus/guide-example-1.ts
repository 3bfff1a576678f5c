import type { LitmusTest } from "../../src/check/litmus.js";
import { reads } from "./promises.js";
import { everywhere, strongGuide } from "./sources.js";
import { get, put, say, waitFor } from "./steps.js";

export const guideExample1: LitmusTest = {
  name: "guide-example-1",
  about: [
    "Two clients write color = red and color = ruby one after the other, and two others read once both writes are acknowledged.",
    "The first picture of Amazon's own guide: a consistent read returns ruby, an eventually consistent one red or ruby.",
  ],
  start: [put("color", "red")],
  processes: {
    writer: [put("color", "ruby"), say("both written")],
    r1: [waitFor("both written"), get("color", "r1")],
    r2: [waitFor("both written"), get("color", "r2")],
  },
  outcomes: [
    { name: "ruby twice", sees: { r1: "ruby", r2: "ruby" }, allowed: everywhere(strongGuide.example1) },
    {
      name: "red and ruby",
      sees: { r1: "red", r2: "ruby" },
      allowed: reads.overwritten.broken,
      forbidden: reads.overwritten.kept,
    },
    {
      name: "ruby and red",
      sees: { r1: "ruby", r2: "red" },
      allowed: reads.overwritten.broken,
      forbidden: reads.overwritten.kept,
    },
    {
      name: "red twice",
      sees: { r1: "red", r2: "red" },
      allowed: reads.overwritten.broken,
      forbidden: reads.overwritten.kept,
    },
  ],
};
