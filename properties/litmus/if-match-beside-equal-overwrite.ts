import type { LitmusTest } from "../../src/check/litmus.js";
import { etags, swapConflicts } from "./conditions.js";
import { only } from "./sources.js";
import { etagOf, get, put, say, waitFor } from "./steps.js";

export const ifMatchBesideEqualOverwrite: LitmusTest = {
  name: "if-match-beside-equal-overwrite",
  about: [
    "A client replaces what it has read while another writes the same bytes once more.",
    "A content ETag never changes, so 412 is impossible; but the write beside it is a conflict, which S3 may tell with 409.",
  ],
  start: [put("k", "A")],
  processes: {
    client: [get("k", "r"), say("read"), put("k", "B", { ifMatch: etagOf("r"), as: "w" })],
    other: [waitFor("read"), put("k", "A")],
  },
  outcomes: [
    { name: "replaced", sees: { w: "ok" }, ...only(etags.notRefused, etags.rule) },
    {
      name: "409",
      sees: { w: "409" },
      holds: { k: "A" },
      ...only(swapConflicts.told409, swapConflicts.rule),
    },
    { name: "412", sees: { w: "412" }, holds: { k: "A" }, ...only(etags.canTell, etags.rule) },
    { name: "not implemented", sees: { w: "501" }, ...only(etags.notImplemented, etags.rule) },
  ],
};
