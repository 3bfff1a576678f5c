import type { LitmusTest } from "../../src/check/litmus.js";
import { everywhere, network } from "./sources.js";
import { put } from "./steps.js";

export const firstTryLandsLast: LitmusTest = {
  name: "first-try-lands-last",
  about: [
    "An SDK retries a PUT that is slow, the retry is acknowledged, and the client puts another object, which is acknowledged too.",
    "The first try may still land last: a write that was acknowledged twice over is undone by a copy of an older one.",
  ],
  faults: { kinds: ["late-retried"], most: 1 },
  processes: { client: [put("k", "A", { as: "w1" }), put("k", "B", { as: "w2" })] },
  outcomes: [
    {
      name: "B stays",
      sees: { w1: "ok", w2: "ok" },
      holds: { k: "B" },
      allowed: everywhere(network.retried),
    },
    {
      name: "A comes back",
      sees: { w1: "ok", w2: "ok" },
      holds: { k: "A" },
      allowed: everywhere(network.late),
    },
    { name: "nothing is there", holds: { k: "nothing" }, forbidden: everywhere(network.late) },
  ],
};
