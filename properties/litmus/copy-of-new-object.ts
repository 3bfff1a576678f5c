import type { LitmusTest } from "../../src/check/litmus.js";
import { copies, reads } from "./promises.js";
import { api, everywhere } from "./sources.js";
import { copy, get, put } from "./steps.js";

export const copyOfNewObject: LitmusTest = {
  name: "copy-of-new-object",
  about: [
    "A client creates an object, copies it, and reads the copy.",
    "Rename by copy of a file just written: the source read of a COPY finds what a GET finds.",
  ],
  processes: { client: [put("a", "A"), copy("a", "b", { as: "c" }), get("b", "r")] },
  outcomes: [
    { name: "copied", sees: { c: "ok", r: "A" }, allowed: everywhere(api.current) },
    {
      name: "no such key",
      sees: { c: "404", r: "404" },
      allowed: copies.created.broken,
      forbidden: copies.created.kept,
    },
    {
      name: "copied but not readable",
      sees: { c: "ok", r: "404" },
      allowed: reads.created.broken,
      forbidden: reads.created.kept,
    },
  ],
};
