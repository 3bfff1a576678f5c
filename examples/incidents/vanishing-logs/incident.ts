import { eventMover } from "../../../src/explore/estimate/profiles/event-mover.js";
import type { Incident, ProgramRun, Setup } from "../../../src/job/incident.js";
import { logMover, type On404 } from "./program.js";

const one = { items: 1, rows: 1, anomalies: 3 };
const two = { items: 2, rows: 1, anomalies: 2 };

function mover(
  on404: On404,
  small: ProgramRun["small"],
  rest: Pick<Setup, "label" | "claim" | "figure" | "runs" | "quick"> & Partial<Pick<Setup, "property">>,
): Setup {
  return {
    property: "no-lost-rows",
    ...rest,
    run: { program: logMover(on404), size: { items: 25, rows: 1 }, small, toldItems: 4 },
    store: "events",
    profile: eventMover,
  };
}

export const vanishingLogs: Incident = {
  name: "vanishing-logs",
  title: "Log files that were not moved",
  story: [
    "Access logs came into a bucket, and a notification of each went through EventBridge into a queue.",
    "A function took them from there in batches, copied each object to a partitioned prefix and deleted it where it was.",
    "After some days there were objects that had not been moved: 350 of 1.5 million a day.",
    "COPY had been told NoSuchKey of an object whose notification had come, an except clause had logged it, and the message was gone.",
    "Whoever sent the message again by hand saw the object moved.",
  ],
  source: "S. Hanmer, Now You See Me, Now You Don't - the Mystery of the Vanishing S3 Objects (2023-10)",
  delays:
    "A mover that acts on notifications copies seconds after the write. COPY's source lags for 5 to 60 s for 235 objects in a million: nearly each of them is copied too early, so the share is the figure itself. How long they lag is an assumption that the rate does not depend on, as long as it is longer than a notification takes.",
  see: "A caught NoSuchKey is a log file that stays where it was. To give the message back to the queue moves the object later, but a notification that comes twice leaves a message that can never be done; to give it out three times at most only makes the loss rarer. Given out again unless the object is in its place, nothing is lost and all ends.",
  setups: [
    mover("log", one, {
      label: "as it was: NoSuchKey is logged",
      claim: "story",
      figure: { of: "rows", rate: 350 / 1_500_000, words: "350 of 1.5 million objects, 0.023 %" },
      runs: 6000,
      quick: 320,
    }),
    mover(
      "again",
      { ...two, anomalies: 1 },
      {
        label: "the message is given out again",
        claim: "no fix",
        property: "every-job-can-end",
        runs: 200,
        quick: 20,
      },
    ),
    mover("again-3-times", one, {
      label: "given out three times, then put aside",
      claim: "no fix",
      runs: 200,
      quick: 20,
    }),
    mover("again-unless-moved", two, {
      label: "given out again, unless the object is in its place",
      claim: "fix",
      runs: 200,
      quick: 20,
    }),
  ],
};
