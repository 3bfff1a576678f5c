import type { LitmusTest } from "../../src/check/litmus.js";
import { versions } from "./further-rules.js";
import { only } from "./sources.js";
import { del, get, listVersions, put } from "./steps.js";

export const deleteMarker: LitmusTest = {
  name: "delete-marker",
  about: [
    "A client deletes an object, and asks for its versions one by one.",
    "The DELETE has put a marker on top: to plain reads there is nothing, and beneath the object is as it was.",
  ],
  processes: {
    client: [
      put("k", "A"),
      del("k"),
      get("k", "v1", { version: 1 }),
      get("k", "v2", { version: 2 }),
      listVersions("l"),
    ],
  },
  outcomes: [
    {
      name: "a marker on top of the object",
      sees: { v1: "A", v2: "405", l: "k@v2(deleted) k@v1" },
      holds: { k: "nothing" },
      ...only(versions.markers, versions.none),
    },
    {
      name: "deleted for good",
      sees: { v1: "400", l: "nothing" },
      holds: { k: "nothing" },
      allowed: versions.none,
      forbidden: versions.markers,
    },
  ],
};
