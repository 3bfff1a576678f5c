import type { LitmusTest } from "../../src/check/litmus.js";
import { reads } from "./promises.js";
import { api, everywhere } from "./sources.js";
import { get, head, put } from "./steps.js";

export const headAndGetDisagree: LitmusTest = {
  name: "head-and-get-disagree",
  about: [
    "A client replaces an object, asks for its size with HEAD, and reads it.",
    "Where overwrites are eventual, two reads of one key need not come from one version, and a size that was asked for need not fit.",
  ],
  start: [put("k", "1")],
  processes: { client: [put("k", "22"), head("k", "h"), get("k", "g")] },
  outcomes: [
    { name: "both new", sees: { h: "size=2", g: "22" }, allowed: everywhere(api.current) },
    {
      name: "both old",
      sees: { h: "size=1", g: "1" },
      allowed: reads.overwritten.broken,
      forbidden: reads.overwritten.kept,
    },
    {
      name: "new size, old bytes",
      sees: { h: "size=2", g: "1" },
      allowed: reads.overwritten.broken,
      forbidden: reads.overwritten.kept,
    },
    {
      name: "old size, new bytes",
      sees: { h: "size=1", g: "22" },
      allowed: reads.overwritten.broken,
      forbidden: reads.overwritten.kept,
    },
  ],
};
