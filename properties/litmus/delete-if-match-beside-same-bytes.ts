import type { LitmusTest } from "../../src/check/litmus.js";
import { only } from "./sources.js";
import { del, etagOf, get, put, say, waitFor } from "./steps.js";
import { conditionalDelete } from "./upload-rules.js";

export const deleteIfMatchBesideSameBytes: LitmusTest = {
  name: "delete-if-match-beside-same-bytes",
  about: [
    "As delete-if-match, but the other writes the same bytes again while the DELETE is under way.",
    "The ETag matches: S3 may tell 409 all the same, others delete what was just written.",
  ],
  start: [put("k", "A")],
  processes: {
    cleaner: [get("k", "r"), say("read"), del("k", { ifMatch: etagOf("r"), as: "w" })],
    writer: [waitFor("read"), put("k", "A")],
  },
  outcomes: [
    {
      name: "deleted, then put again",
      sees: { w: "ok" },
      holds: { k: "A" },
      ...only(conditionalDelete.notRefused, conditionalDelete.equal.rule),
    },
    {
      name: "put again, then deleted",
      sees: { w: "ok" },
      holds: { k: "nothing" },
      ...only(conditionalDelete.equal.deleted, conditionalDelete.equal.rule),
    },
    {
      name: "409",
      sees: { w: "409" },
      holds: { k: "A" },
      ...only(conditionalDelete.equal.told409, conditionalDelete.equal.rule),
    },
    {
      name: "412",
      sees: { w: "412" },
      holds: { k: "A" },
      ...only(conditionalDelete.equal.told412, conditionalDelete.equal.rule),
    },
    {
      name: "not implemented",
      sees: { w: "501" },
      holds: { k: "A" },
      ...only(conditionalDelete.notImplemented, conditionalDelete.equal.rule),
    },
  ],
};
