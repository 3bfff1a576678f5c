import type { LitmusTest } from "../../src/check/litmus.js";
import { swaps } from "./conditions.js";
import { only } from "./sources.js";
import { etagOf, get, put, say, waitFor } from "./steps.js";

export const ifMatchRefused: LitmusTest = {
  name: "if-match-refused",
  about: [
    "A client reads an object, another replaces it, and the first replaces what it has read.",
    "If-Match tells a client that it is late, also where its own reads may be stale.",
  ],
  start: [put("k", "0")],
  processes: {
    slow: [get("k", "r"), say("read"), waitFor("replaced"), put("k", "A", { ifMatch: etagOf("r"), as: "w" })],
    fast: [waitFor("read"), put("k", "B"), say("replaced")],
  },
  outcomes: [
    { name: "412", sees: { w: "412" }, holds: { k: "B" }, ...only(swaps.told412, swaps.rule) },
    { name: "B is lost", sees: { w: "ok" }, holds: { k: "A" }, ...only(swaps.written, swaps.rule) },
    {
      name: "not implemented",
      sees: { w: "501" },
      holds: { k: "B" },
      ...only(swaps.notImplemented, swaps.rule),
    },
  ],
};
