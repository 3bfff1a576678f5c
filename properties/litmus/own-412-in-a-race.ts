import type { LitmusTest } from "../../src/check/litmus.js";
import { meetsItself, races } from "./conditions.js";
import { but, only } from "./sources.js";
import { put } from "./steps.js";

export const own412InARace: LitmusTest = {
  name: "own-412-in-a-race",
  about: [
    "As create-if-absent-race, but one reply is lost and the SDK retries by itself.",
    "Both may be told that they have lost though one has won: nobody continues, and the winner's files may be cleaned up.",
  ],
  faults: { kinds: ["reply-lost-retried"], most: 1 },
  processes: {
    a: [put("k", "A", { ifNoneMatch: "*", as: "a" })],
    b: [put("k", "B", { ifNoneMatch: "*", as: "b" })],
  },
  outcomes: [
    {
      name: "one is told that it has won",
      sees: { a: "ok", b: ["412", "409"] },
      holds: { k: "A" },
      ...only(races.oneTold, races.rule),
    },
    {
      name: "the other is told that it has won",
      sees: { a: ["412", "409"], b: "ok" },
      holds: { k: "B" },
      ...only(races.oneTold, races.rule),
    },
    {
      name: "nobody is told that he has won",
      sees: { a: ["412", "409"], b: ["412", "409"] },
      holds: { k: ["A", "B"] },
      ...only(meetsItself(races.oneTold), races.rule),
    },
    {
      name: "the winner is overwritten by one who is told that it has lost",
      sees: { a: "ok", b: ["412", "409"] },
      holds: { k: "B" },
      ...only(meetsItself(but(races.bothWin, races.neverRefused)), races.rule),
    },
    {
      name: "the other winner is overwritten so",
      sees: { a: ["412", "409"], b: "ok" },
      holds: { k: "A" },
      ...only(meetsItself(but(races.bothWin, races.neverRefused)), races.rule),
    },
    {
      name: "both are told that they have won",
      sees: { a: "ok", b: "ok" },
      ...only(races.bothWin, races.rule),
    },
    {
      name: "not implemented",
      sees: { a: "501", b: "501" },
      ...only(races.notImplemented, races.rule),
    },
  ],
};
