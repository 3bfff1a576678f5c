import type { LitmusTest } from "../../src/check/litmus.js";
import { order } from "./further-rules.js";
import { only } from "./sources.js";
import { list, put } from "./steps.js";

export const listStartAfter: LitmusTest = {
  name: "list-start-after",
  about: [
    "A client lists what comes after a key.",
    "A reader of a log that asks for what is new with start-after finds it, except where there is no such order.",
  ],
  start: [put("a", "1"), put("b", "2")],
  processes: { client: [list("l", { startAfter: "a" })] },
  outcomes: [
    { name: "what is new", sees: { l: "b" }, allowed: order.startAfter, forbidden: order.noStartAfter },
    { name: "not implemented", sees: { l: "501" }, ...only(order.noStartAfter, order.startAfter) },
  ],
};
