import type { LitmusTest } from "../../src/check/litmus.js";
import { lists } from "./promises.js";
import { everywhere, strongGuide } from "./sources.js";
import { del, list, put } from "./steps.js";

export const listAfterDeleteAndPut: LitmusTest = {
  name: "list-after-delete-and-put",
  about: [
    "A client deletes an object, creates another at its key, and lists the keys with their sizes.",
    "A lagging listing may show any state that the key was in: the old object, nothing, or the new one.",
  ],
  start: [put("k", "1")],
  processes: { client: [del("k"), put("k", "22"), list("l", { show: "sizes" })] },
  outcomes: [
    { name: "the new object", sees: { l: "k=2" }, allowed: everywhere(strongGuide.listCreated) },
    {
      name: "not listed",
      sees: { l: "nothing" },
      allowed: lists.recreated.broken,
      forbidden: lists.recreated.kept,
    },
    {
      name: "the old object",
      sees: { l: "k=1" },
      allowed: lists.recreated.broken,
      forbidden: lists.recreated.kept,
    },
  ],
};
