import type { LitmusTest } from "../../src/check/litmus.js";
import { reads } from "./promises.js";
import { api, everywhere } from "./sources.js";
import { get, head, put } from "./steps.js";

export const headThenPutThenGet: LitmusTest = {
  name: "head-then-put-then-get",
  about: [
    "A client asks with HEAD whether a key is free, creates it and reads it, as file systems over S3 used to.",
    "The caveat of read-after-write for new objects: the 404 may have been cached, and is told again.",
  ],
  processes: { client: [head("k", "free"), put("k", "A"), get("k", "r")] },
  outcomes: [
    { name: "the object", sees: { free: "404", r: "A" }, allowed: everywhere(api.current) },
    {
      name: "404 again",
      sees: { free: "404", r: "404" },
      allowed: reads.probed.broken,
      forbidden: reads.probed.kept,
    },
  ],
};
