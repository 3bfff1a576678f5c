import type { LitmusTest } from "../../src/check/litmus.js";
import { everywhere, network } from "./sources.js";
import { complete, initiate, listUploads, part } from "./steps.js";
import { uploadApi } from "./upload-rules.js";

export const crashOfAnUploader: LitmusTest = {
  name: "crash-of-an-uploader",
  about: [
    "A client that uploads an object in parts may die at any point, and what it has asked for last may still happen.",
    "It leaves nothing, an upload that nobody will complete and everybody pays for, or the whole object; never a part of it.",
  ],
  crashes: ["client"],
  processes: {
    client: [initiate("k"), part("k", 1, "a"), part("k", 2, "b"), complete("k", ["a", "b"])],
    auditor: [listUploads("u")],
  },
  outcomes: [
    { name: "nothing", sees: { u: "nothing" }, holds: { k: "nothing" }, allowed: everywhere(network.crash) },
    {
      name: "an upload is left behind",
      sees: { u: "k#1" },
      holds: { k: "nothing" },
      allowed: everywhere(network.crash),
    },
    {
      name: "completed after all",
      sees: { u: "k#1" },
      holds: { k: "ab" },
      allowed: everywhere(uploadApi.whole),
    },
    {
      name: "completed unseen",
      sees: { u: "nothing" },
      holds: { k: "ab" },
      allowed: everywhere(uploadApi.whole),
    },
    { name: "a part of it", holds: { k: ["a", "b"] }, forbidden: everywhere(uploadApi.whole) },
  ],
};
