import type { LitmusTest } from "../../src/check/litmus.js";
import { reads } from "./promises.js";
import { everywhere, legacyGuide } from "./sources.js";
import { del, get, put } from "./steps.js";

export const readAfterDelete: LitmusTest = {
  name: "read-after-delete",
  about: [
    "A client deletes an object and reads it.",
    "Where deletes are eventual, the deleted object may be served.",
  ],
  start: [put("k", "A")],
  processes: { client: [del("k"), get("k", "r")] },
  outcomes: [
    { name: "404", sees: { r: "404" }, allowed: everywhere(legacyGuide.eventual) },
    {
      name: "the deleted object",
      sees: { r: "A" },
      allowed: reads.deleted.broken,
      forbidden: reads.deleted.kept,
    },
  ],
};
