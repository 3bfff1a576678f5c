import type { LitmusTest } from "../../src/check/litmus.js";
import { reads } from "./promises.js";
import { api, but, defined, everywhere, on, only } from "./sources.js";
import { get, put } from "./steps.js";

const oneStaleNode = on(defined("index-cache", "with two nodes at most one is stale"), "index-cache");

export const twoOldVersions: LitmusTest = {
  name: "two-old-versions",
  about: [
    "A client replaces an object twice and reads it twice.",
    "Two replicas that lag may show two old versions, the older one last; of two cache nodes one took the last write, so only one is stale.",
  ],
  start: [put("k", "1")],
  processes: { client: [put("k", "2"), put("k", "3"), get("k", "r1"), get("k", "r2")] },
  outcomes: [
    { name: "the newest", sees: { r1: "3", r2: "3" }, allowed: everywhere(api.current) },
    {
      name: "the newest and an old one",
      sees: { r1: "3", r2: ["1", "2"] },
      ...only(reads.overwritten.broken, reads.overwritten.kept),
    },
    {
      name: "an old one and the newest",
      sees: { r1: ["1", "2"], r2: "3" },
      ...only(reads.overwritten.broken, reads.overwritten.kept),
    },
    {
      name: "the same old one twice",
      sees: { r1: "1", r2: "1" },
      ...only(reads.overwritten.broken, reads.overwritten.kept),
    },
    {
      name: "the same less old one twice",
      sees: { r1: "2", r2: "2" },
      ...only(reads.overwritten.broken, reads.overwritten.kept),
    },
    {
      name: "two old ones, backwards",
      sees: { r1: "2", r2: "1" },
      ...only(but(reads.overwritten.broken, [oneStaleNode]), [oneStaleNode, ...reads.overwritten.kept]),
    },
    {
      name: "two old ones, forwards",
      sees: { r1: "1", r2: "2" },
      ...only(but(reads.overwritten.broken, [oneStaleNode]), [oneStaleNode, ...reads.overwritten.kept]),
    },
  ],
};
