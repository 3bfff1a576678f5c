import type { LitmusTest } from "../../src/check/litmus.js";
import { noStatus, replica } from "./further-rules.js";
import { only } from "./sources.js";
import { get, head, put } from "./steps.js";

export const replicationStatus: LitmusTest = {
  name: "replication-status",
  about: [
    "A client puts a new object, asks for its replication status and then reads the replica.",
    "COMPLETED proves that the replica has it; PENDING proves nothing.",
  ],
  processes: {
    client: [put("k", "A"), head("k", "s", { show: "replication" }), get("k", "r", { replica: true })],
  },
  outcomes: [
    { name: "completed, and there", sees: { s: "COMPLETED", r: "A" }, ...only(replica.status, noStatus) },
    { name: "pending, and not there", sees: { s: "PENDING", r: "404" }, ...only(replica.status, noStatus) },
    { name: "pending, and there", sees: { s: "PENDING", r: "A" }, ...only(replica.status, noStatus) },
    {
      name: "completed, and not there",
      sees: { s: "COMPLETED", r: "404" },
      forbidden: [...replica.status, ...noStatus],
    },
    {
      name: "no status",
      sees: { s: ["none", "404"] },
      allowed: noStatus,
      forbidden: replica.status,
    },
  ],
};
