import type { LitmusTest } from "../../src/check/litmus.js";
import { queue } from "./further-rules.js";
import { only } from "./sources.js";
import { put, receive } from "./steps.js";

export const notificationOrder: LitmusTest = {
  name: "notification-order",
  about: [
    "A client puts two objects; another takes two notifications from the bucket's queue.",
    "They come at least once and in any order: the second may be told first, and one of them twice while the other waits.",
  ],
  processes: {
    client: [put("a", "1"), put("b", "2")],
    mover: [receive("n1", { wait: true }), receive("n2", { wait: true })],
  },
  outcomes: [
    { name: "in order", sees: { n1: "a", n2: "b" }, ...only(queue.atLeastOnce, queue.none) },
    { name: "out of order", sees: { n1: "b", n2: "a" }, ...only(queue.anyOrder, queue.none) },
    { name: "the first twice", sees: { n1: "a", n2: "a" }, ...only(queue.atLeastOnce, queue.none) },
    { name: "the second twice", sees: { n1: "b", n2: "b" }, ...only(queue.atLeastOnce, queue.none) },
    { name: "no queue", sees: { n1: "501", n2: "501" }, allowed: queue.none, forbidden: queue.atLeastOnce },
  ],
};
