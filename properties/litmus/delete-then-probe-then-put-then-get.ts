import type { LitmusTest } from "../../src/check/litmus.js";
import { reads } from "./promises.js";
import { api, everywhere } from "./sources.js";
import { del, get, put } from "./steps.js";

export const deleteThenProbeThenPutThenGet: LitmusTest = {
  name: "delete-then-probe-then-put-then-get",
  about: [
    "A client deletes an object, sees that it is gone, creates another at its key, and reads it.",
    "A 404 that was true is a 404 that may be cached, also between two objects.",
  ],
  start: [put("k", "A")],
  processes: { client: [del("k"), get("k", "gone"), put("k", "B"), get("k", "r")] },
  outcomes: [
    { name: "the new object", sees: { r: "B" }, allowed: everywhere(api.current) },
    {
      name: "the deleted object",
      sees: { r: "A" },
      allowed: reads.recreated.broken,
      forbidden: reads.recreated.kept,
    },
    {
      name: "gone, then 404 again",
      sees: { gone: "404", r: "404" },
      allowed: reads.recreatedProbed.broken,
      forbidden: reads.recreatedProbed.kept,
    },
    {
      name: "served, then 404",
      sees: { gone: "A", r: "404" },
      allowed: reads.recreated.broken,
      forbidden: reads.recreated.kept,
    },
  ],
};
