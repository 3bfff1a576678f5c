import type { LitmusTest } from "../../src/check/litmus.js";
import { everywhere, network } from "./sources.js";
import { complete, initiate, part } from "./steps.js";
import { uploadApi } from "./upload-rules.js";

export const latePart: LitmusTest = {
  name: "late-part",
  about: [
    "A part that replaces another times out; its client completes with the part from before.",
    "A part that comes before the Complete replaces what the Complete names; one that comes later comes for nothing.",
  ],
  start: [initiate("k"), part("k", 1, "A")],
  faults: { kinds: ["late"], most: 1 },
  processes: { client: [part("k", 1, "B", { as: "p" }), complete("k", ["A"], { as: "w" })] },
  outcomes: [
    {
      name: "replaced at once",
      sees: { p: "ok", w: ["400", "no answer"] },
      holds: { k: "nothing" },
      allowed: everywhere(uploadApi.partReplaced),
    },
    {
      name: "replaced late",
      sees: { p: "no answer", w: "400" },
      holds: { k: "nothing" },
      allowed: everywhere(network.late),
    },
    {
      name: "too late to matter",
      sees: { p: "no answer", w: "ok" },
      holds: { k: "A" },
      allowed: everywhere(uploadApi.latePart),
    },
    { name: "the late part is in it", holds: { k: "B" }, forbidden: everywhere(uploadApi.partEtags) },
  ],
};
