import type { LitmusTest } from "../../src/check/litmus.js";
import { everywhere } from "./sources.js";
import { abort, initiate, listParts, part, say, waitFor } from "./steps.js";
import { uploadApi } from "./upload-rules.js";

export const partBesideAbort: LitmusTest = {
  name: "part-beside-abort",
  about: [
    "A client uploads a part while another aborts the upload.",
    "The part may be told 200 and stay behind, paid for and part of nothing, until somebody aborts once more.",
  ],
  start: [initiate("k")],
  processes: {
    client: [part("k", 1, "A", { as: "p" }), say("a")],
    other: [abort("k"), say("b")],
    auditor: [waitFor("a"), waitFor("b"), listParts("k", "l"), abort("k", { as: "x" })],
  },
  outcomes: [
    { name: "freed", sees: { p: "ok", l: "404", x: "404" }, allowed: everywhere(uploadApi.lateParts) },
    { name: "too late", sees: { p: "404", l: "404", x: "404" }, allowed: everywhere(uploadApi.gone) },
    { name: "left behind", sees: { p: "ok", l: "1", x: "ok" }, allowed: everywhere(uploadApi.lateParts) },
  ],
};
