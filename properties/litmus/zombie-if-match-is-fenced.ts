import type { LitmusTest } from "../../src/check/litmus.js";
import { honouring, ignoring, refusing } from "./promises.js";
import { conditional } from "./sources.js";
import { etagOf, head, put } from "./steps.js";

export const zombieIfMatchIsFenced: LitmusTest = {
  name: "zombie-if-match-is-fenced",
  about: [
    "A client's compare-and-swap times out; it swaps again from the same read, and is acknowledged.",
    "The acknowledged swap has changed the ETag, so the zombie fails, where conditions are honoured.",
  ],
  start: [put("k", "0")],
  faults: { kinds: ["late"], most: 1 },
  processes: {
    client: [
      head("k", "h"),
      put("k", "A", { ifMatch: etagOf("h"), as: "w1" }),
      put("k", "B", { ifMatch: etagOf("h"), as: "w2", when: { register: "w1", is: "no answer" } }),
    ],
  },
  outcomes: [
    {
      name: "no zombie",
      sees: { w1: "ok", w2: "not asked" },
      allowed: [...honouring(conditional.matchRefused), ...ignoring],
      forbidden: refusing,
    },
    {
      name: "the second is acknowledged and stays",
      sees: { w1: "no answer", w2: "ok" },
      holds: { k: "B" },
      allowed: [...honouring(conditional.matchRefused), ...ignoring],
      forbidden: refusing,
    },
    {
      name: "the zombie was first",
      sees: { w1: "no answer", w2: "412" },
      holds: { k: "A" },
      allowed: honouring(conditional.matchRefused),
      forbidden: [...refusing, ...ignoring],
    },
    {
      name: "the zombie overwrites what was acknowledged",
      sees: { w1: "no answer", w2: "ok" },
      holds: { k: "A" },
      allowed: ignoring,
      forbidden: [...honouring(conditional.matchRefused), ...refusing],
    },
    {
      name: "not implemented",
      sees: { w1: "501", w2: "not asked" },
      holds: { k: "0" },
      allowed: refusing,
      forbidden: [...honouring(conditional.matchRefused), ...ignoring],
    },
  ],
};
