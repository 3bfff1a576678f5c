import type { LitmusTest } from "../../src/check/litmus.js";
import { queue } from "./further-rules.js";
import { only } from "./sources.js";
import { copy, get, put, receive } from "./steps.js";

export const notificationBeforeReadability: LitmusTest = {
  name: "notification-before-readability",
  about: [
    "A mover copies the object of which it was notified, and reads it.",
    "Notified, readable, and not there for COPY: what the mover of 2023 met 350 times in 1.5 million.",
  ],
  processes: {
    client: [put("k", "A")],
    mover: [receive("n", { wait: true }), get("k", "r"), copy("k", "done", { as: "c" })],
  },
  outcomes: [
    { name: "moved", sees: { n: "k", r: "A", c: "ok" }, ...only(queue.atLeastOnce, queue.none) },
    { name: "too early", sees: { n: "k", r: "A", c: "404" }, ...only(queue.atLeastOnce, queue.none) },
    {
      name: "not readable either",
      sees: { n: "k", r: "404" },
      forbidden: [...queue.atLeastOnce, ...queue.none],
    },
    { name: "no queue", sees: { n: "501" }, allowed: queue.none, forbidden: queue.atLeastOnce },
  ],
};
