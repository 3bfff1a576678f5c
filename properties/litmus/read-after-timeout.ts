import type { LitmusTest } from "../../src/check/litmus.js";
import { reads } from "./promises.js";
import { everywhere, network } from "./sources.js";
import { get, put } from "./steps.js";

export const readAfterTimeout: LitmusTest = {
  name: "read-after-timeout",
  about: [
    "A client's PUT times out; it reads the key twice to find out what has become of it.",
    "A 404 right after is no proof: the PUT may land between the two reads, on every store.",
  ],
  faults: { kinds: ["late"], most: 1 },
  processes: {
    client: [
      put("k", "A", { as: "w" }),
      get("k", "r1", { when: { register: "w", is: "no answer" } }),
      get("k", "r2", { when: { register: "w", is: "no answer" } }),
    ],
  },
  outcomes: [
    { name: "acknowledged", sees: { w: "ok" }, allowed: everywhere(network.unknown) },
    {
      name: "absent both times",
      sees: { w: "no answer", r1: "404", r2: "404" },
      allowed: everywhere(network.late),
    },
    {
      name: "absent, then there",
      sees: { w: "no answer", r1: "404", r2: "A" },
      allowed: everywhere(network.late),
    },
    {
      name: "there both times",
      sees: { w: "no answer", r1: "A", r2: "A" },
      allowed: everywhere(network.query),
    },
    {
      name: "there, then absent",
      sees: { w: "no answer", r1: "A", r2: "404" },
      allowed: reads.created.broken,
      forbidden: reads.created.kept,
    },
  ],
};
