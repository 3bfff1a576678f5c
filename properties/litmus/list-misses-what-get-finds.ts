import type { LitmusTest } from "../../src/check/litmus.js";
import { lists, reads } from "./promises.js";
import { everywhere, strongGuide } from "./sources.js";
import { get, list, put } from "./steps.js";

export const listMissesWhatGetFinds: LitmusTest = {
  name: "list-misses-what-get-finds",
  about: [
    "A client creates a key, lists the keys, and reads the key.",
    "LIST and GET may disagree: the object is there for whoever knows its name, and for nobody else.",
  ],
  processes: { client: [put("k", "A"), list("l"), get("k", "g")] },
  outcomes: [
    { name: "listed and readable", sees: { l: "k", g: "A" }, allowed: everywhere(strongGuide.listCreated) },
    {
      name: "readable but not listed",
      sees: { l: "nothing", g: "A" },
      allowed: lists.created.broken,
      forbidden: lists.created.kept,
    },
    {
      name: "not readable",
      sees: { g: "404" },
      allowed: reads.created.broken,
      forbidden: reads.created.kept,
    },
  ],
};
