import type { LitmusTest } from "../../src/check/litmus.js";
import { only } from "./sources.js";
import { complete, initiate, part } from "./steps.js";
import { completeRaces } from "./upload-rules.js";

export const completeIfAbsentRace: LitmusTest = {
  name: "complete-if-absent-race",
  about: [
    "Two uploads of one key are completed at once, both with If-None-Match: *.",
    "Where the condition is judged under one lock, the first to finish wins, as with two PUTs.",
  ],
  start: [initiate("k"), part("k", 1, "A"), initiate("k"), part("k", 1, "B", { upload: 2 })],
  processes: {
    a: [complete("k", ["A"], { ifNoneMatch: "*", as: "a" })],
    b: [complete("k", ["B"], { upload: 2, ifNoneMatch: "*", as: "b" })],
  },
  outcomes: [
    {
      name: "A wins, B is told 412",
      sees: { a: "ok", b: "412" },
      holds: { k: "A" },
      ...only(completeRaces.told412, completeRaces.rule),
    },
    {
      name: "B wins, A is told 412",
      sees: { a: "412", b: "ok" },
      holds: { k: "B" },
      ...only(completeRaces.told412, completeRaces.rule),
    },
    {
      name: "A wins, B is told 409",
      sees: { a: "ok", b: "409" },
      holds: { k: "A" },
      ...only(completeRaces.told409, completeRaces.rule),
    },
    {
      name: "B wins, A is told 409",
      sees: { a: "409", b: "ok" },
      holds: { k: "B" },
      ...only(completeRaces.told409, completeRaces.rule),
    },
    {
      name: "both win, A is lost",
      sees: { a: "ok", b: "ok" },
      holds: { k: "B" },
      ...only(completeRaces.bothWin, completeRaces.rule),
    },
    {
      name: "both win, B is lost",
      sees: { a: "ok", b: "ok" },
      holds: { k: "A" },
      ...only(completeRaces.bothWinOlderLast, completeRaces.rule),
    },
    {
      name: "B wins, A's upload is gone",
      sees: { a: "404", b: "ok" },
      holds: { k: "B" },
      ...only(completeRaces.isGone, completeRaces.rule),
    },
    {
      name: "not implemented",
      sees: { a: "501", b: "501" },
      holds: { k: "nothing" },
      ...only(completeRaces.notImplemented, completeRaces.rule),
    },
  ],
};
