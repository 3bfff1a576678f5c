import type { LitmusTest } from "../../src/check/litmus.js";
import { everywhere, network, strongGuide } from "./sources.js";
import { put } from "./steps.js";

export const crashBetweenTwoPuts: LitmusTest = {
  name: "crash-between-two-puts",
  about: [
    "A writer puts two objects and may die at any time.",
    "What it has sent may still be applied or not, each by itself: one without the other, never the second without the first.",
  ],
  crashes: ["writer"],
  processes: { writer: [put("a", "A"), put("b", "B")] },
  outcomes: [
    { name: "both", holds: { a: "A", b: "B" }, allowed: everywhere(network.crash) },
    { name: "the first alone", holds: { a: "A", b: "nothing" }, allowed: everywhere(network.crash) },
    { name: "neither", holds: { a: "nothing", b: "nothing" }, allowed: everywhere(network.crash) },
    { name: "the second alone", holds: { a: "nothing", b: "B" }, forbidden: everywhere(strongGuide.anyRead) },
  ],
};
