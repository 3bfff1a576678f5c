import type { LitmusTest } from "../../src/check/litmus.js";
import { reads } from "./promises.js";
import { api, everywhere } from "./sources.js";
import { get, put } from "./steps.js";

export const messagePassingByNewObjects: LitmusTest = {
  name: "message-passing-by-new-objects",
  about: [
    "A writer creates its data and then a flag, both under keys that nobody has asked for; a reader who sees the flag reads the data.",
    "Write once under new names and point to them: what table formats do, and safe on every store as long as nobody probes the data's key.",
  ],
  processes: {
    writer: [put("data", "A"), put("flag", "1")],
    reader: [get("flag", "flag"), get("data", "data", { when: { register: "flag", is: "1" } })],
  },
  outcomes: [
    { name: "no flag yet", sees: { flag: "404", data: "not asked" }, allowed: everywhere(api.current) },
    { name: "flag and data", sees: { flag: "1", data: "A" }, allowed: everywhere(api.current) },
    {
      name: "flag without data",
      sees: { flag: "1", data: "404" },
      allowed: reads.created.broken,
      forbidden: reads.created.kept,
    },
  ],
};
