import type { LitmusTest } from "../../src/check/litmus.js";
import { reads } from "./promises.js";
import { api, everywhere } from "./sources.js";
import { get, put } from "./steps.js";

export const readAfterThereAndBack: LitmusTest = {
  name: "read-after-there-and-back",
  about: [
    "A client replaces an object and puts the old bytes back, then reads it.",
    "The intermediate version may still be served where overwrites are eventual, though what is true now was true before.",
  ],
  start: [put("k", "A")],
  processes: { client: [put("k", "B"), put("k", "A"), get("k", "r")] },
  outcomes: [
    { name: "what is true", sees: { r: "A" }, allowed: everywhere(api.current) },
    {
      name: "what was in between",
      sees: { r: "B" },
      allowed: reads.overwritten.broken,
      forbidden: reads.overwritten.kept,
    },
  ],
};
