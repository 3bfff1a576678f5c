import type { LitmusTest } from "../../src/check/litmus.js";
import { reads } from "./promises.js";
import { everywhere } from "./sources.js";
import { complete, get, initiate, part, put } from "./steps.js";
import { uploadApi } from "./upload-rules.js";

export const readAfterComplete: LitmusTest = {
  name: "read-after-complete",
  about: [
    "A client replaces an object by an upload in two parts and reads it.",
    "A HEAD or GET after the Complete shows the new object where overwrites are strong, and may show the old one where they are not.",
  ],
  start: [put("k", "old")],
  processes: {
    client: [initiate("k"), part("k", 1, "a"), part("k", 2, "b"), complete("k", ["a", "b"]), get("k", "r")],
  },
  outcomes: [
    { name: "the new object, whole", sees: { r: "ab" }, allowed: everywhere(uploadApi.whole) },
    {
      name: "the old object",
      sees: { r: "old" },
      allowed: reads.overwritten.broken,
      forbidden: reads.overwritten.kept,
    },
  ],
};
