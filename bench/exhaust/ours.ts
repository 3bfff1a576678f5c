/** Searches the commit log with our engine in a process of its own. Prints one line of JSON. Run by run.ts. */
import { exhaust } from "../../src/explore/exhaust.js";
import { Stepper } from "../../src/explore/steps.js";
import { commitLog, nothingLost } from "./commit-log.js";

const [writers, commits, limit] = process.argv.slice(2).map(Number);
const began = performance.now();
const stepper = new Stepper(commitLog(writers!, commits!), [nothingLost]);
const result = await exhaust(stepper, { states: limit ?? 2 ** 31 });
const seconds = (performance.now() - began) / 1000;
const { states, transitions, bytes, complete, found } = result;
const peak = process.resourceUsage().maxRSS * 1024;
process.stdout.write(
  `${JSON.stringify({ seconds, states, transitions, bytes, complete, violated: found.length > 0, peak })}\n`,
);
