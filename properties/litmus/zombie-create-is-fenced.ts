import type { LitmusTest } from "../../src/check/litmus.js";
import { creates, races } from "./conditions.js";
import { only } from "./sources.js";
import { put } from "./steps.js";

export const zombieCreateIsFenced: LitmusTest = {
  name: "zombie-create-is-fenced",
  about: [
    "As zombie-put-after-a-later-put, but both create the key with If-None-Match: *.",
    "A slot that is filled once fences zombies: the late create fails, where conditions are honoured under the write's own lock.",
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
      ...only(creates.notRefused, creates.rule),
    },
    {
      name: "the second is acknowledged and stays",
      sees: { w1: "no answer", w2: "ok" },
      holds: { slot: "B" },
      ...only(creates.notRefused, creates.rule),
    },
    {
      name: "the zombie was first",
      sees: { w1: "no answer", w2: ["412", "409"] },
      holds: { slot: "A" },
      ...only(creates.judged, creates.rule),
    },
    {
      name: "the zombie overwrites what was acknowledged",
      sees: { w1: "no answer", w2: "ok" },
      holds: { slot: "A" },
      ...only(races.bothWin, races.rule),
    },
    {
      name: "not implemented",
      sees: { w1: "501", w2: "not asked" },
      holds: { slot: "nothing" },
      ...only(creates.notImplemented, creates.rule),
    },
  ],
};
