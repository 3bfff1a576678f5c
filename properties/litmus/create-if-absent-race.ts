import type { LitmusTest } from "../../src/check/litmus.js";
import { honouring, ignoring, refusing } from "./promises.js";
import { conditional, everywhere } from "./sources.js";
import { put } from "./steps.js";

export const createIfAbsentRace: LitmusTest = {
  name: "create-if-absent-race",
  about: [
    "Two clients create the same key, each with If-None-Match: *.",
    "Where conditions are honoured one of them wins and the other is told 412; where they are ignored both are told that they won.",
  ],
  processes: {
    a: [put("k", "A", { ifNoneMatch: "*", as: "a" })],
    b: [put("k", "B", { ifNoneMatch: "*", as: "b" })],
  },
  outcomes: [
    {
      name: "A wins",
      sees: { a: "ok", b: "412" },
      holds: { k: "A" },
      allowed: honouring(conditional.firstWins),
      forbidden: [...refusing, ...ignoring],
    },
    {
      name: "B wins",
      sees: { a: "412", b: "ok" },
      holds: { k: "B" },
      allowed: honouring(conditional.firstWins),
      forbidden: [...refusing, ...ignoring],
    },
    {
      name: "both win, one is lost",
      sees: { a: "ok", b: "ok" },
      allowed: ignoring,
      forbidden: [...honouring(conditional.firstWins), ...refusing],
    },
    {
      name: "nobody wins",
      sees: { a: "412", b: "412" },
      forbidden: everywhere(conditional.firstWins),
    },
    {
      name: "not implemented",
      sees: { a: "501", b: "501" },
      holds: { k: "nothing" },
      allowed: refusing,
      forbidden: [...honouring(conditional.createRefused), ...ignoring],
    },
  ],
};
