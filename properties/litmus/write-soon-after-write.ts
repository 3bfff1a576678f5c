import type { LitmusTest } from "../../src/check/litmus.js";
import { keyLimits } from "./further-rules.js";
import { everywhere, only, strongGuide } from "./sources.js";
import { put } from "./steps.js";

export const writeSoonAfterWrite: LitmusTest = {
  name: "write-soon-after-write",
  about: [
    "A client writes a key twice, one write after the other.",
    "Where a key takes one write a second, a fast writer is refused though nobody else writes.",
  ],
  faults: { kinds: ["busy-key"], most: 1 },
  processes: { client: [put("k", "A"), put("k", "B", { as: "w" })] },
  outcomes: [
    {
      name: "written",
      sees: { w: "ok" },
      holds: { k: "B" },
      allowed: everywhere(strongGuide.lastWriterWins),
    },
    { name: "429", sees: { w: "429" }, holds: { k: "A" }, ...only(keyLimits.soonAfter, keyLimits.none) },
  ],
};
