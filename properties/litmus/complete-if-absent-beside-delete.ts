import type { LitmusTest } from "../../src/check/litmus.js";
import { only } from "./sources.js";
import { complete, del, initiate, part, put } from "./steps.js";
import { completeBesideDelete } from "./upload-rules.js";

export const completeIfAbsentBesideDelete: LitmusTest = {
  name: "complete-if-absent-beside-delete",
  about: [
    "A client begins an upload over an object, the object is deleted, and the client completes with If-None-Match: *.",
    "On S3 it is told 409 for certain, however often it tries: it has to begin the upload anew.",
  ],
  start: [put("k", "A")],
  processes: {
    client: [
      initiate("k"),
      part("k", 1, "B"),
      del("k"),
      complete("k", ["B"], { ifNoneMatch: "*", as: "w1" }),
      complete("k", ["B"], { ifNoneMatch: "*", as: "w2", when: { register: "w1", is: "409" } }),
      initiate("k", { when: { register: "w1", is: "409" } }),
      part("k", 1, "B", { upload: 2, when: { register: "w1", is: "409" } }),
      complete("k", ["B"], { upload: 2, ifNoneMatch: "*", as: "w3", when: { register: "w1", is: "409" } }),
    ],
  },
  outcomes: [
    {
      name: "409, again 409, and created anew",
      sees: { w1: "409", w2: "409", w3: "ok" },
      holds: { k: "B" },
      ...only(completeBesideDelete.told409, completeBesideDelete.rule),
    },
    {
      name: "created",
      sees: { w1: "ok" },
      holds: { k: "B" },
      ...only(completeBesideDelete.created, completeBesideDelete.rule),
    },
    {
      name: "the upload is gone",
      sees: { w1: "404" },
      holds: { k: "nothing" },
      ...only(completeBesideDelete.isGone, completeBesideDelete.rule),
    },
    {
      name: "not implemented",
      sees: { w1: "501" },
      holds: { k: "nothing" },
      ...only(completeBesideDelete.notImplemented, completeBesideDelete.rule),
    },
  ],
};
