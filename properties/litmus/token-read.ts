import type { LitmusTest } from "../../src/check/litmus.js";
import { reads } from "./promises.js";
import { api, but, everywhere, only, otherDocs, on } from "./sources.js";
import { etagOf, get, put } from "./steps.js";

const replicas = on(otherDocs.replicaTokens, "replicas");

export const tokenRead: LitmusTest = {
  name: "token-read",
  about: [
    "A client replaces an object and reads it with the version token that its PUT returned.",
    "A read that carries the token is not stale where the store knows tokens; elsewhere the token is an ETag that nobody looks at.",
  ],
  start: [put("k", "old")],
  processes: { client: [put("k", "new", { as: "w" }), get("k", "r", { atLeast: etagOf("w") })] },
  outcomes: [
    { name: "the new object", sees: { r: "new" }, allowed: everywhere(api.current) },
    {
      name: "the old object",
      sees: { r: "old" },
      ...only(but(reads.overwritten.broken, [replicas]), [replicas, ...reads.overwritten.kept]),
    },
  ],
};
