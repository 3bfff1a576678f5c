import type { LitmusTest } from "../../src/check/litmus.js";
import { swaps } from "./conditions.js";
import { only } from "./sources.js";
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
    { name: "no zombie", sees: { w1: "ok", w2: "not asked" }, ...only(swaps.notRefused, swaps.rule) },
    {
      name: "the second is acknowledged and stays",
      sees: { w1: "no answer", w2: "ok" },
      holds: { k: "B" },
      ...only(swaps.notRefused, swaps.rule),
    },
    {
      name: "the zombie was first",
      sees: { w1: "no answer", w2: "412" },
      holds: { k: "A" },
      ...only(swaps.told412, swaps.rule),
    },
    {
      name: "the zombie overwrites what was acknowledged",
      sees: { w1: "no answer", w2: "ok" },
      holds: { k: "A" },
      ...only(swaps.written, swaps.rule),
    },
    {
      name: "not implemented",
      sees: { w1: "501", w2: "not asked" },
      holds: { k: "0" },
      ...only(swaps.notImplemented, swaps.rule),
    },
  ],
};
