import type { LitmusTest } from "../../src/check/litmus.js";
import { lists } from "./promises.js";
import { everywhere, strongGuide } from "./sources.js";
import { list, put } from "./steps.js";

export const monotonicLists: LitmusTest = {
  name: "monotonic-lists",
  about: [
    "A reader lists twice while a key is created.",
    "A lagging listing may show a key and then not show it: waiting until a key is listed once is no barrier.",
  ],
  processes: { writer: [put("k", "A")], reader: [list("l1"), list("l2")] },
  outcomes: [
    { name: "not yet at first", sees: { l1: "nothing" }, allowed: everywhere(strongGuide.anyRead) },
    { name: "listed both times", sees: { l1: "k", l2: "k" }, allowed: everywhere(strongGuide.anyRead) },
    {
      name: "listed, then missed",
      sees: { l1: "k", l2: "nothing" },
      allowed: lists.created.broken,
      forbidden: lists.created.kept,
    },
  ],
};
