import type { LitmusTest } from "../../src/check/litmus.js";
import { honouring, ignoring, refusing } from "./promises.js";
import { conditional } from "./sources.js";
import { etagOf, get, put } from "./steps.js";

export const lostUpdateWithIfMatch: LitmusTest = {
  name: "lost-update-with-if-match",
  about: [
    "As lost-update, but each replaces the object only if its ETag is that of what it has read.",
    "Compare-and-swap: one of two updates from the same read fails with 412, and a store that ignores the condition loses it silently.",
  ],
  start: [put("k", "0")],
  processes: {
    a: [get("k", "ra"), put("k", "A", { ifMatch: etagOf("ra"), as: "a" })],
    b: [get("k", "rb"), put("k", "B", { ifMatch: etagOf("rb"), as: "b" })],
  },
  outcomes: [
    {
      name: "one update is lost",
      sees: { ra: "0", rb: "0", a: "ok", b: "ok" },
      allowed: ignoring,
      forbidden: [...honouring(conditional.matchRefused), ...refusing],
    },
    {
      name: "one of two is refused",
      sees: { ra: "0", rb: "0", a: "ok", b: "412" },
      allowed: honouring(conditional.matchRefused),
      forbidden: [...refusing, ...ignoring],
    },
    {
      name: "the other of two is refused",
      sees: { ra: "0", rb: "0", a: "412", b: "ok" },
      allowed: honouring(conditional.matchRefused),
      forbidden: [...refusing, ...ignoring],
    },
    {
      name: "one after the other",
      sees: { ra: "0", rb: "A", a: "ok", b: "ok" },
      allowed: [...honouring(conditional.matchRefused), ...ignoring],
      forbidden: refusing,
    },
    {
      name: "the other after the one",
      sees: { ra: "B", rb: "0", a: "ok", b: "ok" },
      allowed: [...honouring(conditional.matchRefused), ...ignoring],
      forbidden: refusing,
    },
    {
      name: "not implemented",
      sees: { a: "501", b: "501" },
      allowed: refusing,
      forbidden: [...honouring(conditional.matchRefused), ...ignoring],
    },
  ],
};
