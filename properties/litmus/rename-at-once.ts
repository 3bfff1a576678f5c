import type { LitmusTest } from "../../src/check/litmus.js";
import { renames } from "./further-rules.js";
import { only } from "./sources.js";
import { list, put, rename } from "./steps.js";

export const renameAtOnce: LitmusTest = {
  name: "rename-at-once",
  about: [
    "An object is renamed while a reader lists both names.",
    "A rename of the store itself is atomic: the object is never under both names; elsewhere clients copy and delete.",
  ],
  start: [put("a", "1")],
  processes: { client: [rename("a", "b", { as: "w" })], reader: [list("l")] },
  outcomes: [
    { name: "before", sees: { w: "ok", l: "a" }, ...only(renames.atOnce, renames.none) },
    { name: "after", sees: { w: "ok", l: "b" }, ...only(renames.atOnce, renames.none) },
    { name: "both", sees: { l: "a b" }, forbidden: [...renames.atOnce, ...renames.none] },
    { name: "neither", sees: { l: "nothing" }, forbidden: [...renames.atOnce, ...renames.none] },
    {
      name: "no such operation",
      sees: { w: "501", l: "a" },
      allowed: renames.none,
      forbidden: renames.atOnce,
    },
  ],
};
