import type { LitmusTest } from "../../src/check/litmus.js";
import { reads } from "./promises.js";
import { everywhere, strongGuide } from "./sources.js";
import { head, put, version } from "./steps.js";

export const metadataAfterOverwrite: LitmusTest = {
  name: "metadata-after-overwrite",
  about: [
    "A client puts the same bytes with other metadata, and asks for the metadata with HEAD.",
    "A write that changes nothing but metadata is an overwrite like any other.",
  ],
  start: [put("k", "A", { metadata: version(1) })],
  processes: { client: [put("k", "A", { metadata: version(2) }), head("k", "r")] },
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
