import type { LitmusTest } from "../../src/check/litmus.js";
import { versions } from "./further-rules.js";
import { of, only } from "./sources.js";
import { complete, del, initiate, listVersions, part, put } from "./steps.js";

export const overtakenUploadIsAVersion: LitmusTest = {
  name: "overtaken-upload-is-a-version",
  about: [
    "As delete-before-complete, and the versions are listed.",
    "What a Complete on Amazon S3 makes and nobody sees lies below the delete marker that took precedence.",
  ],
  start: [put("k", "old")],
  processes: {
    client: [
      initiate("k"),
      part("k", 1, "A"),
      del("k"),
      complete("k", ["A"], { as: "w" }),
      listVersions("l"),
    ],
  },
  outcomes: [
    {
      name: "on top",
      sees: { w: "ok", l: "k@v3 k@v2(deleted) k@v1" },
      holds: { k: "A" },
      ...only(versions.kept, versions.none),
    },
    {
      name: "below the marker",
      sees: { w: "ok", l: "k@v2(deleted) k@v3 k@v1" },
      holds: { k: "nothing" },
      ...only(versions.vanished, [...versions.none, ...of(versions.kept, "cos-versioned")]),
    },
    {
      name: "no versions",
      sees: { l: ["k@null", "nothing"] },
      allowed: versions.none,
      forbidden: versions.kept,
    },
  ],
};
