import type { LitmusTest } from "../../src/check/litmus.js";
import { lists, reads } from "./promises.js";
import { everywhere, strongGuide } from "./sources.js";
import { del, get, list, put } from "./steps.js";

export const listShowsWhatGetDenies: LitmusTest = {
  name: "list-shows-what-get-denies",
  about: [
    "A client deletes a key, lists the keys, and reads what is listed.",
    "The other way round: LIST may show a key for which GET says 404, on which naive readers crash.",
  ],
  start: [put("k", "A")],
  processes: { client: [del("k"), list("l"), get("k", "g", { when: { register: "l", is: "k" } })] },
  outcomes: [
    {
      name: "not listed",
      sees: { l: "nothing", g: "not asked" },
      allowed: everywhere(strongGuide.listDeleted),
    },
    {
      name: "listed but gone",
      sees: { l: "k", g: "404" },
      allowed: lists.deleted.broken,
      forbidden: lists.deleted.kept,
    },
    {
      name: "listed and served",
      sees: { l: "k", g: "A" },
      allowed: reads.deleted.broken,
      forbidden: reads.deleted.kept,
    },
  ],
};
