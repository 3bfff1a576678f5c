import type { LitmusTest } from "../../src/check/litmus.js";
import { reads } from "./promises.js";
import { api, everywhere } from "./sources.js";
import { del, get, put } from "./steps.js";

export const deleteThenPutThenGet: LitmusTest = {
  name: "delete-then-put-then-get",
  about: [
    "A client deletes an object, creates another at its key, and reads it.",
    "Deleted and put again is not new: where deletes are eventual, both the old object and the 404 in between may be served.",
  ],
  start: [put("k", "A")],
  processes: { client: [del("k"), put("k", "B"), get("k", "r")] },
  outcomes: [
    { name: "the new object", sees: { r: "B" }, allowed: everywhere(api.current) },
    {
      name: "the deleted object",
      sees: { r: "A" },
      allowed: reads.recreated.broken,
      forbidden: reads.recreated.kept,
    },
    {
      name: "404",
      sees: { r: "404" },
      allowed: reads.recreated.broken,
      forbidden: reads.recreated.kept,
    },
  ],
};
