import type { LitmusTest } from "../../src/check/litmus.js";
import { only } from "./sources.js";
import { complete, del, initiate, part } from "./steps.js";
import { repeated } from "./upload-rules.js";

export const completeTwiceAfterDelete: LitmusTest = {
  name: "complete-twice-after-delete",
  about: [
    "A client completes an upload, the object is deleted, and the client completes again.",
    "Where a repeated Complete is told 200 whatever has happened since, it does not bring the object back.",
  ],
  processes: {
    client: [
      initiate("k"),
      part("k", 1, "A"),
      complete("k", ["A"]),
      del("k"),
      complete("k", ["A"], { as: "w" }),
    ],
  },
  outcomes: [
    {
      name: "told 200, and nothing is there",
      sees: { w: "ok" },
      holds: { k: "nothing" },
      ...only(repeated.replayed, repeated.rule),
    },
    {
      name: "told that there is no such upload",
      sees: { w: "404" },
      holds: { k: "nothing" },
      ...only([...repeated.gone, ...repeated.whileThere], repeated.rule),
    },
    {
      name: "told that its parts are none",
      sees: { w: "400" },
      holds: { k: "nothing" },
      ...only(repeated.invalid, repeated.rule),
    },
    { name: "back from the dead", holds: { k: "A" }, forbidden: repeated.rule },
  ],
};
