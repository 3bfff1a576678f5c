import type { LitmusTest } from "../../src/check/litmus.js";
import { only } from "./sources.js";
import { complete, del, initiate, part } from "./steps.js";
import { overtaken } from "./upload-rules.js";

export const deleteOfNothingBeforeComplete: LitmusTest = {
  name: "delete-of-nothing-before-complete",
  about: [
    "As delete-before-complete, but there is no object that the DELETE could delete.",
    "A job that cleans its target after it has begun its uploads may lose them on Amazon S3, where the later request wins.",
  ],
  processes: {
    client: [initiate("k"), part("k", 1, "A"), del("k"), complete("k", ["A"], { as: "w" })],
  },
  outcomes: [
    {
      name: "completed",
      sees: { w: "ok" },
      holds: { k: "A" },
      allowed: overtaken.rule,
    },
    {
      name: "told 200, and nothing is there",
      sees: { w: "ok" },
      holds: { k: "nothing" },
      ...only(overtaken.vanishes, overtaken.rule),
    },
  ],
};
