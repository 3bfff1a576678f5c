import type { LitmusTest } from "../../src/check/litmus.js";
import { copies } from "./promises.js";
import { everywhere, legacyGuide } from "./sources.js";
import { copy, del, put } from "./steps.js";

export const copyOfDeletedSource: LitmusTest = {
  name: "copy-of-deleted-source",
  about: [
    "A client deletes an object and copies it.",
    "Where deletes are eventual, a COPY may bring a deleted object back under another name.",
  ],
  start: [put("a", "A")],
  processes: { client: [del("a"), copy("a", "b", { as: "c" })] },
  outcomes: [
    {
      name: "no such key",
      sees: { c: "404" },
      holds: { b: "nothing" },
      allowed: everywhere(legacyGuide.eventual),
    },
    {
      name: "brought back",
      sees: { c: "ok" },
      holds: { b: "A" },
      allowed: copies.deleted.broken,
      forbidden: copies.deleted.kept,
    },
  ],
};
