import type { LitmusTest } from "../../src/check/litmus.js";
import { only } from "./sources.js";
import { complete, etagOf, get, initiate, part, put } from "./steps.js";
import { completeEqualSwaps } from "./upload-rules.js";

export const completeIfMatchBesideSameBytes: LitmusTest = {
  name: "complete-if-match-beside-same-bytes",
  about: [
    "As complete-if-match-refused, but the other writes the same bytes again.",
    "The ETag matches, and S3 still tells for certain that the key was written since the upload was begun.",
  ],
  start: [put("k", "A")],
  processes: {
    client: [
      get("k", "r"),
      initiate("k"),
      part("k", 1, "C"),
      put("k", "A"),
      complete("k", ["C"], { ifMatch: etagOf("r"), as: "w" }),
    ],
  },
  outcomes: [
    {
      name: "409",
      sees: { w: "409" },
      holds: { k: "A" },
      ...only(completeEqualSwaps.told409, completeEqualSwaps.rule),
    },
    {
      name: "412",
      sees: { w: "412" },
      holds: { k: "A" },
      ...only(completeEqualSwaps.told412, completeEqualSwaps.rule),
    },
    {
      name: "not noticed",
      sees: { w: "ok" },
      holds: { k: "C" },
      ...only(completeEqualSwaps.written, completeEqualSwaps.rule),
    },
    {
      name: "the upload is gone",
      sees: { w: "404" },
      holds: { k: "A" },
      ...only(completeEqualSwaps.isGone, completeEqualSwaps.rule),
    },
    {
      name: "not implemented",
      sees: { w: "501" },
      holds: { k: "A" },
      ...only(completeEqualSwaps.notImplemented, completeEqualSwaps.rule),
    },
  ],
};
