import type { LitmusTest } from "../../src/check/litmus.js";
import { replica } from "./further-rules.js";
import { reads } from "./promises.js";
import { but, everywhere, strongGuide } from "./sources.js";
import { get, list, put } from "./steps.js";

export const replicaListsWhatItHas: LitmusTest = {
  name: "replica-lists-what-it-has",
  about: [
    "A client puts a new object; a reader lists the replica and reads from it what is listed.",
    "The replica is a bucket of its own: its listing and its reads agree, however far behind both are.",
  ],
  processes: {
    client: [put("k", "A")],
    reader: [list("l", { replica: true }), get("k", "r", { replica: true })],
  },
  outcomes: [
    { name: "listed and read", sees: { l: "k", r: "A" }, allowed: everywhere(strongGuide.anyRead) },
    { name: "neither", sees: { l: "nothing", r: "404" }, allowed: everywhere(strongGuide.anyRead) },
    {
      name: "not listed, then read",
      sees: { l: "nothing", r: "A" },
      allowed: everywhere(strongGuide.anyRead),
    },
    {
      name: "listed, and not read",
      sees: { l: "k", r: "404" },
      allowed: reads.created.broken,
      forbidden: [...but(reads.created.kept, replica.bucket), ...replica.bucket],
    },
  ],
};
