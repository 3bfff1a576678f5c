import type { LitmusTest } from "../../src/check/litmus.js";
import { creates } from "./conditions.js";
import { only } from "./sources.js";
import { put } from "./steps.js";

export const createOverExisting: LitmusTest = {
  name: "create-over-existing",
  about: [
    "A client creates a key with If-None-Match: * where an object has long been.",
    "What a capability probe does: a store that answers 200 here has no put-if-absent, whatever it says.",
  ],
  start: [put("k", "A")],
  processes: { client: [put("k", "B", { ifNoneMatch: "*", as: "w" })] },
  outcomes: [
    { name: "412", sees: { w: "412" }, holds: { k: "A" }, ...only(creates.told412, creates.rule) },
    { name: "409", sees: { w: "409" }, holds: { k: "A" }, ...only(creates.told409, creates.rule) },
    { name: "overwritten", sees: { w: "ok" }, holds: { k: "B" }, ...only(creates.written, creates.rule) },
    {
      name: "not implemented",
      sees: { w: "501" },
      holds: { k: "A" },
      ...only(creates.notImplemented, creates.rule),
    },
  ],
};
