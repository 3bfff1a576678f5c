import { replicas80ms } from "../../../src/explore/estimate/profiles/replicas-80-ms.js";
import type { Incident, Setup } from "../../../src/job/incident.js";
import { avatarPage, type AvatarRead } from "./program.js";

function page(read: AvatarRead, label: string, claim: Setup["claim"]): Setup {
  return {
    label,
    claim,
    run: {
      program: avatarPage(read),
      size: { items: 1, rows: 1 },
      small: { items: 1, rows: 1, anomalies: 3 },
    },
    store: "replicas",
    profile: replicas80ms,
    property: "read-your-writes",
    ...(read === "retry" ? { told: true } : {}),
    runs: 5000,
    quick: 200,
  };
}

export const avatar404: Incident = {
  name: "avatar-404",
  title: "The picture that is 404 right after it was saved",
  story: [
    "A page saves avatar.png, is told 200, and asks for it at once to show it.",
    "The load balancer sends the GET to a replica that is 80 ms behind, which answers 404.",
    "The page shows a broken image though the upload has succeeded.",
    "A retry 200 ms later is answered by a replica that has caught up.",
    "The robust ways are a consistent read from the primary, or a read that carries the version token of the write.",
  ],
  source: "A lesson on read-after-write hazards (replicas behind a load balancer), its worked example",
  delays:
    "80 ms of lag and a retry after 200 ms are the lesson's. That a replica is so far behind half of the time is an assumption; the lesson gives no rate.",
  see: "In the timeline the GET comes some 10 ms after the PUT and is told 404, the one at 200 ms is not. The contract bounds no lag, so the retry is no fix: an execution shows it. The consistent read and the token are.",
  setups: [
    page("once", "as it was", "story"),
    page("retry", "one retry after 200 ms", "no fix"),
    page("consistent", "a consistent read", "fix"),
    page("token", "a read with the version token", "fix"),
  ],
};
