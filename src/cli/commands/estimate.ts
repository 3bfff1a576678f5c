/** `estimate`: how often a committer loses rows under a delay profile. */
import type { DelayProfile } from "../../check/profile.js";
import { renderEstimate } from "../../report/estimate.js";
import { parseProfile, printEstimate, printProfile } from "../../report/json.js";
import { digits } from "../../report/words.js";
import { exitStatus, type ExitStatus, UsageError } from "../errors.js";
import { estimateOf, type EstimatePlan, planEstimate } from "../estimate-job.js";
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

export interface EstimateOptions extends WorkOptions {
  readonly defence?: readonly string[];
  readonly store?: string;
  readonly profile?: string;
  readonly runs: string;
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
  const line = new ProgressLine(shell, "runs", plan.runs);
  const pool = poolOptions(options, shell, (view) => line.look(view));
  const jobs = planEstimate(plan, pool.workers);
  const answers = await runJobs(jobs, pool).finally(() => line.end());
  const estimate = estimateOf(plan, commandOf(plan, options), answers);
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
    runs: wholeNumber("--runs", options.runs, 1, 10_000_000),
  };
}

/** A named profile, or one in a file. */
export function readProfile(text: string): DelayProfile {
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
    `--runs ${runs}`,
    `--seed ${seed}`,
  ].join(" ");
}
