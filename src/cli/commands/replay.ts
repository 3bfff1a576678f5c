/** `replay FILE`: runs a counterexample again, and tells it. */
import type { CounterexampleFile } from "../../check/verdict.js";
import { withBounds } from "../../job/scenario.js";
import { parseCounterexample, printCounterexample } from "../../report/json.js";
import { renderTimeline } from "../../report/timeline.js";
import { counterexampleTitle } from "../../report/words.js";
import { checkBounds } from "../certificate.js";
import { exitStatus, type ExitStatus, UsageError } from "../errors.js";
import { readUserFile } from "../expectation.js";
import { runJobs } from "../pool.js";
import { committerDigest, findProperty, findScenario, findStore } from "../registry.js";
import type { ReplayAnswer, ReplayJob } from "../replay.js";
import { scenarioOf, scopeScenario } from "../scope.js";
import type { Shell } from "../shell.js";
import { tool } from "../version.js";
import { poolOptions, type WorkOptions } from "./work.js";

export type ReplayOptions = WorkOptions;

export async function runReplay(path: string, options: ReplayOptions, shell: Shell): Promise<ExitStatus> {
  const file = parseCounterexample(readUserFile(path), path);
  const job = jobOf(file, path);
  const pool = { ...poolOptions(options, shell), allOrNothing: true };
  const [answer] = await runJobs([job], pool);
  if (answer === undefined) return exitStatus.unknown;
  const { again, difference } = answer;
  if (again !== undefined && options.json === true) shell.out(printCounterexample(again));
  if (again !== undefined && options.json !== true) {
    shell.out(renderTimeline(again, { width: shell.width, color: shell.color }));
  }
  if (difference !== undefined) {
    shell.err(`lakelitmus: ${differs(path, job, answer)}\n`);
    return exitStatus.missed;
  }
  const code = changed(job) ? " The committer's code has changed since." : "";
  shell.err(`lakelitmus: it replays: ${counterexampleTitle(file)}.${code}\n`);
  return exitStatus.met;
}

/** Everything that the file names must be there. @throws UsageError */
function jobOf(file: CounterexampleFile, path: string): ReplayJob {
  const { committer, store, scenario, property, bounds, seed } = file;
  try {
    findStore(store);
    findProperty(property);
    const named = scenario === scopeScenario ? scenarioOf(bounds) : findScenario(scenario);
    checkBounds(bounds, path);
    const digest = committerDigest(committer);
    return {
      kind: "replay",
      file,
      committer,
      committerDigest: digest,
      store,
      scenario: withBounds(named, bounds),
      seed,
    };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`${path} cannot be replayed. ${error.message}`);
  }
}

function changed({ file, committerDigest: now }: ReplayJob): boolean {
  return file.committerDigest !== now;
}

function differs(path: string, job: ReplayJob, { difference }: ReplayAnswer): string {
  const { file } = job;
  const why = changed(job)
    ? `The code of ${file.committer} has changed since it was recorded.`
    : `The code of ${file.committer} is what it was when it was recorded` +
      (file.tool === tool ? "." : `, but by ${file.tool}, and this is ${tool}.`);
  return `${path} does not replay: ${difference ?? "it differs"}. ${why}`;
}
