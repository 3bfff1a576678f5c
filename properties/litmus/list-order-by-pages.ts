import type { LitmusTest } from "../../src/check/litmus.js";
import { order } from "./further-rules.js";
import { api, everywhere, only } from "./sources.js";
import { list, put } from "./steps.js";

export const listOrderByPages: LitmusTest = {
  name: "list-order-by-pages",
  about: [
    "A client lists three objects page by page.",
    "Also where the order is any, each key is on one page.",
  ],
  start: [put("a", "1"), put("b", "2"), put("c", "3")],
  processes: { client: [list("l", { show: "order", maxKeys: 1 })] },
  outcomes: [
    { name: "in the order of the keys", sees: { l: "a b c" }, allowed: everywhere(api.pages) },
    { name: "in another order", sees: { l: "c b a" }, ...only(order.any, order.byKey) },
    { name: "a key is missing", sees: { l: ["a b", "a c", "b c"] }, forbidden: everywhere(api.pages) },
  ],
};
