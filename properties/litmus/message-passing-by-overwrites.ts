import type { LitmusTest } from "../../src/check/litmus.js";
import { reads } from "./promises.js";
import { api, everywhere } from "./sources.js";
import { get, put } from "./steps.js";

export const messagePassingByOverwrites: LitmusTest = {
  name: "message-passing-by-overwrites",
  about: [
    "A writer replaces its data and then a flag; a reader who sees the new flag reads the data.",
    "Message passing, the first test of any memory model: where overwrites are eventual, the flag may arrive before what it speaks of.",
  ],
  start: [put("data", "old"), put("flag", "0")],
  processes: {
    writer: [put("data", "new"), put("flag", "1")],
    reader: [get("flag", "flag"), get("data", "data")],
  },
  outcomes: [
    {
      name: "no flag yet",
      sees: { flag: "0", data: ["old", "new"] },
      allowed: everywhere(api.current),
    },
    { name: "flag and data", sees: { flag: "1", data: "new" }, allowed: everywhere(api.current) },
    {
      name: "flag without data",
      sees: { flag: "1", data: "old" },
      allowed: reads.overwritten.broken,
      forbidden: reads.overwritten.kept,
    },
  ],
};
