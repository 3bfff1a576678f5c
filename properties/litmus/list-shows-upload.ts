import type { LitmusTest } from "../../src/check/litmus.js";
import { order } from "./further-rules.js";
import { only } from "./sources.js";
import { initiate, list } from "./steps.js";

export const listShowsUpload: LitmusTest = {
  name: "list-shows-upload",
  about: [
    "A client begins an upload below a directory, and another lists directories.",
    "Directory buckets show the directory of an upload under way: there it is, with nothing in it that could be read.",
  ],
  start: [initiate("d/k")],
  processes: { client: [list("l", { delimiter: "/" })] },
  outcomes: [
    {
      name: "no directory",
      sees: { l: "nothing" },
      allowed: order.noUploads,
      forbidden: order.uploads,
    },
    { name: "a directory of uploads", sees: { l: "d/" }, ...only(order.uploads, order.noUploads) },
  ],
};
