import type { LitmusTest } from "../../src/check/litmus.js";
import { everywhere, network, strongGuide } from "./sources.js";
import { put } from "./steps.js";

export const zombiePutAfterALaterPut: LitmusTest = {
  name: "zombie-put-after-a-later-put",
  about: [
    "A client's PUT times out, and it puts another object, which is acknowledged.",
    "The first PUT may land after the second, on every store: what was acknowledged is undone by what was given up.",
  ],
  faults: { kinds: ["late"], most: 1 },
  processes: { client: [put("k", "A", { as: "w1" }), put("k", "B", { as: "w2" })] },
  outcomes: [
    { name: "in order", sees: { w1: "ok", w2: "ok" }, holds: { k: "B" }, allowed: everywhere(network.late) },
    {
      name: "the zombie is lost, or comes first",
      sees: { w1: "no answer", w2: "ok" },
      holds: { k: "B" },
      allowed: everywhere(network.late),
    },
    {
      name: "the zombie undoes the later write",
      sees: { w1: "no answer", w2: "ok" },
      holds: { k: "A" },
      allowed: everywhere(network.late),
    },
    {
      name: "the later write is late",
      sees: { w1: "ok", w2: "no answer" },
      allowed: everywhere(network.late),
    },
    {
      name: "both acknowledged, the first is left",
      sees: { w1: "ok", w2: "ok" },
      holds: { k: "A" },
      forbidden: everywhere(strongGuide.anyRead),
    },
  ],
};
