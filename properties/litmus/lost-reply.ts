import type { LitmusTest } from "../../src/check/litmus.js";
import { everywhere, network, strongGuide } from "./sources.js";
import { put } from "./steps.js";

export const lostReply: LitmusTest = {
  name: "lost-reply",
  about: [
    "A client puts an object, and the request or its reply is lost.",
    "The ambiguous answer: no reply does not mean not applied, and the client must look.",
  ],
  faults: { kinds: ["request-lost", "reply-lost"], most: 1 },
  processes: { client: [put("k", "A", { as: "w" })] },
  outcomes: [
    { name: "acknowledged", sees: { w: "ok" }, holds: { k: "A" }, allowed: everywhere(network.unknown) },
    {
      name: "no answer, applied",
      sees: { w: "no answer" },
      holds: { k: "A" },
      allowed: everywhere(network.unknown),
    },
    {
      name: "no answer, not applied",
      sees: { w: "no answer" },
      holds: { k: "nothing" },
      allowed: everywhere(network.unknown),
    },
    {
      name: "acknowledged, not applied",
      sees: { w: "ok" },
      holds: { k: "nothing" },
      forbidden: everywhere(strongGuide.anyRead),
    },
  ],
};
