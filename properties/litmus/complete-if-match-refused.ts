import type { LitmusTest } from "../../src/check/litmus.js";
import { only } from "./sources.js";
import { complete, etagOf, get, initiate, part, put } from "./steps.js";
import { completeSwaps } from "./upload-rules.js";

export const completeIfMatchRefused: LitmusTest = {
  name: "complete-if-match-refused",
  about: [
    "A client reads an object and replaces it by an upload that it completes with If-Match; another has replaced it meanwhile.",
    "The compare-and-swap of an upload is judged when it is completed: the other's object stays, where conditions are honoured.",
  ],
  start: [put("k", "A")],
  processes: {
    client: [
      get("k", "r"),
      initiate("k"),
      part("k", 1, "C"),
      put("k", "B"),
      complete("k", ["C"], { ifMatch: etagOf("r"), as: "w" }),
    ],
  },
  outcomes: [
    {
      name: "412",
      sees: { w: "412" },
      holds: { k: "B" },
      ...only(completeSwaps.told412, completeSwaps.rule),
    },
    {
      name: "B is lost",
      sees: { w: "ok" },
      holds: { k: "C" },
      ...only(completeSwaps.written, completeSwaps.rule),
    },
    {
      name: "the upload is gone",
      sees: { w: "404" },
      holds: { k: "B" },
      ...only(completeSwaps.isGone, completeSwaps.rule),
    },
    {
      name: "not implemented",
      sees: { w: "501" },
      holds: { k: "B" },
      ...only(completeSwaps.notImplemented, completeSwaps.rule),
    },
  ],
};
