import type { LitmusTest } from "../../src/check/litmus.js";
import { versions } from "./further-rules.js";
import { only } from "./sources.js";
import { del, put } from "./steps.js";

export const deleteOfAVersion: LitmusTest = {
  name: "delete-of-a-version",
  about: [
    "A client overwrites an object and deletes the new version for good.",
    "The version beneath becomes the current one, as if the overwrite had never been.",
  ],
  processes: { client: [put("k", "A"), put("k", "B"), del("k", { version: 2, as: "w" })] },
  outcomes: [
    {
      name: "the old object again",
      sees: { w: "ok" },
      holds: { k: "A" },
      ...only(versions.kept, versions.none),
    },
    {
      name: "no such version",
      sees: { w: "400" },
      holds: { k: "B" },
      allowed: versions.none,
      forbidden: versions.kept,
    },
  ],
};
