import type { LitmusTest } from "../../src/check/litmus.js";
import { reads } from "./promises.js";
import { api, everywhere } from "./sources.js";
import { get, put } from "./steps.js";

export const readAfterNewPut: LitmusTest = {
  name: "read-after-new-put",
  about: [
    "A client creates a key that nobody has asked for before, and reads it.",
    "The one promise that Amazon S3 made from the start: read-after-write for new objects, on which every protocol of write-once files rests.",
  ],
  processes: { client: [put("k", "A"), get("k", "r")] },
  outcomes: [
    { name: "the object", sees: { r: "A" }, allowed: everywhere(api.current) },
    { name: "404", sees: { r: "404" }, allowed: reads.created.broken, forbidden: reads.created.kept },
  ],
};
