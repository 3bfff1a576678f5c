import type { LitmusTest } from "../../src/check/litmus.js";
import { only } from "./sources.js";
import { complete, initiate, part, put } from "./steps.js";
import { completeCreates } from "./upload-rules.js";

export const completeIfAbsentOverExisting: LitmusTest = {
  name: "complete-if-absent-over-existing",
  about: [
    "A client begins an upload, another creates the key, and the client completes with If-None-Match: *.",
    "The condition is judged when the upload is completed: it is refused, or not looked at and the other's object is lost.",
  ],
  processes: {
    client: [
      initiate("k"),
      part("k", 1, "B"),
      put("k", "A"),
      complete("k", ["B"], { ifNoneMatch: "*", as: "w" }),
    ],
  },
  outcomes: [
    {
      name: "412",
      sees: { w: "412" },
      holds: { k: "A" },
      ...only(completeCreates.told412, completeCreates.overtaken.rule),
    },
    {
      name: "409",
      sees: { w: "409" },
      holds: { k: "A" },
      ...only(completeCreates.told409, completeCreates.overtaken.rule),
    },
    {
      name: "overwritten",
      sees: { w: "ok" },
      holds: { k: "B" },
      ...only(completeCreates.overtaken.written, completeCreates.overtaken.rule),
    },
    {
      name: "the upload is gone",
      sees: { w: "404" },
      holds: { k: "A" },
      ...only(completeCreates.overtaken.isGone, completeCreates.overtaken.rule),
    },
    {
      name: "not implemented",
      sees: { w: "501" },
      holds: { k: "A" },
      ...only(completeCreates.notImplemented, completeCreates.overtaken.rule),
    },
  ],
};
