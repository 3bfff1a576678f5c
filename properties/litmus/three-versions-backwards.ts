import type { LitmusTest } from "../../src/check/litmus.js";
import { reads } from "./promises.js";
import { api, but, defined, everywhere, on, only } from "./sources.js";
import { get, put } from "./steps.js";

const few = [
  on(defined("replicas", "two replicas, each of which goes forward only"), "replicas"),
  on(defined("index-cache", "with two nodes at most one is stale"), "index-cache"),
];

export const threeVersionsBackwards: LitmusTest = {
  name: "three-versions-backwards",
  about: [
    "A client replaces an object twice and reads it three times.",
    "Each replica goes forward only, so newest, older, oldest takes three of them: two replicas cannot, an eventual store without bound can.",
  ],
  start: [put("k", "1")],
  processes: { client: [put("k", "2"), put("k", "3"), get("k", "r1"), get("k", "r2"), get("k", "r3")] },
  outcomes: [
    {
      name: "newest, older, oldest",
      sees: { r1: "3", r2: "2", r3: "1" },
      ...only(but(reads.overwritten.broken, few), [...few, ...reads.overwritten.kept]),
    },
    { name: "ends with the newest", sees: { r3: "3" }, allowed: everywhere(api.current) },
    {
      name: "ends with an older one",
      sees: { r3: "2" },
      ...only(reads.overwritten.broken, reads.overwritten.kept),
    },
    {
      name: "oldest right after the newest, or again",
      sees: { r2: ["1", "3"], r3: "1" },
      ...only(reads.overwritten.broken, reads.overwritten.kept),
    },
    {
      name: "oldest after old ones",
      sees: { r1: ["1", "2"], r2: "2", r3: "1" },
      ...only(but(reads.overwritten.broken, few.slice(1)), [...few.slice(1), ...reads.overwritten.kept]),
    },
  ],
};
