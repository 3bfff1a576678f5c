import type { LitmusTest } from "../../src/check/litmus.js";
import { renames } from "./further-rules.js";
import { only } from "./sources.js";
import { put, rename } from "./steps.js";

export const renameMeetsItself: LitmusTest = {
  name: "rename-meets-itself",
  about: [
    "A client renames an object; the reply is lost and the SDK retries by itself.",
    "The retry finds no source: the client is told 404 though it has renamed, the same doubt as after a lost commit.",
  ],
  start: [put("a", "1")],
  faults: { kinds: ["reply-lost-retried"], most: 1 },
  processes: { client: [rename("a", "b", { as: "w" })] },
  outcomes: [
    {
      name: "told that it is done",
      sees: { w: "ok" },
      holds: { a: "nothing", b: "1" },
      ...only(renames.atOnce, renames.none),
    },
    {
      name: "told that there is nothing to rename",
      sees: { w: "404" },
      holds: { a: "nothing", b: "1" },
      ...only(renames.atOnce, renames.none),
    },
    {
      name: "no such operation",
      sees: { w: "501" },
      holds: { a: "1", b: "nothing" },
      allowed: renames.none,
      forbidden: renames.atOnce,
    },
  ],
};
