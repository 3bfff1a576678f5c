/** `incident`: runs what happened to somebody again. */
import type { Incident } from "../../job/incident.js";
import { figuresOf, renderIncident, renderIncidentList } from "../../report/incident.js";
import { printIncident, printIncidents } from "../../report/json.js";
import { exitStatus, type ExitStatus, UsageError } from "../errors.js";
import { type IncidentOptions, planIncident, reportOf } from "../incident-job.js";
import { readSeed } from "../plan.js";
import { runJobs } from "../pool.js";
import { ProgressLine } from "../progress.js";
import { findIncident, incidents } from "../registry.js";
import type { Shell } from "../shell.js";
import { wholeNumber } from "../whole-number.js";
import { runsMost } from "./estimate.js";
import { poolOptions, type WorkOptions } from "./work.js";

export interface IncidentCommandOptions extends WorkOptions {
  readonly list?: boolean;
  readonly quick?: boolean;
  readonly runs?: string;
  readonly seed: string;
}

/**
 * Runs an incident again, and tells what came out beside what was told; or lists them all.
 *
 * @throws UsageError where none is named, there is none of the name, or an option is wrong
 * @throws CommitterFault where one of its committers breaks a rule of executions
 */
export async function runIncident(
  name: string | undefined,
  options: IncidentCommandOptions,
  shell: Shell,
): Promise<ExitStatus> {
  const look = { width: shell.width, color: shell.color };
  if (options.list === true) {
    shell.out(options.json === true ? listJson() : renderIncidentList(incidents, look));
    return exitStatus.met;
  }
  if (name === undefined)
    throw new UsageError("Name an incident: lakelitmus incident NAME (--list tells which there are).");
  const incident = findIncident(name);
  const asked = askedOf(options);
  const line = new ProgressLine(shell, "pieces");
  const pool = poolOptions(options, shell, (view) => line.look(view));
  const jobs = planIncident(incident, asked, pool.workers);
  const answers = await runJobs(jobs, pool).finally(() => line.end());
  const report = reportOf(incident, asked, jobs, answers);
  if (options.json === true) shell.out(printIncident(report));
  else shell.out(renderIncident(report, look));
  const missing = report.setups.some(({ runs, asked, proof }) => runs < asked || proof.verdict === "unknown");
  if (missing) shell.err("lakelitmus: interrupted, or not decided: what is missing is said above.\n");
  return missing ? exitStatus.unknown : exitStatus.met;
}

/** @throws UsageError */
function askedOf({ quick, runs, seed }: IncidentCommandOptions): IncidentOptions {
  return {
    seed: readSeed(seed),
    quick: quick === true,
    ...(runs === undefined ? {} : { runs: wholeNumber("--runs", runs, 1, runsMost) }),
  };
}

function listJson(): string {
  const list = incidents.map((incident: Incident) => {
    const { name, title, story, source, setups } = incident;
    const told = setups.map(({ label, claim }) => ({ label, claim }));
    return { name, title, story, source, figures: figuresOf(incident), setups: told };
  });
  return printIncidents({ schema: "lakelitmus/incidents@1", incidents: list });
}
