import type { LitmusTest } from "../../src/check/litmus.js";
import { renames } from "./further-rules.js";
import { only } from "./sources.js";
import { put, rename } from "./steps.js";

export const renameRace: LitmusTest = {
  name: "rename-race",
  about: [
    "Two clients rename their files to one name at once, both with If-None-Match: *.",
    "The rename that forbids to replace is a commit point: one wins, the other keeps its file.",
  ],
  start: [put("a", "1"), put("b", "2")],
  processes: {
    a: [rename("a", "t", { ifNoneMatch: "*", as: "a" })],
    b: [rename("b", "t", { ifNoneMatch: "*", as: "b" })],
  },
  outcomes: [
    {
      name: "A wins",
      sees: { a: "ok", b: ["412", "409"] },
      holds: { t: "1", a: "nothing", b: "2" },
      ...only(renames.atOnce, renames.none),
    },
    {
      name: "B wins",
      sees: { a: ["412", "409"], b: "ok" },
      holds: { t: "2", a: "1", b: "nothing" },
      ...only(renames.atOnce, renames.none),
    },
    { name: "both win", sees: { a: "ok", b: "ok" }, forbidden: [...renames.atOnce, ...renames.none] },
    {
      name: "no such operation",
      sees: { a: "501", b: "501" },
      holds: { t: "nothing" },
      allowed: renames.none,
      forbidden: renames.atOnce,
    },
  ],
};
