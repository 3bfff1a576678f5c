import type { LitmusTest } from "../../src/check/litmus.js";
import { creates, meetsItself } from "./conditions.js";
import { only } from "./sources.js";
import { put } from "./steps.js";

export const own412: LitmusTest = {
  name: "own-412",
  about: [
    "A client creates a key with If-None-Match: *; the reply is lost and the SDK retries by itself.",
    "The retry meets its own success: the client is told 412 though it has won, and takes its own write for a rival's.",
  ],
  faults: { kinds: ["reply-lost-retried"], most: 1 },
  processes: { client: [put("k", "A", { ifNoneMatch: "*", as: "w" })] },
  outcomes: [
    {
      name: "told that it has won",
      sees: { w: "ok" },
      holds: { k: "A" },
      ...only(creates.notRefused, creates.rule),
    },
    {
      name: "told that it has lost",
      sees: { w: ["412", "409"] },
      holds: { k: "A" },
      ...only(meetsItself(creates.judged), creates.rule),
    },
    {
      name: "lost indeed",
      sees: { w: ["412", "409"] },
      holds: { k: "nothing" },
      forbidden: creates.rule,
    },
    {
      name: "not implemented",
      sees: { w: "501" },
      holds: { k: "nothing" },
      ...only(creates.notImplemented, creates.rule),
    },
  ],
};
