import type { LitmusTest } from "../../src/check/litmus.js";
import { etags } from "./conditions.js";
import { only } from "./sources.js";
import { etagOf, get, put, say, waitFor } from "./steps.js";

export const ifMatchAba: LitmusTest = {
  name: "if-match-aba",
  about: [
    "A client reads A; another replaces it by B and by A again; the first replaces what it has read.",
    "ABA: where the ETag is a hash of the content, compare-and-swap cannot see that two commits came between; where it is a version it can.",
  ],
  start: [put("k", "A")],
  processes: {
    slow: [get("k", "r"), say("read"), waitFor("replaced"), put("k", "C", { ifMatch: etagOf("r"), as: "w" })],
    fast: [waitFor("read"), put("k", "B"), put("k", "A"), say("replaced")],
  },
  outcomes: [
    {
      name: "two commits are not seen",
      sees: { w: "ok" },
      holds: { k: "C" },
      ...only(etags.cannotTell, etags.rule),
    },
    { name: "412", sees: { w: "412" }, holds: { k: "A" }, ...only(etags.canTell, etags.rule) },
    { name: "not implemented", sees: { w: "501" }, ...only(etags.notImplemented, etags.rule) },
  ],
};
