import { s32018Incident } from "../../../src/explore/estimate/profiles/s3-2018.js";
import { toyWindow } from "../../../src/explore/estimate/profiles/toy-window.js";
import type { Incident, Setup } from "../../../src/job/incident.js";
import { type Find, partsOfAnOutput } from "./program.js";

function output(find: Find, rest: Pick<Setup, "label" | "claim" | "figure" | "profile">): Setup {
  return {
    ...rest,
    run: {
      program: partsOfAnOutput(find),
      size: { items: 42, rows: 2 },
      small: { items: 3, rows: 2, anomalies: 3 },
    },
    store: "s3-legacy",
    property: "no-lost-rows",
    runs: 500,
    quick: 100,
  };
}

export const partsNotListed: Incident = {
  name: "parts-not-listed",
  title: "Parts that were written and not listed",
  story: [
    "Tasks put 42 parts of an output, and each PUT was acknowledged.",
    "When all had finished, the driver listed the prefix to find out what there was.",
    "LIST left out a part that had just been written; the driver believed that there were 41, and shipped the result.",
    "A script that plays such a store, in which a key is missing with a chance of 0.4 for two seconds, printed 26.",
    "Nothing in the protocol says that it has raced its own writes.",
  ],
  source: "Eventual consistency on S3 and what it breaks, shape 2 and ec_bug_shapes.py",
  delays:
    "26 is one draw of the script: its store is the profile toy-window, in which 25.2 of 42 keys are listed on average. 41 is one key in 42, as in a bad week in which one new key in a hundred is listed late. Neither is a rate, so each is held against the range in which 95 of 100 runs lie.",
  see: "The driver's LIST is short by some keys, and the published output with it.",
  setups: [
    output("list", {
      label: "the script's store",
      claim: "story",
      profile: toyWindow,
      figure: { of: "items", left: 26, words: "26 of 42 parts" },
    }),
    output("list", {
      label: "Amazon S3 in a bad week",
      claim: "contrast",
      profile: s32018Incident,
      figure: { of: "items", left: 41, words: "41 of 42 parts" },
    }),
    output("told", { label: "tasks tell the driver their keys", claim: "fix", profile: toyWindow }),
  ],
};
