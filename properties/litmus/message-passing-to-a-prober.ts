import type { LitmusTest } from "../../src/check/litmus.js";
import { reads } from "./promises.js";
import { api, everywhere } from "./sources.js";
import { get, put } from "./steps.js";

export const messagePassingToAProber: LitmusTest = {
  name: "message-passing-to-a-prober",
  about: [
    "As message-passing-by-new-objects, but the reader looked for the data before it looked at the flag.",
    "The other side of it: the early look may make the data unreadable to a reader who has seen the flag.",
  ],
  processes: {
    writer: [put("data", "A"), put("flag", "1")],
    reader: [
      get("data", "probe"),
      get("flag", "flag"),
      get("data", "data", { when: { register: "flag", is: "1" } }),
    ],
  },
  outcomes: [
    { name: "no flag yet", sees: { flag: "404" }, allowed: everywhere(api.current) },
    { name: "flag and data", sees: { flag: "1", data: "A" }, allowed: everywhere(api.current) },
    {
      name: "probed, flag without data",
      sees: { probe: "404", flag: "1", data: "404" },
      allowed: reads.probed.broken,
      forbidden: reads.probed.kept,
    },
    {
      name: "seen, then lost",
      sees: { probe: "A", flag: "1", data: "404" },
      allowed: reads.created.broken,
      forbidden: reads.created.kept,
    },
  ],
};
