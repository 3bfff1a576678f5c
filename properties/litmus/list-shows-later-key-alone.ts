import type { LitmusTest } from "../../src/check/litmus.js";
import { lists } from "./promises.js";
import { everywhere, strongGuide } from "./sources.js";
import { list, put, say, waitFor } from "./steps.js";

export const listShowsLaterKeyAlone: LitmusTest = {
  name: "list-shows-later-key-alone",
  about: [
    "A writer creates a data file, says so, and creates a success marker; a reader lists them meanwhile.",
    "The marker in a listing does not vouch for the files beside it, unless listings are strong.",
  ],
  processes: {
    writer: [put("data", "A"), say("data written"), put("success", "S")],
    reader: [waitFor("data written"), list("l")],
  },
  outcomes: [
    {
      name: "data, marker or not",
      sees: { l: ["data", "data success"] },
      allowed: everywhere(strongGuide.anyRead),
    },
    {
      name: "the marker without the data",
      sees: { l: "success" },
      allowed: lists.created.broken,
      forbidden: lists.created.kept,
    },
    {
      name: "nothing",
      sees: { l: "nothing" },
      allowed: lists.created.broken,
      forbidden: lists.created.kept,
    },
  ],
};
