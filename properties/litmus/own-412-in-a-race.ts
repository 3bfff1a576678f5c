import type { LitmusTest } from "../../src/check/litmus.js";
import { honouring, ignoring, refusing } from "./promises.js";
import { conditional, network } from "./sources.js";
import { put } from "./steps.js";

export const own412InARace: LitmusTest = {
  name: "own-412-in-a-race",
  about: [
    "As create-if-absent-race, but one reply is lost and the SDK retries by itself.",
    "Both may be told 412 though one has won: nobody continues, and the winner's files may be cleaned up.",
  ],
  faults: { kinds: ["reply-lost-retried"], most: 1 },
  processes: {
    a: [put("k", "A", { ifNoneMatch: "*", as: "a" })],
    b: [put("k", "B", { ifNoneMatch: "*", as: "b" })],
  },
  outcomes: [
    {
      name: "one is told that it has won",
      sees: { a: "ok", b: "412" },
      holds: { k: "A" },
      allowed: honouring(conditional.firstWins),
      forbidden: [...refusing, ...ignoring],
    },
    {
      name: "the other is told that it has won",
      sees: { a: "412", b: "ok" },
      holds: { k: "B" },
      allowed: honouring(conditional.firstWins),
      forbidden: [...refusing, ...ignoring],
    },
    {
      name: "nobody is told that he has won",
      sees: { a: "412", b: "412" },
      holds: { k: ["A", "B"] },
      allowed: honouring(network.own412),
      forbidden: [...refusing, ...ignoring],
    },
    {
      name: "both win, one is lost",
      sees: { a: "ok", b: "ok" },
      allowed: ignoring,
      forbidden: [...honouring(conditional.firstWins), ...refusing],
    },
    {
      name: "not implemented",
      sees: { a: "501", b: "501" },
      allowed: refusing,
      forbidden: [...honouring(conditional.createRefused), ...ignoring],
    },
  ],
};
