import type { LitmusTest } from "../../src/check/litmus.js";
import { etags, swapConflicts, swaps, swapsOfNothing } from "./conditions.js";
import { but, only } from "./sources.js";
import { del, etagOf, get, put, say, waitFor } from "./steps.js";

const told412 = [...swapsOfNothing.told412, ...but(etags.canTell, swapsOfNothing.told412)];

export const ifMatchBesideDeleteAndRePut: LitmusTest = {
  name: "if-match-beside-delete-and-re-put",
  about: [
    "As if-match-after-delete-and-re-put, but the first client's PUT may be under way while the others are applied.",
    "It may fall between the two and find nothing, or come behind both and be told 409, because S3 saw the write beside it.",
  ],
  start: [put("k", "A")],
  processes: {
    slow: [get("k", "r"), say("read"), put("k", "B", { ifMatch: etagOf("r"), as: "w" })],
    fast: [waitFor("read"), del("k"), put("k", "A")],
  },
  outcomes: [
    { name: "replaced", sees: { w: "ok" }, ...only(swaps.notRefused, swaps.rule) },
    {
      name: "404, between the two",
      sees: { w: "404" },
      holds: { k: "A" },
      ...only(swapsOfNothing.told404, swapsOfNothing.rule),
    },
    { name: "412", sees: { w: "412" }, holds: { k: "A" }, ...only(told412, swapsOfNothing.rule) },
    {
      name: "409, behind both",
      sees: { w: "409" },
      holds: { k: "A" },
      ...only(swapConflicts.told409, swapConflicts.rule),
    },
    { name: "not implemented", sees: { w: "501" }, ...only(swaps.notImplemented, swaps.rule) },
  ],
};
