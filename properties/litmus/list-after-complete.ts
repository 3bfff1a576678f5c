import type { LitmusTest } from "../../src/check/litmus.js";
import { lists } from "./promises.js";
import { everywhere } from "./sources.js";
import { complete, initiate, list, part } from "./steps.js";
import { uploadApi } from "./upload-rules.js";

export const listAfterComplete: LitmusTest = {
  name: "list-after-complete",
  about: [
    "A client completes an upload of a new key and lists the keys.",
    "A Complete is a write like any other, so a listing that lags may miss it: the job's files are there and nobody finds them.",
  ],
  processes: { client: [initiate("k"), part("k", 1, "A"), complete("k", ["A"]), list("l")] },
  outcomes: [
    { name: "listed", sees: { l: "k" }, allowed: everywhere(uploadApi.whole) },
    {
      name: "not listed",
      sees: { l: "nothing" },
      allowed: lists.created.broken,
      forbidden: lists.created.kept,
    },
  ],
};
