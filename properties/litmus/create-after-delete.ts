import type { LitmusTest } from "../../src/check/litmus.js";
import { creates } from "./conditions.js";
import { only } from "./sources.js";
import { del, put, say, waitFor } from "./steps.js";

export const createAfterDelete: LitmusTest = {
  name: "create-after-delete",
  about: [
    "A client creates a key with If-None-Match: * after another has deleted the object that was there.",
    "The other side of create-beside-delete: a DELETE that was acknowledged before the PUT began is no conflict, and nothing is refused.",
  ],
  start: [put("k", "A")],
  processes: {
    deleter: [del("k"), say("deleted")],
    creator: [waitFor("deleted"), put("k", "B", { ifNoneMatch: "*", as: "w" })],
  },
  outcomes: [
    { name: "created", sees: { w: "ok" }, holds: { k: "B" }, ...only(creates.notRefused, creates.rule) },
    { name: "409 or 412", sees: { w: ["409", "412"] }, forbidden: creates.rule },
    { name: "not implemented", sees: { w: "501" }, ...only(creates.notImplemented, creates.rule) },
  ],
};
