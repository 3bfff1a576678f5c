import type { LitmusTest } from "../../src/check/litmus.js";
import { api, everywhere, strongGuide } from "./sources.js";
import { get, put } from "./steps.js";

export const crossObjectAtomicity: LitmusTest = {
  name: "cross-object-atomicity",
  about: [
    "A writer replaces A and then B; a reader reads A and then B while it does.",
    "No store makes two writes one: A new and B old is allowed everywhere, still, today.",
  ],
  start: [put("a", "old"), put("b", "old")],
  processes: {
    writer: [put("a", "new"), put("b", "new")],
    reader: [get("a", "a"), get("b", "b")],
  },
  outcomes: [
    { name: "both old", sees: { a: "old", b: "old" }, allowed: everywhere(strongGuide.noCrossKey) },
    { name: "both new", sees: { a: "new", b: "new" }, allowed: everywhere(strongGuide.noCrossKey) },
    { name: "A new, B old", sees: { a: "new", b: "old" }, allowed: everywhere(strongGuide.noCrossKey) },
    { name: "A old, B new", sees: { a: "old", b: "new" }, allowed: everywhere(api.twoRequests) },
  ],
};
