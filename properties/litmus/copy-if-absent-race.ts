import type { LitmusTest } from "../../src/check/litmus.js";
import { honouring, ignoring, refusing } from "./promises.js";
import { conditional } from "./sources.js";
import { copy, put } from "./steps.js";

export const copyIfAbsentRace: LitmusTest = {
  name: "copy-if-absent-race",
  about: [
    "Two clients copy their own file to the same key, each with If-None-Match: *.",
    "Rename without overwriting, as a commit: one COPY wins and the other is told 412.",
  ],
  start: [put("a", "A"), put("b", "B")],
  processes: {
    a: [copy("a", "k", { ifNoneMatch: "*", as: "a" })],
    b: [copy("b", "k", { ifNoneMatch: "*", as: "b" })],
  },
  outcomes: [
    {
      name: "one wins",
      sees: { a: "ok", b: "412" },
      holds: { k: "A" },
      allowed: honouring(conditional.copyRefused),
      forbidden: [...refusing, ...ignoring],
    },
    {
      name: "the other wins",
      sees: { a: "412", b: "ok" },
      holds: { k: "B" },
      allowed: honouring(conditional.copyRefused),
      forbidden: [...refusing, ...ignoring],
    },
    {
      name: "both win, one is lost",
      sees: { a: "ok", b: "ok" },
      allowed: ignoring,
      forbidden: [...honouring(conditional.copyRefused), ...refusing],
    },
    {
      name: "not implemented",
      sees: { a: "501", b: "501" },
      allowed: refusing,
      forbidden: [...honouring(conditional.copyRefused), ...ignoring],
    },
  ],
};
