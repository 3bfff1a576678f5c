import type { LitmusTest } from "../../src/check/litmus.js";
import { only } from "./sources.js";
import { del, etagOf, get, put } from "./steps.js";
import { conditionalDelete } from "./upload-rules.js";

export const deleteIfMatchOnMissing: LitmusTest = {
  name: "delete-if-match-on-missing",
  about: [
    "A client deletes an object with If-Match that is gone already.",
    "A DELETE of nothing is told 204; with a condition S3 tells 404, and a retry learns that somebody was first: maybe itself.",
  ],
  start: [put("k", "A")],
  processes: { client: [get("k", "r"), del("k"), del("k", { ifMatch: etagOf("r"), as: "w" })] },
  outcomes: [
    {
      name: "404",
      sees: { w: "404" },
      ...only(conditionalDelete.missing.told404, conditionalDelete.missing.rule),
    },
    {
      name: "204",
      sees: { w: "ok" },
      ...only(conditionalDelete.missing.told204, conditionalDelete.missing.rule),
    },
    {
      name: "not implemented",
      sees: { w: "501" },
      ...only(conditionalDelete.notImplemented, conditionalDelete.missing.rule),
    },
  ],
};
