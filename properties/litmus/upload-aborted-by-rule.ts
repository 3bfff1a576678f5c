import type { LitmusTest } from "../../src/check/litmus.js";
import { everywhere } from "./sources.js";
import { complete, initiate, part } from "./steps.js";
import { uploadApi } from "./upload-rules.js";

export const uploadAbortedByRule: LitmusTest = {
  name: "upload-aborted-by-rule",
  about: [
    "A rule of the bucket aborts uploads that have been under way for long, and a client is slow.",
    "Its next request is told that there is no such upload: a commit that is late fails, and loses nothing that was acknowledged.",
  ],
  start: [initiate("k")],
  faults: { kinds: ["lifecycle-abort"], most: 1 },
  processes: { client: [part("k", 1, "A", { as: "p" }), complete("k", ["A"], { as: "w" })] },
  outcomes: [
    {
      name: "completed in time",
      sees: { p: "ok", w: "ok" },
      holds: { k: "A" },
      allowed: everywhere(uploadApi.whole),
    },
    {
      name: "aborted before it was completed",
      sees: { p: "ok", w: "404" },
      holds: { k: "nothing" },
      allowed: everywhere(uploadApi.lifecycle),
    },
    {
      name: "aborted before its part came",
      sees: { p: "404", w: "404" },
      holds: { k: "nothing" },
      allowed: everywhere(uploadApi.lifecycle),
    },
  ],
};
