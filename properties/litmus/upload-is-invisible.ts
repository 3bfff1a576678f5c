import type { LitmusTest } from "../../src/check/litmus.js";
import { everywhere } from "./sources.js";
import { get, initiate, list, listParts, part, say, waitFor } from "./steps.js";
import { uploadApi } from "./upload-rules.js";

export const uploadIsInvisible: LitmusTest = {
  name: "upload-is-invisible",
  about: [
    "A client uploads a part of a new key; another looks for it before it is completed.",
    "Neither a read nor a listing shows anything of an upload under way; who knows its id can list its parts.",
  ],
  processes: {
    uploader: [initiate("k"), part("k", 1, "ab"), say("uploaded")],
    reader: [waitFor("uploaded"), get("k", "r"), list("l"), listParts("k", "p")],
  },
  outcomes: [
    {
      name: "only its parts are listed",
      sees: { r: "404", l: "nothing", p: "1" },
      allowed: everywhere(uploadApi.listed),
    },
    { name: "the object is there", sees: { r: "ab" }, forbidden: everywhere(uploadApi.whole) },
  ],
};
