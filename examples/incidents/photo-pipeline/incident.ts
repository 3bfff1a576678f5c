import { probed404 } from "../../../src/explore/estimate/profiles/probed-404.js";
import type { Incident, Setup } from "../../../src/job/incident.js";
import { photoPipeline, type PhotoOptions } from "./program.js";

function pipeline(options: PhotoOptions, label: string, claim: Setup["claim"]): Setup {
  return {
    label,
    claim,
    run: {
      program: photoPipeline(options),
      size: { items: 4, rows: 1 },
      small: { items: 2, rows: 1, anomalies: 2 },
    },
    store: "s3-legacy",
    profile: probed404,
    property: "no-lost-rows",
    runs: 2000,
    quick: 100,
  };
}

const asItWas: PhotoOptions = { probe: true, verify: false, on404: "skip" };

export const photoPipelineIncident: Incident = {
  name: "photo-pipeline",
  title: "Listings without their photos",
  story: [
    "In 2019 photos of a listing were missing right after their upload.",
    "The pipeline that makes pictures of them had been told 404 when it read them from S3, and gone on without.",
    "An uploader that looks whether a key is there before it writes it makes S3 remember that there was nothing.",
    "As a remedy the uploader verified the ETag of what it had written before it had the photo processed.",
    "Critical workflows, it was concluded, need such verification.",
  ],
  source:
    "S3 Eventual Consistency Debugging, 'Airbnb's Photo Upload Issues (2019)' and 'Use ETag verification for consistency'",
  delays:
    "The story has no figure. That the uploader had asked for the key is what S3's promise leaves as a cause; how many front ends remember it, and for how long, are assumptions.",
  see: "The ETag that HEAD has seen says nothing about what the pipeline's GET will be told: an execution shows it. A pipeline that takes a photo up again, or an uploader that does not ask first, loses none.",
  setups: [
    pipeline(asItWas, "as it was", "story"),
    pipeline({ ...asItWas, verify: true }, "ETag verified before processing", "no fix"),
    pipeline({ ...asItWas, on404: "again" }, "the photo is taken up again", "fix"),
    pipeline({ ...asItWas, probe: false }, "nobody asks before the upload", "fix"),
  ],
};
