import type { LitmusTest } from "../../src/check/litmus.js";
import { but, only } from "./sources.js";
import { complete, initiate, part } from "./steps.js";
import { overtaken } from "./upload-rules.js";

export const twoUploadsRace: LitmusTest = {
  name: "two-uploads-race",
  about: [
    "Two uploads of one key are completed at once.",
    "Each Complete makes a whole object of its own parts, and one of them stays; where uploads share what the key has, one fails.",
  ],
  start: [initiate("k"), part("k", 1, "A"), initiate("k"), part("k", 1, "B", { upload: 2 })],
  processes: {
    a: [complete("k", ["A"], { as: "a" })],
    b: [complete("k", ["B"], { upload: 2, as: "b" })],
  },
  outcomes: [
    {
      name: "B stays",
      sees: { a: "ok", b: "ok" },
      holds: { k: "B" },
      ...only(but(overtaken.rule, overtaken.losesParts), overtaken.rule),
    },
    {
      name: "A stays",
      sees: { a: "ok", b: "ok" },
      holds: { k: "A" },
      ...only(overtaken.completes, overtaken.rule),
    },
    {
      name: "A's upload is gone",
      sees: { a: "404", b: "ok" },
      holds: { k: "B" },
      ...only(overtaken.isGone, overtaken.rule),
    },
    {
      name: "B's parts are none",
      sees: { a: "ok", b: "400" },
      holds: { k: "A" },
      ...only(overtaken.losesParts, overtaken.rule),
    },
    {
      name: "A's parts are none",
      sees: { a: "400", b: "ok" },
      holds: { k: "B" },
      ...only(overtaken.losesParts, overtaken.rule),
    },
  ],
};
