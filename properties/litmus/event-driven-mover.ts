import type { LitmusTest } from "../../src/check/litmus.js";
import { copies } from "./promises.js";
import { api, everywhere } from "./sources.js";
import { copy, del, put, say, waitFor } from "./steps.js";

export const eventDrivenMover: LitmusTest = {
  name: "event-driven-mover",
  about: [
    "An uploader creates an object, a notification goes out, and a mover copies the object to its place and deletes it.",
    "The vanishing objects: where a COPY's source read lags, the mover is told NoSuchKey of an object that is there, and leaves it lying.",
  ],
  processes: {
    uploader: [put("in/x", "A"), say("object created")],
    mover: [
      waitFor("object created"),
      copy("in/x", "out/x", { as: "c" }),
      del("in/x", { when: { register: "c", is: "ok" } }),
    ],
  },
  outcomes: [
    {
      name: "moved",
      sees: { c: "ok" },
      holds: { "in/x": "nothing", "out/x": "A" },
      allowed: everywhere(api.current),
    },
    {
      name: "left behind",
      sees: { c: "404" },
      holds: { "in/x": "A", "out/x": "nothing" },
      allowed: copies.created.broken,
      forbidden: copies.created.kept,
    },
  ],
};
