/** `estimate`: how often a committer loses rows under a delay profile. */
import type { DelayProfile } from "../../check/profile.js";
import { renderEstimate } from "../../report/estimate.js";
import { renderToldRun } from "../../report/told-run.js";
import { parseProfile, printEstimate, printProfile, printToldRun } from "../../report/json.js";
import { digits } from "../../report/words.js";
import { exitStatus, type ExitStatus, UsageError } from "../errors.js";
import { estimateOf, type EstimatePlan, planEstimate, toldRunOf } from "../estimate-job.js";
import { readUserFile } from "../expectation.js";
import { readSeed } from "../plan.js";
import { runJobs } from "../pool.js";
import { ProgressLine } from "../progress.js";
import { committerDigest, findProfile, findScenario, findStore } from "../registry.js";
import { readScope, withScope } from "../scope.js";
import type { Shell } from "../shell.js";
import { shellWord } from "../shell-word.js";
import { readDefended, spellDefended } from "../spelling.js";
import { wholeNumber } from "../whole-number.js";
import { poolOptions, type WorkOptions } from "./work.js";

/** What each run came to is kept until the end: more than these do not fit into memory. */
export const runsMost = 1_000_000;

export interface EstimateOptions extends WorkOptions {
  readonly defence?: readonly string[];
  readonly store?: string;
  readonly profile?: string;
  readonly runs: string;
  /** Tells this run step by step instead. */
  readonly run?: string;
  readonly scenario: string;
  readonly scope?: string;
  readonly seed: string;
  /** Prints this profile instead. */
  readonly showProfile?: string;
}

export async function runEstimateCommand(
  committer: string | undefined,
  options: EstimateOptions,
  shell: Shell,
): Promise<ExitStatus> {
  if (options.showProfile !== undefined) {
    shell.out(printProfile(readProfile(options.showProfile)));
    return exitStatus.met;
  }
  const plan = planOf(committer, options);
  if (options.run !== undefined) return tellOne(plan, options, options.run, shell);
  const line = new ProgressLine(shell, "runs", plan.runs);
  const pool = poolOptions(options, shell, (view) => line.look(view));
  const jobs = planEstimate(plan, pool.workers);
  const answers = await runJobs(jobs, pool).finally(() => line.end());
  const estimate = estimateOf(plan, commandOf(plan, options), jobs, answers);
  const interrupted = estimate.runs < estimate.asked;
  if (interrupted) {
    shell.err(
      `lakelitmus: interrupted: ${digits(estimate.runs)} of ${digits(estimate.asked)} runs were made.\n`,
    );
  }
  if (options.json === true) shell.out(printEstimate(estimate));
  else if (estimate.runs > 0) shell.out(renderEstimate(estimate, { width: shell.width, color: shell.color }));
  return interrupted ? exitStatus.unknown : exitStatus.met;
}

/** One run, as {@link Estimate.firstLost} names one. */
async function tellOne(
  plan: EstimatePlan,
  options: EstimateOptions,
  number: string,
  shell: Shell,
): Promise<ExitStatus> {
  const run = wholeNumber("--run", number, 0, runsMost - 1);
  const { runs: _runs, ...rest } = plan;
  const [answer] = await runJobs(
    [{ kind: "estimate-run", ...rest, run } as const],
    poolOptions(options, shell),
  );
  if (answer === undefined) {
    shell.err("lakelitmus: interrupted before the run was made.\n");
    return exitStatus.unknown;
  }
  const told = toldRunOf(plan, `${commandOf(plan, options)} --run ${run}`, run, answer);
  if (options.json === true) shell.out(printToldRun(told));
  else shell.out(renderToldRun(told, { width: shell.width, color: shell.color }));
  return exitStatus.met;
}

/** @throws UsageError, CommitterOptionError, NotOurFile, WrongVersion, ProfileError */
function planOf(committer: string | undefined, options: EstimateOptions): EstimatePlan {
  const { store, profile } = options;
  if (committer === undefined)
    throw new UsageError("Name a committer to estimate: lakelitmus estimate file-output-v1 …");
  if (store === undefined)
    throw new UsageError("Name a store with --store: its contract says what may be answered.");
  if (profile === undefined)
    throw new UsageError(
      "Name a delay profile with --profile, or a file of one: it says when (see lakelitmus list).",
    );
  const asked = readDefended(committer);
  const defences = [...asked.defences, ...(options.defence ?? [])];
  const spelled = spellDefended({ committer: asked.committer, defences });
  committerDigest(spelled);
  findStore(store);
  const scenario = findScenario(options.scenario);
  return {
    committer: spelled,
    store,
    scenario: options.scope === undefined ? scenario : withScope(scenario, readScope(options.scope)),
    profile: readProfile(profile),
    seed: readSeed(options.seed),
    runs: wholeNumber("--runs", options.runs, 1, runsMost),
  };
}

/**
 * A named profile, or one in a file.
 *
 * @throws UsageError where there is none of the name, or no such file
 * @throws NotOurFile @throws WrongVersion @throws ProfileError where the file holds no profile
 */
function readProfile(text: string): DelayProfile {
  if (!/[/\\]|\.json$/u.test(text)) return findProfile(text);
  return parseProfile(readUserFile(text), text);
}

/** What was run, as a command line that says all that decides the result. */
function commandOf(plan: EstimatePlan, options: EstimateOptions): string {
  const { committer, store, scenario, seed, runs } = plan;
  return [
    "lakelitmus estimate",
    shellWord(committer),
    `--store ${shellWord(store)}`,
    `--profile ${shellWord(options.profile ?? "")}`,
    `--scenario ${shellWord(scenario.name)}`,
    ...(options.scope === undefined ? [] : [`--scope ${shellWord(options.scope)}`]),
    ...(options.run === undefined ? [`--runs ${runs}`] : []),
    `--seed ${seed}`,
  ].join(" ");
}
