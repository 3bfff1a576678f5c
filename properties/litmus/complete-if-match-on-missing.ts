import type { LitmusTest } from "../../src/check/litmus.js";
import { only } from "./sources.js";
import { complete, del, etagOf, get, initiate, part, put } from "./steps.js";
import { completeSwapsOfNothing } from "./upload-rules.js";

export const completeIfMatchOnMissing: LitmusTest = {
  name: "complete-if-match-on-missing",
  about: [
    "A client completes an upload with If-Match where there is no object any more, since before the upload was begun.",
    "S3 answers 404, others 412; where conditions are not looked at, the object comes back.",
  ],
  start: [put("k", "A")],
  processes: {
    client: [
      get("k", "r"),
      del("k"),
      initiate("k"),
      part("k", 1, "B"),
      complete("k", ["B"], { ifMatch: etagOf("r"), as: "w" }),
    ],
  },
  outcomes: [
    {
      name: "404",
      sees: { w: "404" },
      holds: { k: "nothing" },
      ...only(completeSwapsOfNothing.told404, completeSwapsOfNothing.rule),
    },
    {
      name: "412",
      sees: { w: "412" },
      holds: { k: "nothing" },
      ...only(completeSwapsOfNothing.told412, completeSwapsOfNothing.rule),
    },
    {
      name: "written",
      sees: { w: "ok" },
      holds: { k: "B" },
      ...only(completeSwapsOfNothing.written, completeSwapsOfNothing.rule),
    },
    {
      name: "not implemented",
      sees: { w: "501" },
      holds: { k: "nothing" },
      ...only(completeSwapsOfNothing.notImplemented, completeSwapsOfNothing.rule),
    },
  ],
};
