import type { LitmusTest } from "../../src/check/litmus.js";
import { reads } from "./promises.js";
import { api, everywhere } from "./sources.js";
import { del, get, put } from "./steps.js";

export const reusedName: LitmusTest = {
  name: "reused-name",
  about: [
    "A reader follows a pointer to a file whose name is used a second time.",
    "Why names are never used again: where deletes are eventual, the pointer's file may be read as the one that had the name before.",
  ],
  start: [put("part-0", "first job")],
  processes: {
    writer: [del("part-0"), put("part-0", "second job"), put("pointer", "part-0")],
    reader: [get("pointer", "p"), get("part-0", "r", { when: { register: "p", is: "part-0" } })],
  },
  outcomes: [
    { name: "no pointer yet", sees: { p: "404" }, allowed: everywhere(api.current) },
    {
      name: "the second job's rows",
      sees: { p: "part-0", r: "second job" },
      allowed: everywhere(api.current),
    },
    {
      name: "the first job's rows",
      sees: { p: "part-0", r: "first job" },
      allowed: reads.recreated.broken,
      forbidden: reads.recreated.kept,
    },
    {
      name: "a dangling pointer",
      sees: { p: "part-0", r: "404" },
      allowed: reads.recreated.broken,
      forbidden: reads.recreated.kept,
    },
  ],
};
