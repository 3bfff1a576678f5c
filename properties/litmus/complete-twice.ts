import type { LitmusTest } from "../../src/check/litmus.js";
import { only } from "./sources.js";
import { complete, initiate, part } from "./steps.js";
import { repeated } from "./upload-rules.js";

export const completeTwice: LitmusTest = {
  name: "complete-twice",
  about: [
    "A client completes an upload, and completes it again.",
    "Amazon S3 gives the same answer once more and does nothing; others say that there is no such upload, and the client takes its success for a failure.",
  ],
  processes: {
    client: [initiate("k"), part("k", 1, "A"), complete("k", ["A"]), complete("k", ["A"], { as: "w" })],
  },
  outcomes: [
    {
      name: "told the same again",
      sees: { w: "ok" },
      holds: { k: "A" },
      ...only([...repeated.replayed, ...repeated.whileThere], repeated.rule),
    },
    {
      name: "told that there is no such upload",
      sees: { w: "404" },
      holds: { k: "A" },
      ...only(repeated.gone, repeated.rule),
    },
    {
      name: "told that its parts are none",
      sees: { w: "400" },
      holds: { k: "A" },
      ...only(repeated.invalid, repeated.rule),
    },
  ],
};
