import type { LitmusTest } from "../../src/check/litmus.js";
import { renames } from "./further-rules.js";
import { only } from "./sources.js";
import { put, rename } from "./steps.js";

export const renameOverExisting: LitmusTest = {
  name: "rename-over-existing",
  about: [
    "A client renames an object to a name that has one, once with If-None-Match: * and once without.",
    "Unlike that of a cluster's file system, a store's rename replaces what is there unless a condition forbids it.",
  ],
  start: [put("a", "1"), put("t", "2")],
  processes: {
    client: [rename("a", "t", { ifNoneMatch: "*", as: "w" }), rename("a", "t", { as: "x" })],
  },
  outcomes: [
    {
      name: "refused, then replaced",
      sees: { w: "412", x: "ok" },
      holds: { a: "nothing", t: "1" },
      ...only(renames.overwrites, renames.none),
    },
    {
      name: "replaced in spite of the condition",
      sees: { w: "ok" },
      forbidden: [...renames.overwrites, ...renames.none],
    },
    {
      name: "no such operation",
      sees: { w: "501", x: "501" },
      holds: { a: "1", t: "2" },
      allowed: renames.none,
      forbidden: renames.overwrites,
    },
  ],
};
