import type { LitmusTest } from "../../src/check/litmus.js";
import { order } from "./further-rules.js";
import { everywhere, only, strongGuide } from "./sources.js";
import { list, put } from "./steps.js";

export const listOrder: LitmusTest = {
  name: "list-order",
  about: [
    "A client lists two objects.",
    "The order of the keys is promised, except by directory buckets: there the last name of a listing is not the greatest.",
  ],
  start: [put("a", "1"), put("b", "2")],
  processes: { client: [list("l", { show: "order" })] },
  outcomes: [
    { name: "in the order of the keys", sees: { l: "a b" }, allowed: everywhere(strongGuide.anyRead) },
    { name: "in another order", sees: { l: "b a" }, ...only(order.any, order.byKey) },
  ],
};
