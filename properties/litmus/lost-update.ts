import type { LitmusTest } from "../../src/check/litmus.js";
import { api, everywhere } from "./sources.js";
import { get, put } from "./steps.js";

export const lostUpdate: LitmusTest = {
  name: "lost-update",
  about: [
    "Two clients each read an object and replace it by what they have made of it, without a condition.",
    "The lost update: both are told that they succeeded, and one did not see the other's, on every store.",
  ],
  start: [put("k", "0")],
  processes: {
    a: [get("k", "ra"), put("k", "A", { as: "a" })],
    b: [get("k", "rb"), put("k", "B", { as: "b" })],
  },
  outcomes: [
    {
      name: "one update is lost",
      sees: { ra: "0", rb: "0", a: "ok", b: "ok" },
      allowed: everywhere(api.noCondition),
    },
    {
      name: "one sees the other's",
      sees: { ra: "0", rb: "A", a: "ok", b: "ok" },
      allowed: everywhere(api.noCondition),
    },
    {
      name: "the other sees the one's",
      sees: { ra: "B", rb: "0", a: "ok", b: "ok" },
      allowed: everywhere(api.noCondition),
    },
  ],
};
