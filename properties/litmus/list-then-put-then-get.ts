import type { LitmusTest } from "../../src/check/litmus.js";
import { reads } from "./promises.js";
import { api, everywhere } from "./sources.js";
import { get, list, put } from "./steps.js";

export const listThenPutThenGet: LitmusTest = {
  name: "list-then-put-then-get",
  about: [
    "A client looks for a key with LIST, creates it and reads it.",
    "LIST is neither HEAD nor GET: it leaves no 404 behind, so the promise for new objects holds on every store.",
  ],
  processes: { client: [list("free"), put("k", "A"), get("k", "r")] },
  outcomes: [
    { name: "the object", sees: { free: "nothing", r: "A" }, allowed: everywhere(api.current) },
    { name: "404", sees: { r: "404" }, allowed: reads.created.broken, forbidden: reads.created.kept },
  ],
};
