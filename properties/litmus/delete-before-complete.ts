import type { LitmusTest } from "../../src/check/litmus.js";
import { only } from "./sources.js";
import { complete, del, initiate, part, put } from "./steps.js";
import { overtaken } from "./upload-rules.js";

export const deleteBeforeComplete: LitmusTest = {
  name: "delete-before-complete",
  about: [
    "A client begins an upload over an object, the object is deleted, and the client completes.",
    "Amazon's guide: the Complete may indicate success, and nobody ever sees the object, because the DELETE came later than the Initiate.",
  ],
  start: [put("k", "old")],
  processes: {
    client: [initiate("k"), part("k", 1, "A"), del("k"), complete("k", ["A"], { as: "w" })],
  },
  outcomes: [
    {
      name: "completed",
      sees: { w: "ok" },
      holds: { k: "A" },
      ...only(overtaken.completesAfterDelete, overtaken.rule),
    },
    {
      name: "told 200, and nothing is there",
      sees: { w: "ok" },
      holds: { k: "nothing" },
      ...only(overtaken.vanishes, overtaken.rule),
    },
    {
      name: "told that there is no such upload",
      sees: { w: "404" },
      holds: { k: "nothing" },
      ...only(overtaken.isGone, overtaken.rule),
    },
  ],
};
