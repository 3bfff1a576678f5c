import type { LitmusTest } from "../../src/check/litmus.js";
import { reads } from "./promises.js";
import { api, everywhere } from "./sources.js";
import { get, put } from "./steps.js";

export const storeBuffering: LitmusTest = {
  name: "store-buffering",
  about: [
    "Two clients each replace their own object and then read the other's.",
    "Store buffering: both may miss the other's write only where overwrites are eventual; Dekker's and Lamport's locks break there.",
  ],
  start: [put("x", "0"), put("y", "0")],
  processes: { p: [put("x", "1"), get("y", "py")], q: [put("y", "1"), get("x", "qx")] },
  outcomes: [
    { name: "p sees q", sees: { py: "1" }, allowed: everywhere(api.current) },
    { name: "only q sees p", sees: { py: "0", qx: "1" }, allowed: everywhere(api.current) },
    {
      name: "nobody sees anybody",
      sees: { py: "0", qx: "0" },
      allowed: reads.overwritten.broken,
      forbidden: reads.overwritten.kept,
    },
  ],
};
