import type { LitmusTest } from "../../src/check/litmus.js";
import { lists } from "./promises.js";
import { everywhere, legacyGuide, strongGuide } from "./sources.js";
import { list, put } from "./steps.js";

export const listAfterOverwrite: LitmusTest = {
  name: "list-after-overwrite",
  about: [
    "A client replaces an object by a longer one and lists the keys with their sizes.",
    "A lagging listing may show the size of the object before; the key itself is never missed.",
  ],
  start: [put("k", "1")],
  processes: { client: [put("k", "22"), list("l", { show: "sizes" })] },
  outcomes: [
    { name: "the new size", sees: { l: "k=2" }, allowed: everywhere(strongGuide.anyRead) },
    {
      name: "the old size",
      sees: { l: "k=1" },
      allowed: lists.overwritten.broken,
      forbidden: lists.overwritten.kept,
    },
    { name: "not listed", sees: { l: "nothing" }, forbidden: everywhere(legacyGuide.atomic) },
  ],
};
