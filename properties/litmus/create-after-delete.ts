import type { LitmusTest } from "../../src/check/litmus.js";
import { honouring, ignoring, refusing } from "./promises.js";
import { conditional } from "./sources.js";
import { del, put, say, waitFor } from "./steps.js";

export const createAfterDelete: LitmusTest = {
  name: "create-after-delete",
  about: [
    "A client creates a key with If-None-Match: * after another has deleted the object that was there.",
    "The other side of create-beside-delete: a DELETE that was acknowledged before the PUT began is no conflict, and 409 is never told.",
  ],
  start: [put("k", "A")],
  processes: {
    deleter: [del("k"), say("deleted")],
    creator: [waitFor("deleted"), put("k", "B", { ifNoneMatch: "*", as: "w" })],
  },
  outcomes: [
    {
      name: "created",
      sees: { w: "ok" },
      holds: { k: "B" },
      allowed: [...honouring(conditional.createRefused), ...ignoring],
      forbidden: refusing,
    },
    {
      name: "409 or 412",
      sees: { w: ["409", "412"] },
      forbidden: [...honouring(conditional.createConflict), ...refusing, ...ignoring],
    },
    {
      name: "not implemented",
      sees: { w: "501" },
      allowed: refusing,
      forbidden: [...honouring(conditional.createRefused), ...ignoring],
    },
  ],
};
