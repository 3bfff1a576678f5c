import type { LitmusTest } from "../../src/check/litmus.js";
import { everywhere } from "./sources.js";
import { complete, initiate, part } from "./steps.js";
import { uploadApi } from "./upload-rules.js";

export const smallParts: LitmusTest = {
  name: "small-parts",
  about: [
    "A client uploads a part that is smaller than the store allows, and another behind it.",
    "The Complete is refused and the upload stays, so that the client may complete with one part, the last, of any size.",
  ],
  minPartBytes: 2,
  processes: {
    client: [
      initiate("k"),
      part("k", 1, "A"),
      part("k", 2, "B"),
      complete("k", ["A", "B"], { as: "w1" }),
      complete("k", ["A"], { as: "w2" }),
    ],
  },
  outcomes: [
    {
      name: "refused, then completed with one part",
      sees: { w1: "400", w2: "ok" },
      holds: { k: "A" },
      allowed: everywhere(uploadApi.tooSmall),
    },
    { name: "taken as it is", sees: { w1: "ok" }, forbidden: everywhere(uploadApi.tooSmall) },
  ],
};
