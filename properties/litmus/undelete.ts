import type { LitmusTest } from "../../src/check/litmus.js";
import { versions } from "./further-rules.js";
import { only } from "./sources.js";
import { del, put } from "./steps.js";

export const undelete: LitmusTest = {
  name: "undelete",
  about: [
    "A client deletes an object, and then deletes the delete marker.",
    "What was deleted by mistake, or by a zombie, comes back where the bucket has versioning.",
  ],
  processes: { client: [put("k", "A"), del("k"), del("k", { version: 2, as: "w" })] },
  outcomes: [
    { name: "back", sees: { w: "ok" }, holds: { k: "A" }, ...only(versions.markers, versions.none) },
    {
      name: "gone",
      sees: { w: "400" },
      holds: { k: "nothing" },
      allowed: versions.none,
      forbidden: versions.markers,
    },
  ],
};
