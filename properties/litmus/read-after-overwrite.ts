import type { LitmusTest } from "../../src/check/litmus.js";
import { reads } from "./promises.js";
import { api, everywhere, legacyGuide } from "./sources.js";
import { get, put } from "./steps.js";

export const readAfterOverwrite: LitmusTest = {
  name: "read-after-overwrite",
  about: [
    "A client replaces an object and reads it: a worker writes its manifest and validates it.",
    "Read-your-own-write, the first of the four classic bug shapes: the read may return the old manifest.",
  ],
  start: [put("k", "old")],
  processes: { client: [put("k", "new"), get("k", "r")] },
  outcomes: [
    { name: "the new object", sees: { r: "new" }, allowed: everywhere(api.current) },
    {
      name: "the old object",
      sees: { r: "old" },
      allowed: reads.overwritten.broken,
      forbidden: reads.overwritten.kept,
    },
    { name: "404", sees: { r: "404" }, forbidden: everywhere(legacyGuide.atomic) },
  ],
};
