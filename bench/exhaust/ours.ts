/**
 * Searches the commit log with our engine in a process of its own, and prints one line of JSON.
 *
 * Run by run.ts: ours.js WRITERS COMMITS [safe|unsafe]
 */
import { exhaust } from "../../src/explore/exhaust.js";
import { Stepper } from "../../src/explore/steps.js";
import { commitLog, nothingLost } from "./commit-log.js";

const [writers, commits, puts] = process.argv.slice(2);
const arena = commitLog(Number(writers), Number(commits), puts !== "unsafe");
const result = await exhaust(new Stepper(arena, [nothingLost]), { states: 2 ** 31 });
const { states, transitions, bytes, complete, found } = result;
process.stdout.write(
  `${JSON.stringify({ states, transitions, bytes, complete, violated: found.length > 0 })}\n`,
);
