import type { LitmusTest } from "../../src/check/litmus.js";
import { swaps } from "./conditions.js";
import { only } from "./sources.js";
import { etagOf, get, put } from "./steps.js";

export const lostUpdateWithIfMatch: LitmusTest = {
  name: "lost-update-with-if-match",
  about: [
    "As lost-update, but each replaces the object only if its ETag is that of what it has read.",
    "Compare-and-swap: one of two updates from the same read fails with 412, and a store that ignores the condition loses it silently.",
  ],
  start: [put("k", "0")],
  processes: {
    a: [get("k", "ra"), put("k", "A", { ifMatch: etagOf("ra"), as: "a" })],
    b: [get("k", "rb"), put("k", "B", { ifMatch: etagOf("rb"), as: "b" })],
  },
  outcomes: [
    {
      name: "one update is lost",
      sees: { ra: "0", rb: "0", a: "ok", b: "ok" },
      ...only(swaps.written, swaps.rule),
    },
    {
      name: "one of two is refused",
      sees: { ra: "0", rb: "0", a: "ok", b: "412" },
      ...only(swaps.told412, swaps.rule),
    },
    {
      name: "the other of two is refused",
      sees: { ra: "0", rb: "0", a: "412", b: "ok" },
      ...only(swaps.told412, swaps.rule),
    },
    {
      name: "one after the other",
      sees: { ra: "0", rb: "A", a: "ok", b: "ok" },
      ...only(swaps.notRefused, swaps.rule),
    },
    {
      name: "the other after the one",
      sees: { ra: "B", rb: "0", a: "ok", b: "ok" },
      ...only(swaps.notRefused, swaps.rule),
    },
    { name: "not implemented", sees: { a: "501", b: "501" }, ...only(swaps.notImplemented, swaps.rule) },
  ],
};
