import type { LitmusTest } from "../../src/check/litmus.js";
import { keyLimits } from "./further-rules.js";
import { everywhere, only, strongGuide } from "./sources.js";
import { put } from "./steps.js";

export const twoWritesAtOnce: LitmusTest = {
  name: "two-writes-at-once",
  about: [
    "Two clients write one key at once, and the store takes only so many writes of a key.",
    "The one that is refused was not applied; pointers that many writers swap are the keys that meet this limit.",
  ],
  faults: { kinds: ["busy-key"], most: 1 },
  processes: { a: [put("k", "A", { as: "a" })], b: [put("k", "B", { as: "b" })] },
  outcomes: [
    { name: "both are written", sees: { a: "ok", b: "ok" }, allowed: everywhere(strongGuide.lastWriterWins) },
    {
      name: "A is refused",
      sees: { a: "429", b: "ok" },
      holds: { k: "B" },
      ...only(keyLimits.atOnce, keyLimits.none),
    },
    {
      name: "B is refused",
      sees: { a: "ok", b: "429" },
      holds: { k: "A" },
      ...only(keyLimits.atOnce, keyLimits.none),
    },
    {
      name: "refused, and written",
      sees: { b: "429" },
      holds: { k: "B" },
      forbidden: keyLimits.none,
    },
  ],
};
