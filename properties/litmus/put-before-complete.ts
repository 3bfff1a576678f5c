import type { LitmusTest } from "../../src/check/litmus.js";
import { only } from "./sources.js";
import { complete, initiate, part, put } from "./steps.js";
import { overtaken } from "./upload-rules.js";

export const putBeforeComplete: LitmusTest = {
  name: "put-before-complete",
  about: [
    "A client begins an upload, another object is put at its key, and the client completes.",
    "Whose object stays is not the same everywhere: the Complete's, the PUT's, or the Complete fails.",
  ],
  processes: {
    client: [initiate("k"), part("k", 1, "A"), put("k", "B"), complete("k", ["A"], { as: "w" })],
  },
  outcomes: [
    {
      name: "completed",
      sees: { w: "ok" },
      holds: { k: "A" },
      ...only(overtaken.completes, overtaken.rule),
    },
    {
      name: "told 200, and the PUT stays",
      sees: { w: "ok" },
      holds: { k: "B" },
      ...only(overtaken.vanishes, overtaken.rule),
    },
    {
      name: "told that there is no such upload",
      sees: { w: "404" },
      holds: { k: "B" },
      ...only(overtaken.isGone, overtaken.rule),
    },
    {
      name: "told that its parts are none",
      sees: { w: "400" },
      holds: { k: "B" },
      ...only(overtaken.losesParts, overtaken.rule),
    },
  ],
};
