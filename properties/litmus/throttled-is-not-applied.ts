import type { LitmusTest } from "../../src/check/litmus.js";
import { everywhere, network } from "./sources.js";
import { put } from "./steps.js";

export const throttledIsNotApplied: LitmusTest = {
  name: "throttled-is-not-applied",
  about: [
    "A client is told 503 SlowDown and tries once more.",
    "The request that was refused has not been applied and will not be; a client cannot tell this 503 from others.",
  ],
  faults: { kinds: ["throttled"], most: 1 },
  processes: {
    client: [
      put("k", "A", { ifNoneMatch: "*", as: "w1" }),
      put("k", "A", { as: "w2", when: { register: "w1", is: "503" } }),
    ],
  },
  outcomes: [
    {
      name: "not throttled",
      sees: { w1: ["ok", "501"], w2: "not asked" },
      allowed: everywhere(network.throttled),
    },
    {
      name: "throttled, then written",
      sees: { w1: "503", w2: "ok" },
      holds: { k: "A" },
      allowed: everywhere(network.throttled),
    },
    {
      name: "throttled and written",
      sees: { w1: "503", w2: "412" },
      forbidden: everywhere(network.throttled),
    },
  ],
};
