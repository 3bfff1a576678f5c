import type { LitmusTest } from "../../src/check/litmus.js";
import { everywhere, network, strongGuide } from "./sources.js";
import { del, put } from "./steps.js";

export const zombieDelete: LitmusTest = {
  name: "zombie-delete",
  about: [
    "A client's DELETE times out, and it puts a new object at the key, which is acknowledged.",
    "The DELETE may land after the PUT, on every store: cleaning up under a name that is used again destroys data.",
  ],
  start: [put("k", "A")],
  faults: { kinds: ["late"], most: 1 },
  processes: { client: [del("k", { as: "d" }), put("k", "B", { as: "w" })] },
  outcomes: [
    { name: "the new object stays", sees: { w: "ok" }, holds: { k: "B" }, allowed: everywhere(network.late) },
    {
      name: "the zombie deletes it",
      sees: { d: "no answer", w: "ok" },
      holds: { k: "nothing" },
      allowed: everywhere(network.late),
    },
    { name: "the PUT is late", sees: { d: "ok", w: "no answer" }, allowed: everywhere(network.late) },
    {
      name: "both acknowledged, nothing there",
      sees: { d: "ok", w: "ok" },
      holds: { k: "nothing" },
      forbidden: everywhere(strongGuide.anyRead),
    },
  ],
};
