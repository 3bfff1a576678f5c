import type { LitmusTest } from "../../src/check/litmus.js";
import { races } from "./conditions.js";
import { only } from "./sources.js";
import { put } from "./steps.js";

export const createIfAbsentRace: LitmusTest = {
  name: "create-if-absent-race",
  about: [
    "Two clients create the same key, each with If-None-Match: *.",
    "Where conditions are honoured one of them wins and the other is told 412, or 409 on some stores; where they are ignored both are told that they won.",
  ],
  processes: {
    a: [put("k", "A", { ifNoneMatch: "*", as: "a" })],
    b: [put("k", "B", { ifNoneMatch: "*", as: "b" })],
  },
  outcomes: [
    {
      name: "A wins, B is told 412",
      sees: { a: "ok", b: "412" },
      holds: { k: "A" },
      ...only(races.told412, races.rule),
    },
    {
      name: "B wins, A is told 412",
      sees: { a: "412", b: "ok" },
      holds: { k: "B" },
      ...only(races.told412, races.rule),
    },
    {
      name: "A wins, B is told 409",
      sees: { a: "ok", b: "409" },
      holds: { k: "A" },
      ...only(races.told409, races.rule),
    },
    {
      name: "B wins, A is told 409",
      sees: { a: "409", b: "ok" },
      holds: { k: "B" },
      ...only(races.told409, races.rule),
    },
    {
      name: "both win, one is lost",
      sees: { a: "ok", b: "ok" },
      ...only(races.bothWin, races.rule),
    },
    {
      name: "nobody wins",
      sees: { a: ["412", "409"], b: ["412", "409"] },
      forbidden: races.rule,
    },
    {
      name: "not implemented",
      sees: { a: "501", b: "501" },
      holds: { k: "nothing" },
      ...only(races.notImplemented, races.rule),
    },
  ],
};
