import type { LitmusTest } from "../../src/check/litmus.js";
import { creates } from "./conditions.js";
import { reads } from "./promises.js";
import { but, conditional, everywhere, only } from "./sources.js";
import { del, get, put } from "./steps.js";

export const conditionIsJudgedOnTheTruth: LitmusTest = {
  name: "condition-is-judged-on-the-truth",
  about: [
    "A client deletes an object, reads the key, and creates it with If-None-Match: *.",
    "Reads may be stale, conditions are not: a client may be served an object and be told right after that it has created the key.",
  ],
  start: [put("k", "A")],
  processes: { client: [del("k"), get("k", "r"), put("k", "B", { ifNoneMatch: "*", as: "w" })] },
  outcomes: [
    {
      name: "gone, then created",
      sees: { r: "404", w: "ok" },
      holds: { k: "B" },
      ...only(creates.notRefused, creates.rule),
    },
    {
      name: "served, then created",
      sees: { r: "A", w: "ok" },
      holds: { k: "B" },
      ...only(but(reads.deleted.broken, creates.notImplemented), creates.rule),
    },
    { name: "refused", sees: { w: ["412", "409"] }, forbidden: everywhere(conditional.truth) },
    { name: "not implemented", sees: { w: "501" }, ...only(creates.notImplemented, creates.rule) },
  ],
};
