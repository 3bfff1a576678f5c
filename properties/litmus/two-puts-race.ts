import type { LitmusTest } from "../../src/check/litmus.js";
import { everywhere, strongGuide } from "./sources.js";
import { put } from "./steps.js";

export const twoPutsRace: LitmusTest = {
  name: "two-puts-race",
  about: [
    "Two clients create the same key without a condition.",
    "Both are told that they succeeded, and one of the two objects is gone: last writer wins, on every store.",
  ],
  processes: { a: [put("k", "A", { as: "a" })], b: [put("k", "B", { as: "b" })] },
  outcomes: [
    {
      name: "A is left",
      sees: { a: "ok", b: "ok" },
      holds: { k: "A" },
      allowed: everywhere(strongGuide.lastWriterWins),
    },
    {
      name: "B is left",
      sees: { a: "ok", b: "ok" },
      holds: { k: "B" },
      allowed: everywhere(strongGuide.lastWriterWins),
    },
    { name: "nothing is left", holds: { k: "nothing" }, forbidden: everywhere(strongGuide.lastWriterWins) },
  ],
};
