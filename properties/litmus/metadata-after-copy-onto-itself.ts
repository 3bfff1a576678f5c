import type { LitmusTest } from "../../src/check/litmus.js";
import { reads } from "./promises.js";
import { everywhere, strongGuide } from "./sources.js";
import { copy, head, put, version } from "./steps.js";

export const metadataAfterCopyOntoItself: LitmusTest = {
  name: "metadata-after-copy-onto-itself",
  about: [
    "A client changes an object's metadata by copying it onto itself, and asks for it with HEAD.",
    "The only way to change metadata is an overwrite, so where overwrites are eventual the old metadata may be told.",
  ],
  start: [put("k", "A", { metadata: version(1) })],
  processes: { client: [copy("k", "k", { metadata: version(2) }), head("k", "r")] },
  outcomes: [
    { name: "the new metadata", sees: { r: "size=1 v=2" }, allowed: everywhere(strongGuide.metadata) },
    {
      name: "the old metadata",
      sees: { r: "size=1 v=1" },
      allowed: reads.overwritten.broken,
      forbidden: reads.overwritten.kept,
    },
  ],
};
