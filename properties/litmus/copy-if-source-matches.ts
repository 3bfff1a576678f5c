import type { LitmusTest } from "../../src/check/litmus.js";
import { copies } from "./promises.js";
import { conditional, everywhere } from "./sources.js";
import { copy, etagOf, put } from "./steps.js";

export const copyIfSourceMatches: LitmusTest = {
  name: "copy-if-source-matches",
  about: [
    "A client replaces an object and copies it, if its source has the ETag that the PUT returned.",
    "The remedy for stale sources: the copy may fail loudly, and never copies the old version.",
  ],
  start: [put("a", "old")],
  processes: {
    client: [put("a", "new", { as: "w" }), copy("a", "b", { sourceIfMatch: etagOf("w"), as: "c" })],
  },
  outcomes: [
    {
      name: "the new version",
      sees: { c: "ok" },
      holds: { b: "new" },
      allowed: everywhere(conditional.copySource),
    },
    {
      name: "412, nothing copied",
      sees: { c: "412" },
      holds: { b: "nothing" },
      allowed: copies.overwritten.broken,
      forbidden: copies.overwritten.kept,
    },
    { name: "the old version", holds: { b: "old" }, forbidden: everywhere(conditional.copySource) },
  ],
};
