import type { LitmusTest } from "../../src/check/litmus.js";
import { swapsOfNothing } from "./conditions.js";
import { only } from "./sources.js";
import { del, etagOf, get, put } from "./steps.js";

export const ifMatchOnMissing: LitmusTest = {
  name: "if-match-on-missing",
  about: [
    "A client replaces, if its ETag matches, an object that has been deleted.",
    "There is nothing to match: S3 answers 404 and others 412, and a client that takes 404 for an invitation to create makes a second truth.",
  ],
  start: [put("k", "A")],
  processes: {
    client: [get("k", "r"), del("k"), put("k", "B", { ifMatch: etagOf("r"), as: "w" })],
  },
  outcomes: [
    {
      name: "404",
      sees: { w: "404" },
      holds: { k: "nothing" },
      ...only(swapsOfNothing.told404, swapsOfNothing.rule),
    },
    {
      name: "412",
      sees: { w: "412" },
      holds: { k: "nothing" },
      ...only(swapsOfNothing.told412, swapsOfNothing.rule),
    },
    {
      name: "created",
      sees: { w: "ok" },
      holds: { k: "B" },
      ...only(swapsOfNothing.written, swapsOfNothing.rule),
    },
    {
      name: "not implemented",
      sees: { w: "501" },
      ...only(swapsOfNothing.notImplemented, swapsOfNothing.rule),
    },
  ],
};
