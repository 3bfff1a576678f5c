import type { LitmusTest } from "../../src/check/litmus.js";
import { lists } from "./promises.js";
import { everywhere, strongGuide } from "./sources.js";
import { list, put } from "./steps.js";

export const listCommonPrefix: LitmusTest = {
  name: "list-common-prefix",
  about: [
    "A client creates a key in a directory that was empty, and lists the directories.",
    "A common prefix is there when one of its keys is: what a lagging listing misses of keys, it misses of directories.",
  ],
  processes: { client: [put("dir/k", "A"), list("l", { delimiter: "/" })] },
  outcomes: [
    { name: "the directory", sees: { l: "dir/" }, allowed: everywhere(strongGuide.listCreated) },
    {
      name: "no directory",
      sees: { l: "nothing" },
      allowed: lists.created.broken,
      forbidden: lists.created.kept,
    },
  ],
};
