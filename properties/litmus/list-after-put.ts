import type { LitmusTest } from "../../src/check/litmus.js";
import { lists } from "./promises.js";
import { everywhere, strongGuide } from "./sources.js";
import { list, put } from "./steps.js";

export const listAfterPut: LitmusTest = {
  name: "list-after-put",
  about: [
    "A client creates a key and lists the keys.",
    "List-after-write, the second classic bug shape: a commit protocol that finds its files with LIST may find none.",
  ],
  processes: { client: [put("k", "A"), list("l")] },
  outcomes: [
    { name: "listed", sees: { l: "k" }, allowed: everywhere(strongGuide.listCreated) },
    {
      name: "not listed",
      sees: { l: "nothing" },
      allowed: lists.created.broken,
      forbidden: lists.created.kept,
    },
  ],
};
