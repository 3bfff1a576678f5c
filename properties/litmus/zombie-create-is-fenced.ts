import type { LitmusTest } from "../../src/check/litmus.js";
import { honouring, ignoring, refusing } from "./promises.js";
import { conditional } from "./sources.js";
import { put } from "./steps.js";

export const zombieCreateIsFenced: LitmusTest = {
  name: "zombie-create-is-fenced",
  about: [
    "As zombie-put-after-a-later-put, but both create the key with If-None-Match: *.",
    "A slot that is filled once fences zombies: the late create fails, where conditions are honoured.",
  ],
  faults: { kinds: ["late"], most: 1 },
  processes: {
    client: [
      put("slot", "A", { ifNoneMatch: "*", as: "w1" }),
      put("slot", "B", { ifNoneMatch: "*", as: "w2", when: { register: "w1", is: "no answer" } }),
    ],
  },
  outcomes: [
    {
      name: "no zombie",
      sees: { w1: "ok", w2: "not asked" },
      holds: { slot: "A" },
      allowed: [...honouring(conditional.createRefused), ...ignoring],
      forbidden: refusing,
    },
    {
      name: "the second is acknowledged and stays",
      sees: { w1: "no answer", w2: "ok" },
      holds: { slot: "B" },
      allowed: [...honouring(conditional.createRefused), ...ignoring],
      forbidden: refusing,
    },
    {
      name: "the zombie was first",
      sees: { w1: "no answer", w2: "412" },
      holds: { slot: "A" },
      allowed: honouring(conditional.createRefused),
      forbidden: [...refusing, ...ignoring],
    },
    {
      name: "the zombie overwrites what was acknowledged",
      sees: { w1: "no answer", w2: "ok" },
      holds: { slot: "A" },
      allowed: ignoring,
      forbidden: [...honouring(conditional.createRefused), ...refusing],
    },
    {
      name: "not implemented",
      sees: { w1: "501", w2: "not asked" },
      holds: { slot: "nothing" },
      allowed: refusing,
      forbidden: [...honouring(conditional.createRefused), ...ignoring],
    },
  ],
};
