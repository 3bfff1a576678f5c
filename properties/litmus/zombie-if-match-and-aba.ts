import type { LitmusTest } from "../../src/check/litmus.js";
import { etags, swaps } from "./conditions.js";
import { only } from "./sources.js";
import { etagOf, head, put } from "./steps.js";

export const zombieIfMatchAndAba: LitmusTest = {
  name: "zombie-if-match-and-aba",
  about: [
    "A client's compare-and-swap times out; the object is replaced, and then the old bytes are put back.",
    "Where the ETag is a hash of the content, the zombie is not fenced any more: it may land on top of both.",
  ],
  start: [put("k", "0")],
  faults: { kinds: ["late"], most: 1 },
  processes: {
    client: [
      head("k", "h"),
      put("k", "A", { ifMatch: etagOf("h"), as: "w" }),
      put("k", "B", { when: { register: "w", is: "no answer" } }),
      put("k", "0", { when: { register: "w", is: "no answer" }, as: "back" }),
    ],
  },
  outcomes: [
    { name: "no zombie", sees: { w: "ok" }, holds: { k: "A" }, ...only(swaps.notRefused, swaps.rule) },
    {
      name: "the zombie is gone",
      sees: { w: "no answer", back: "ok" },
      holds: { k: "0" },
      ...only(swaps.notRefused, swaps.rule),
    },
    {
      name: "the zombie lands on top",
      sees: { w: "no answer", back: "ok" },
      holds: { k: "A" },
      ...only(etags.cannotTell, etags.rule),
    },
    {
      name: "not implemented",
      sees: { w: "501" },
      holds: { k: "0" },
      ...only(swaps.notImplemented, swaps.rule),
    },
  ],
};
