import type { LitmusTest } from "../../src/check/litmus.js";
import { copies } from "./promises.js";
import { api, everywhere } from "./sources.js";
import { copy, put } from "./steps.js";

export const copyOfOverwrittenSource: LitmusTest = {
  name: "copy-of-overwritten-source",
  about: [
    "A client replaces an object and copies it.",
    "A COPY may read a stale source, and then makes the old version durable under a new name: wrong for good, not for a while.",
  ],
  start: [put("a", "old")],
  processes: { client: [put("a", "new"), copy("a", "b", { as: "c" })] },
  outcomes: [
    { name: "the new version", sees: { c: "ok" }, holds: { b: "new" }, allowed: everywhere(api.current) },
    {
      name: "the old version, for good",
      sees: { c: "ok" },
      holds: { b: "old" },
      allowed: copies.overwritten.broken,
      forbidden: copies.overwritten.kept,
    },
  ],
};
