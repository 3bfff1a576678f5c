/**
 * Choice lists as fast-check generates them in tests: mostly the well-behaved option, now and then any other, wherever that
 * stands among the options.
 */
import * as fc from "fast-check";
import { choiceLists } from "../choice-lists.js";
import { replayChooser } from "../execute.js";
import type { Sampler } from "./sampler.js";

export const fastCheck: Sampler = {
  name: "fast-check",
  about: "choice lists as fast-check makes them in tests: mostly the well-behaved option",
  start: () => (random) => {
    const [choices = []] = fc.sample(choiceLists(), { seed: random.below(2 ** 31), numRuns: 1 });
    return replayChooser(choices);
  },
};
