import type { LitmusTest } from "../../src/check/litmus.js";
import { stars } from "./conditions.js";
import { only } from "./sources.js";
import { put } from "./steps.js";

export const ifMatchStar: LitmusTest = {
  name: "if-match-star",
  about: [
    "A client replaces an object with If-Match: *, which HTTP has and S3 does not.",
    "S3 answers 501, and other stores take it: a dialect to reckon with.",
  ],
  start: [put("k", "A")],
  processes: { client: [put("k", "B", { ifMatch: "*", as: "w" })] },
  outcomes: [
    { name: "not implemented", sees: { w: "501" }, holds: { k: "A" }, ...only(stars.told501, stars.rule) },
    { name: "replaced", sees: { w: "ok" }, holds: { k: "B" }, ...only(stars.written, stars.rule) },
  ],
};
