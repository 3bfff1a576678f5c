import type { LitmusTest } from "../../src/check/litmus.js";
import { reads } from "./promises.js";
import { api, everywhere } from "./sources.js";
import { get, put } from "./steps.js";

export const readAfterTwoOverwrites: LitmusTest = {
  name: "read-after-two-overwrites",
  about: [
    "A client replaces an object twice and reads it.",
    "An eventual store may go back further than one version: nothing bounds what has propagated.",
  ],
  start: [put("k", "1")],
  processes: { client: [put("k", "2"), put("k", "3"), get("k", "r")] },
  outcomes: [
    { name: "the newest", sees: { r: "3" }, allowed: everywhere(api.current) },
    {
      name: "the one before",
      sees: { r: "2" },
      allowed: reads.overwritten.broken,
      forbidden: reads.overwritten.kept,
    },
    {
      name: "the oldest",
      sees: { r: "1" },
      allowed: reads.overwritten.broken,
      forbidden: reads.overwritten.kept,
    },
  ],
};
