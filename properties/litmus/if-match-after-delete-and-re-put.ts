import type { LitmusTest } from "../../src/check/litmus.js";
import { etags } from "./conditions.js";
import { only } from "./sources.js";
import { del, etagOf, get, put, say, waitFor } from "./steps.js";

export const ifMatchAfterDeleteAndRePut: LitmusTest = {
  name: "if-match-after-delete-and-re-put",
  about: [
    "A client reads an object; another deletes it and puts the same bytes; the first replaces what it has read.",
    "Delete and re-put is ABA as well: with content ETags the new object cannot be told from the old one.",
  ],
  start: [put("k", "A")],
  processes: {
    slow: [get("k", "r"), say("read"), waitFor("re-put"), put("k", "B", { ifMatch: etagOf("r"), as: "w" })],
    fast: [waitFor("read"), del("k"), put("k", "A"), say("re-put")],
  },
  outcomes: [
    { name: "not noticed", sees: { w: "ok" }, holds: { k: "B" }, ...only(etags.cannotTell, etags.rule) },
    { name: "412", sees: { w: "412" }, holds: { k: "A" }, ...only(etags.canTell, etags.rule) },
    { name: "not implemented", sees: { w: "501" }, ...only(etags.notImplemented, etags.rule) },
  ],
};
