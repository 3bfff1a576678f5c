import type { LitmusTest } from "../../src/check/litmus.js";
import { queue } from "./further-rules.js";
import { only } from "./sources.js";
import { put, receive } from "./steps.js";

export const notificationOnceMore: LitmusTest = {
  name: "notification-once-more",
  about: [
    "A client puts one object; another takes a notification, and looks whether there is one more.",
    "At least once is not once: a mover that does its work twice must do no harm.",
  ],
  processes: { client: [put("k", "A")], mover: [receive("n1", { wait: true }), receive("n2")] },
  outcomes: [
    { name: "once", sees: { n1: "k", n2: "nothing" }, ...only(queue.atLeastOnce, queue.none) },
    { name: "once more", sees: { n1: "k", n2: "k" }, ...only(queue.atLeastOnce, queue.none) },
    { name: "never", sees: { n1: "nothing" }, forbidden: [...queue.atLeastOnce, ...queue.none] },
    { name: "no queue", sees: { n1: "501", n2: "501" }, allowed: queue.none, forbidden: queue.atLeastOnce },
  ],
};
