import type { LitmusTest } from "../../src/check/litmus.js";
import { reads } from "./promises.js";
import { api, everywhere } from "./sources.js";
import { copy, del, get, put } from "./steps.js";

export const renameTargetThenSource: LitmusTest = {
  name: "rename-target-then-source",
  about: [
    "As rename-source-then-target, but the reader looks for the old name first.",
    "In this order the file is always found: whoever is told that the old name is gone finds the new one, if nobody has probed it.",
  ],
  start: [put("old", "A")],
  processes: {
    writer: [copy("old", "new"), del("old")],
    reader: [get("old", "old"), get("new", "new", { when: { register: "old", is: "404" } })],
  },
  outcomes: [
    { name: "under the old name", sees: { old: "A" }, allowed: everywhere(api.copyThenDelete) },
    { name: "under the new name", sees: { old: "404", new: "A" }, allowed: everywhere(api.copyThenDelete) },
    {
      name: "under neither",
      sees: { old: "404", new: "404" },
      allowed: reads.created.broken,
      forbidden: reads.created.kept,
    },
  ],
};
