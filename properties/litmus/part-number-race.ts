import type { LitmusTest } from "../../src/check/litmus.js";
import { everywhere } from "./sources.js";
import { complete, initiate, part } from "./steps.js";
import { uploadApi } from "./upload-rules.js";

export const partNumberRace: LitmusTest = {
  name: "part-number-race",
  about: [
    "A client uploads a part and completes; another uploads a part of the same number of the same upload.",
    "A part is replaced by the next of its number, and a Complete that names the ETag of the one before is refused.",
  ],
  start: [initiate("k")],
  processes: {
    client: [part("k", 1, "A"), complete("k", ["A"], { as: "w" })],
    other: [part("k", 1, "B")],
  },
  outcomes: [
    { name: "its own part", sees: { w: "ok" }, holds: { k: "A" }, allowed: everywhere(uploadApi.whole) },
    {
      name: "replaced, and refused",
      sees: { w: "400" },
      holds: { k: "nothing" },
      allowed: everywhere(uploadApi.partEtags),
    },
    { name: "the other's part", holds: { k: "B" }, forbidden: everywhere(uploadApi.partEtags) },
  ],
};
