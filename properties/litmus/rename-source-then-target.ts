import type { LitmusTest } from "../../src/check/litmus.js";
import { api, everywhere } from "./sources.js";
import { copy, del, get, put } from "./steps.js";

export const renameSourceThenTarget: LitmusTest = {
  name: "rename-source-then-target",
  about: [
    "A writer renames a file by copy and delete; a reader looks for the new name, then for the old one.",
    "In this order it may find neither, on every store: rename is two requests, and so are the reads.",
  ],
  start: [put("old", "A")],
  processes: {
    writer: [copy("old", "new"), del("old")],
    reader: [get("new", "new"), get("old", "old")],
  },
  outcomes: [
    { name: "under one name", sees: { new: "404", old: "A" }, allowed: everywhere(api.copyThenDelete) },
    { name: "under the other", sees: { new: "A", old: "404" }, allowed: everywhere(api.copyThenDelete) },
    { name: "under both", sees: { new: "A", old: "A" }, allowed: everywhere(api.copyThenDelete) },
    { name: "under neither", sees: { new: "404", old: "404" }, allowed: everywhere(api.copyThenDelete) },
  ],
};
