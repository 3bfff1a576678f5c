import type { LitmusTest } from "../../src/check/litmus.js";
import { copyRaces } from "./conditions.js";
import { only } from "./sources.js";
import { copy, put } from "./steps.js";

export const copyIfAbsentRace: LitmusTest = {
  name: "copy-if-absent-race",
  about: [
    "Two clients copy their own file to the same key, each with If-None-Match: *.",
    "Rename without overwriting, as a commit: one COPY wins and the other is refused, where COPY looks at the condition at all.",
  ],
  start: [put("a", "A"), put("b", "B")],
  processes: {
    a: [copy("a", "k", { ifNoneMatch: "*", as: "a" })],
    b: [copy("b", "k", { ifNoneMatch: "*", as: "b" })],
  },
  outcomes: [
    {
      name: "one wins, the other is told 412",
      sees: { a: "ok", b: "412" },
      holds: { k: "A" },
      ...only(copyRaces.told412, copyRaces.rule),
    },
    {
      name: "the other wins, one is told 412",
      sees: { a: "412", b: "ok" },
      holds: { k: "B" },
      ...only(copyRaces.told412, copyRaces.rule),
    },
    {
      name: "one wins, the other is told 409",
      sees: { a: "ok", b: "409" },
      holds: { k: "A" },
      ...only(copyRaces.told409, copyRaces.rule),
    },
    {
      name: "the other wins, one is told 409",
      sees: { a: "409", b: "ok" },
      holds: { k: "B" },
      ...only(copyRaces.told409, copyRaces.rule),
    },
    {
      name: "both win, one is lost",
      sees: { a: "ok", b: "ok" },
      ...only(copyRaces.bothWin, copyRaces.rule),
    },
    {
      name: "not implemented",
      sees: { a: "501", b: "501" },
      ...only(copyRaces.notImplemented, copyRaces.rule),
    },
  ],
};
