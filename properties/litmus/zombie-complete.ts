import type { LitmusTest } from "../../src/check/litmus.js";
import { everywhere, network, only } from "./sources.js";
import { complete, initiate, part, put } from "./steps.js";
import { overtaken, uploadApi } from "./upload-rules.js";

export const zombieComplete: LitmusTest = {
  name: "zombie-complete",
  about: [
    "A Complete times out and is still on its way; its client puts another object at the key instead.",
    "The late Complete undoes the later write, unless an upload does not outlive a write of its key.",
  ],
  start: [initiate("k"), part("k", 1, "A")],
  faults: { kinds: ["late"], most: 1 },
  processes: {
    client: [
      complete("k", ["A"], { as: "w1" }),
      put("k", "B", { as: "w2", when: { register: "w1", is: "no answer" } }),
    ],
  },
  outcomes: [
    {
      name: "no zombie",
      sees: { w1: "ok", w2: "not asked" },
      holds: { k: "A" },
      allowed: everywhere(uploadApi.whole),
    },
    {
      name: "the later write stays",
      sees: { w1: "no answer", w2: "ok" },
      holds: { k: "B" },
      allowed: everywhere(network.unknown),
    },
    {
      name: "the zombie undoes the later write",
      sees: { w1: "no answer", w2: "ok" },
      holds: { k: "A" },
      ...only(overtaken.completes, overtaken.rule),
    },
  ],
};
