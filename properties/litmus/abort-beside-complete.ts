import type { LitmusTest } from "../../src/check/litmus.js";
import { everywhere } from "./sources.js";
import { abort, complete, initiate, part } from "./steps.js";
import { uploadApi } from "./upload-rules.js";

export const abortBesideComplete: LitmusTest = {
  name: "abort-beside-complete",
  about: [
    "A client completes an upload while another aborts it.",
    "One of the two wins: a job that aborts all uploads under its target may end those of another job.",
  ],
  start: [initiate("k"), part("k", 1, "A")],
  processes: { client: [complete("k", ["A"], { as: "w" })], other: [abort("k", { as: "x" })] },
  outcomes: [
    {
      name: "completed",
      sees: { w: "ok", x: "404" },
      holds: { k: "A" },
      allowed: everywhere(uploadApi.whole),
    },
    {
      name: "aborted",
      sees: { w: "404", x: "ok" },
      holds: { k: "nothing" },
      allowed: everywhere(uploadApi.gone),
    },
  ],
};
