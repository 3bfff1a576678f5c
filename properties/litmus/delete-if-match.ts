import type { LitmusTest } from "../../src/check/litmus.js";
import { only } from "./sources.js";
import { del, etagOf, get, put, say, waitFor } from "./steps.js";
import { conditionalDelete } from "./upload-rules.js";

export const deleteIfMatch: LitmusTest = {
  name: "delete-if-match",
  about: [
    "A client deletes the object that it has read, with If-Match, while another replaces it.",
    "A conditional DELETE spares what its client has not seen; where the condition is not looked at, the new object is lost.",
  ],
  start: [put("k", "A")],
  processes: {
    cleaner: [get("k", "r"), say("read"), del("k", { ifMatch: etagOf("r"), as: "w" })],
    writer: [waitFor("read"), put("k", "B")],
  },
  outcomes: [
    {
      name: "deleted, then replaced",
      sees: { w: "ok" },
      holds: { k: "B" },
      ...only(conditionalDelete.notRefused, conditionalDelete.rule),
    },
    {
      name: "412",
      sees: { w: "412" },
      holds: { k: "B" },
      ...only(conditionalDelete.told412, conditionalDelete.rule),
    },
    {
      name: "the new object is lost",
      sees: { w: "ok" },
      holds: { k: "nothing" },
      ...only(conditionalDelete.ignores, conditionalDelete.rule),
    },
    {
      name: "not implemented",
      sees: { w: "501" },
      holds: { k: "B" },
      ...only(conditionalDelete.notImplemented, conditionalDelete.rule),
    },
  ],
};
