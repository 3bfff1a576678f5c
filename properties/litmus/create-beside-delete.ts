import type { LitmusTest } from "../../src/check/litmus.js";
import { honouring, ignoring, refusing } from "./promises.js";
import { conditional } from "./sources.js";
import { del, put } from "./steps.js";

export const createBesideDelete: LitmusTest = {
  name: "create-beside-delete",
  about: [
    "A client creates a key with If-None-Match: * while another deletes the object that is there.",
    "Before the DELETE it is told 412; after it, 200; and where the DELETE came while the PUT was under way it may be told 409.",
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
      allowed: honouring(conditional.createRefused),
      forbidden: [...refusing, ...ignoring],
    },
    {
      name: "created, after the delete",
      sees: { w: "ok" },
      holds: { k: "B" },
      allowed: [...honouring(conditional.createRefused), ...ignoring],
      forbidden: refusing,
    },
    {
      name: "409, beside the delete",
      sees: { w: "409" },
      holds: { k: "nothing" },
      allowed: honouring(conditional.deleteBeside),
      forbidden: [...refusing, ...ignoring],
    },
    {
      name: "written, then deleted",
      sees: { w: "ok" },
      holds: { k: "nothing" },
      allowed: ignoring,
      forbidden: [...honouring(conditional.createRefused), ...refusing],
    },
    {
      name: "not implemented",
      sees: { w: "501" },
      holds: { k: "nothing" },
      allowed: refusing,
      forbidden: [...honouring(conditional.createRefused), ...ignoring],
    },
  ],
};
