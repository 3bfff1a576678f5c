import type { LitmusTest } from "../../src/check/litmus.js";
import { meetsItself, swaps } from "./conditions.js";
import { only } from "./sources.js";
import { etagOf, head, put } from "./steps.js";

export const ownIfMatch412: LitmusTest = {
  name: "own-if-match-412",
  about: [
    "A client replaces what it has read, with If-Match; the reply is lost and the SDK retries by itself.",
    "Its own write has changed the ETag: it is told 412, though the pointer is its own.",
  ],
  start: [put("k", "0")],
  faults: { kinds: ["reply-lost-retried"], most: 1 },
  processes: { client: [head("k", "h"), put("k", "A", { ifMatch: etagOf("h"), as: "w" })] },
  outcomes: [
    {
      name: "told that it has won",
      sees: { w: "ok" },
      holds: { k: "A" },
      ...only(swaps.notRefused, swaps.rule),
    },
    {
      name: "told that it has lost",
      sees: { w: "412" },
      holds: { k: "A" },
      ...only(meetsItself(swaps.told412), swaps.rule),
    },
    { name: "lost indeed", sees: { w: "412" }, holds: { k: "0" }, forbidden: swaps.rule },
    { name: "not implemented", sees: { w: "501" }, ...only(swaps.notImplemented, swaps.rule) },
  ],
};
