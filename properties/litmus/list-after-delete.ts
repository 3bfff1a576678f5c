import type { LitmusTest } from "../../src/check/litmus.js";
import { lists } from "./promises.js";
import { everywhere, strongGuide } from "./sources.js";
import { del, list, put } from "./steps.js";

export const listAfterDelete: LitmusTest = {
  name: "list-after-delete",
  about: [
    "A client deletes a key and lists the keys.",
    "Where listings or deletes lag, the deleted key may be shown: a ghost that a job then tries to read.",
  ],
  start: [put("k", "A")],
  processes: { client: [del("k"), list("l")] },
  outcomes: [
    { name: "not listed", sees: { l: "nothing" }, allowed: everywhere(strongGuide.listDeleted) },
    {
      name: "a ghost",
      sees: { l: "k" },
      allowed: lists.deleted.broken,
      forbidden: lists.deleted.kept,
    },
  ],
};
