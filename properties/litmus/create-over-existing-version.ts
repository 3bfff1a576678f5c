import type { LitmusTest } from "../../src/check/litmus.js";
import { creates } from "./conditions.js";
import { but, of, only } from "./sources.js";
import { get, put } from "./steps.js";

export const createOverExistingVersion: LitmusTest = {
  name: "create-over-existing-version",
  about: [
    "A client creates a key that exists with If-None-Match: *, and asks for the first version.",
    "Where versioning makes the store forget conditions, the write goes through, and only the version from before tells.",
  ],
  start: [put("k", "A")],
  processes: { client: [put("k", "B", { ifNoneMatch: "*", as: "w" }), get("k", "r", { version: 1 })] },
  outcomes: [
    {
      name: "overwritten, and kept below",
      sees: { w: "ok", r: "A" },
      holds: { k: "B" },
      ...only(of(creates.written, "cos-versioned"), creates.rule),
    },
    {
      name: "refused",
      sees: { w: ["412", "409"], r: ["A", "400"] },
      holds: { k: "A" },
      ...only(creates.judged, creates.rule),
    },
    {
      name: "overwritten, and lost",
      sees: { w: "ok", r: "400" },
      holds: { k: "B" },
      ...only(but(creates.written, of(creates.written, "cos-versioned")), creates.rule),
    },
    {
      name: "not implemented",
      sees: { w: "501" },
      holds: { k: "A" },
      ...only(creates.notImplemented, creates.rule),
    },
  ],
};
