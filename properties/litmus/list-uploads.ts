import type { LitmusTest } from "../../src/check/litmus.js";
import { lists } from "./promises.js";
import { everywhere } from "./sources.js";
import { initiate, listUploads } from "./steps.js";
import { uploadApi } from "./upload-rules.js";

export const listUploadsTest: LitmusTest = {
  name: "list-uploads",
  about: [
    "A client begins an upload and lists the uploads under way.",
    "Who aborts what a dead job has left behind goes by this listing, and finds less where listings lag.",
  ],
  processes: { client: [initiate("k"), listUploads("u")] },
  outcomes: [
    { name: "listed", sees: { u: "k#1" }, allowed: everywhere(uploadApi.listed) },
    {
      name: "not listed",
      sees: { u: "nothing" },
      allowed: lists.created.broken,
      forbidden: lists.created.kept,
    },
  ],
};
