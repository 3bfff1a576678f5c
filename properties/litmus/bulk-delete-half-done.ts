import type { LitmusTest } from "../../src/check/litmus.js";
import { everywhere } from "./sources.js";
import { delMany, list, put } from "./steps.js";
import { uploadApi } from "./upload-rules.js";

export const bulkDeleteHalfDone: LitmusTest = {
  name: "bulk-delete-half-done",
  about: [
    "A client deletes two objects with one DeleteObjects while another lists them.",
    "One request, but no transaction: either of the two may be seen without the other, on every store.",
  ],
  start: [put("k", "A"), put("l", "B")],
  processes: { client: [delMany(["k", "l"])], reader: [list("r")] },
  outcomes: [
    { name: "both are there", sees: { r: "k l" }, allowed: everywhere(uploadApi.bulk) },
    { name: "the second is left", sees: { r: "l" }, allowed: everywhere(uploadApi.bulk) },
    { name: "the first is left", sees: { r: "k" }, allowed: everywhere(uploadApi.bulk) },
    { name: "both are gone", sees: { r: "nothing" }, allowed: everywhere(uploadApi.bulk) },
  ],
};
