import type { LitmusTest } from "../../src/check/litmus.js";
import { lists } from "./promises.js";
import { everywhere, strongGuide } from "./sources.js";
import { list, put } from "./steps.js";

export const listMissesAPart: LitmusTest = {
  name: "list-misses-a-part",
  about: [
    "Tasks write two parts of an output, and the driver lists the output to commit it.",
    "The bug shape as it cost rows: LIST omits any one of the parts, says 200, and the job reports success.",
  ],
  processes: { job: [put("out/0", "A"), put("out/1", "B"), list("l", { prefix: "out/" })] },
  outcomes: [
    { name: "both", sees: { l: "out/0 out/1" }, allowed: everywhere(strongGuide.listCreated) },
    {
      name: "the first is missing",
      sees: { l: "out/1" },
      allowed: lists.created.broken,
      forbidden: lists.created.kept,
    },
    {
      name: "the second is missing",
      sees: { l: "out/0" },
      allowed: lists.created.broken,
      forbidden: lists.created.kept,
    },
    {
      name: "both are missing",
      sees: { l: "nothing" },
      allowed: lists.created.broken,
      forbidden: lists.created.kept,
    },
  ],
};
