import type { LitmusTest } from "../../src/check/litmus.js";
import { everywhere, strongGuide } from "./sources.js";
import { get, put } from "./steps.js";

export const readsAreAtomic: LitmusTest = {
  name: "reads-are-atomic",
  about: [
    "A reader reads an object while it is replaced by one of the same length.",
    "Whatever else a store may say, one read is of one version: never the beginning of one and the end of the other.",
  ],
  start: [put("k", "aa")],
  processes: { writer: [put("k", "bb")], reader: [get("k", "r")] },
  outcomes: [
    { name: "old or new", sees: { r: ["aa", "bb"] }, allowed: everywhere(strongGuide.atomic) },
    { name: "a bit of both", sees: { r: ["ab", "ba"] }, forbidden: everywhere(strongGuide.atomic) },
  ],
};
