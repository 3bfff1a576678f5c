import { s32018, s32018Incident } from "../../../src/explore/estimate/profiles/s3-2018.js";
import type { Incident, Setup } from "../../../src/job/incident.js";
import { type FiveSecondOptions, testThatWaits } from "./program.js";

function test(options: FiveSecondOptions, rest: Pick<Setup, "label" | "claim" | "profile">): Setup {
  return {
    ...rest,
    run: {
      program: testThatWaits(options),
      size: { items: 1, rows: 1 },
      small: { items: 1, rows: 1, anomalies: 2 },
    },
    store: "s3-legacy",
    property: "read-your-writes",
    runs: 10_000,
    quick: 600,
  };
}

const fiveSeconds: FiveSecondOptions = { key: "same", wait: 5000, poll: false };

export const fiveSecondTests: Incident = {
  name: "five-second-tests",
  title: "Tests that waited five seconds in the week when the tail was ninety",
  story: [
    "Overwrites on S3 were usually seen within a second, with a tail to ten seconds.",
    "Tests were written against what had been observed: after five seconds the new object should be there.",
    "In an incident of us-east-1 in 2018 the tail went to 90 seconds.",
    "Several of Hadoop's tests failed in that week.",
    "Nobody had promised five seconds, and no store promises any.",
  ],
  source:
    "Eventual consistency on S3 and what it breaks, 'Why 10 seconds was the real number, not a worst case'",
  delays:
    "The tails to 10 s and to 90 s are the document's; that one overwrite in a hundred was beyond 10 s in the bad week is an assumption. The story has no rate of failed tests.",
  see: "In an ordinary week one test in a thousand fails, in the bad one several in a hundred. A test that polls until HEAD has seen its ETag can still be given the old object by the GET that follows; one that writes a new key never is.",
  setups: [
    test(fiveSeconds, { label: "the bad week", claim: "story", profile: s32018Incident }),
    test(fiveSeconds, { label: "an ordinary week", claim: "contrast", profile: s32018 }),
    test(
      { key: "same", wait: 0, poll: true },
      { label: "polls HEAD until it sees its ETag", claim: "no fix", profile: s32018Incident },
    ),
    test(
      { key: "new", wait: 0, poll: false },
      { label: "writes a new key each time", claim: "fix", profile: s32018Incident },
    ),
  ],
};
