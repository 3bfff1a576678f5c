import type { LitmusTest } from "../../src/check/litmus.js";
import { only } from "./sources.js";
import { complete, initiate, part } from "./steps.js";
import { completeCreates, completeRaces } from "./upload-rules.js";

export const zombieCompleteIsFenced: LitmusTest = {
  name: "zombie-complete-is-fenced",
  about: [
    "As zombie-complete, but both are uploads that create the key with If-None-Match: *.",
    "A late Complete with a condition fails once the key is taken, where the condition is honoured.",
  ],
  start: [initiate("k"), part("k", 1, "A"), initiate("k"), part("k", 1, "B", { upload: 2 })],
  faults: { kinds: ["late"], most: 1 },
  processes: {
    client: [
      complete("k", ["A"], { ifNoneMatch: "*", as: "w1" }),
      complete("k", ["B"], {
        upload: 2,
        ifNoneMatch: "*",
        as: "w2",
        when: { register: "w1", is: "no answer" },
      }),
    ],
  },
  outcomes: [
    {
      name: "no zombie",
      sees: { w1: "ok", w2: "not asked" },
      holds: { k: "A" },
      ...only(completeCreates.notRefused, completeCreates.rule),
    },
    {
      name: "the second is acknowledged and stays",
      sees: { w1: "no answer", w2: "ok" },
      holds: { k: "B" },
      ...only(completeCreates.notRefused, completeCreates.rule),
    },
    {
      name: "the zombie was first",
      sees: { w1: "no answer", w2: ["412", "409"] },
      holds: { k: "A" },
      ...only(completeCreates.judged, completeCreates.rule),
    },
    {
      name: "the zombie overwrites what was acknowledged",
      sees: { w1: "no answer", w2: "ok" },
      holds: { k: "A" },
      ...only(completeRaces.bothWinOlderLast, completeRaces.rule),
    },
    {
      name: "not implemented",
      sees: { w1: "501", w2: "not asked" },
      holds: { k: "nothing" },
      ...only(completeCreates.notImplemented, completeCreates.rule),
    },
  ],
};
