import type { LitmusTest } from "../../src/check/litmus.js";
import { versions } from "./further-rules.js";
import { only } from "./sources.js";
import { get, listVersions, put } from "./steps.js";

export const oldVersionIsKept: LitmusTest = {
  name: "old-version-is-kept",
  about: [
    "A client overwrites an object and asks for the version from before.",
    "In a bucket with versioning an overwrite destroys nothing: who knows the id still reads the old object.",
  ],
  processes: { client: [put("k", "A"), put("k", "B"), get("k", "r", { version: 1 }), listVersions("l")] },
  outcomes: [
    { name: "it is there", sees: { r: "A", l: "k@v2 k@v1" }, ...only(versions.kept, versions.none) },
    {
      name: "no such version",
      sees: { r: "400", l: "k@null" },
      allowed: versions.none,
      forbidden: versions.kept,
    },
  ],
};
