import type { LitmusTest } from "../../src/check/litmus.js";
import { lists } from "./promises.js";
import { everywhere, legacyGuide, strongGuide } from "./sources.js";
import { copy, list, put } from "./steps.js";

export const listAfterCopy: LitmusTest = {
  name: "list-after-copy",
  about: [
    "A client copies an object to a new key and lists the keys.",
    "A copy is a write of the key it goes to: rename by copy loses files to LIST as a PUT does.",
  ],
  start: [put("a", "A")],
  processes: { client: [copy("a", "b"), list("l")] },
  outcomes: [
    { name: "both listed", sees: { l: "a b" }, allowed: everywhere(strongGuide.listCreated) },
    {
      name: "the copy is not listed",
      sees: { l: "a" },
      allowed: lists.created.broken,
      forbidden: lists.created.kept,
    },
    {
      name: "the source is not listed",
      sees: { l: ["b", "nothing"] },
      forbidden: everywhere(legacyGuide.atomic),
    },
  ],
};
