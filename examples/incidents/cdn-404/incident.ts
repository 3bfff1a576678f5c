import { probed404 } from "../../../src/explore/estimate/profiles/probed-404.js";
import type { Incident, Setup } from "../../../src/job/incident.js";
import { type CdnOptions, contentNetwork } from "./program.js";

function network(options: CdnOptions, label: string, claim: Setup["claim"]): Setup {
  return {
    label,
    claim,
    run: {
      program: contentNetwork(options),
      size: { items: 1, rows: 1 },
      small: { items: 1, rows: 1, anomalies: 4 },
    },
    store: "s3-legacy",
    profile: probed404,
    property: "read-your-writes",
    runs: 5000,
    quick: 200,
  };
}

const asItWas: CdnOptions = { early: true, retries: 0, healthCheck: false };

export const cdn404: Incident = {
  name: "cdn-404",
  title: "New films that a content network does not find",
  story: [
    "In 2018 films that had just been published were not found by viewers.",
    "The content network had pulled them from their origin in S3, and the origin said 404.",
    "Retries with exponential back-off were put into the network.",
    "A health check was to verify that content is available before it is announced.",
    "S3 promised that new objects can be read at once, except where somebody had asked for them before.",
  ],
  source: "S3 Eventual Consistency Debugging, 'Netflix's Content Distribution (2018)'",
  delays:
    "The story has no figure. By S3's promise it can only have happened where the network asked before the upload; how many front ends remember that, and for how long, are assumptions.",
  see: "The early request poisons the key for everybody who comes to the same front end. Three retries fail with four wrong answers; the health check is answered by one front end and the viewer by another. Not to ask early is the fix.",
  setups: [
    network(asItWas, "as it was", "story"),
    network({ ...asItWas, retries: 3 }, "three retries with back-off", "no fix"),
    network({ ...asItWas, healthCheck: true }, "a health check before the release", "no fix"),
    network({ ...asItWas, early: false }, "nobody asks before the upload", "fix"),
  ],
};
