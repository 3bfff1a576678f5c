import type { LitmusTest } from "../../src/check/litmus.js";
import { everywhere, network, only } from "./sources.js";
import { complete, initiate, part } from "./steps.js";
import { repeated } from "./upload-rules.js";

export const completeMeetsItself: LitmusTest = {
  name: "complete-meets-itself",
  about: [
    "A client completes an upload; the reply is lost and the SDK retries by itself.",
    "Where a repeated Complete is told that there is no such upload, the client is told 404 though its object is there.",
  ],
  start: [initiate("k"), part("k", 1, "A")],
  faults: { kinds: ["reply-lost-retried"], most: 1 },
  processes: { client: [complete("k", ["A"], { as: "w" })] },
  outcomes: [
    {
      name: "told that it is done",
      sees: { w: "ok" },
      holds: { k: "A" },
      allowed: everywhere(network.retried),
    },
    {
      name: "told that it is not, and it is",
      sees: { w: ["404", "400"] },
      holds: { k: "A" },
      ...only([...repeated.gone, ...repeated.invalid], repeated.rule),
    },
  ],
};
