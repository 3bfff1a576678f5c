import type { LitmusTest } from "../../src/check/litmus.js";
import { createConflicts, creates } from "./conditions.js";
import { only } from "./sources.js";
import { del, put } from "./steps.js";

export const createBesideDelete: LitmusTest = {
  name: "create-beside-delete",
  about: [
    "A client creates a key with If-None-Match: * while another deletes the object that is there.",
    "Before the DELETE it is refused; after it, it succeeds; and where the DELETE came while the PUT was under way, S3 may tell 409.",
  ],
  start: [put("k", "A")],
  processes: {
    creator: [put("k", "B", { ifNoneMatch: "*", as: "w" })],
    deleter: [del("k")],
  },
  outcomes: [
    {
      name: "412, before the delete",
      sees: { w: "412" },
      holds: { k: "nothing" },
      ...only(creates.told412, creates.rule),
    },
    {
      name: "created, after the delete",
      sees: { w: "ok" },
      holds: { k: "B" },
      ...only(creates.notRefused, creates.rule),
    },
    {
      name: "409",
      sees: { w: "409" },
      holds: { k: "nothing" },
      ...only([...createConflicts.told409, ...creates.told409], creates.rule),
    },
    {
      name: "written, then deleted",
      sees: { w: "ok" },
      holds: { k: "nothing" },
      ...only(creates.written, creates.rule),
    },
    {
      name: "not implemented",
      sees: { w: "501" },
      holds: { k: "nothing" },
      ...only(creates.notImplemented, creates.rule),
    },
  ],
};
