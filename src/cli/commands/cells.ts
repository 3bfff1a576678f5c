/** `compare` and `check`: runs cells, writes the report, prints it. */
import { writeFileSync } from "node:fs";
import type { CostFile } from "../../check/cost.js";
import type { VerdictCell } from "../../check/verdict.js";
import { renderDefences, renderFactors } from "../../report/defence-matrix.js";
import { renderEvidence } from "../../report/evidence.js";
import { NotOurFile, printVerdicts, WrongVersion } from "../../report/json.js";
import { renderMatrix } from "../../report/matrix.js";
import { OutputFolder } from "../../report/output-folder.js";
import { missSentence } from "../../report/expect.js";
import { replayCommand } from "../../report/counterexample-path.js";
import { readAssets } from "../../report/html/assets.js";
import { reportFiles, type ReportPage } from "../../report/report-files.js";
import { renderTimeline } from "../../report/timeline.js";
import { count } from "../../report/words.js";
import { aboutNames } from "../about.js";
import { certificateOf, parseCertificate, printCertificate } from "../certificate.js";
import { costFile, planCosts } from "../cost-job.js";
import { deepen, readBudget } from "../deepen.js";
import { refuseOthersJunit, writeJunit } from "../junit.js";
import { compareEffort } from "../effort.js";
import { exitStatus, type ExitStatus, UsageError } from "../errors.js";
import { Expected, type ExpectOptions, readUserFile } from "../expectation.js";
import type { CellAnswer } from "../jobs.js";
import { type CellJob, type CellOptions, commandLine, planCells } from "../plan.js";
import { type PoolOptions, runJobs } from "../pool.js";
import { ProgressLine } from "../progress.js";
import type { Shell } from "../shell.js";
import { isThere } from "../target-file.js";
import { packageRoot, tool } from "../version.js";
import { type CellsReport, reportOf } from "../verdict-report.js";
import { poolOptions, type WorkOptions } from "./work.js";

export interface CellsOptions extends CellOptions, ExpectOptions, WorkOptions {
  readonly out: string;
  /** Write the page, too. */
  readonly html: boolean;
  /** Where to write what was proven. */
  readonly certificate?: string;
  /** Where to write the verdicts as test results for CI. */
  readonly junit?: string;
}

/** More timelines than these are left to `replay`. */
const timelinesMost = 3;

/** Runs the cells that the options ask for. `command`: what the user called it. */
export async function runCells(
  command: "compare" | "check",
  options: CellsOptions,
  shell: Shell,
): Promise<ExitStatus> {
  const planned = planCells(options, command === "compare" ? compareEffort : undefined);
  const budget = options.budget === undefined ? undefined : readBudget(options.budget);
  // Before the work, so that nobody waits for results that cannot be written; first the folder, for the files may stand in it.
  const folder = await OutputFolder.open(options.out);
  const expected = new Expected(options);
  if (options.certificate !== undefined) refuseOthersCertificate(options.certificate, options.out);
  if (options.junit !== undefined) refuseOthersJunit(options.junit, options.out);
  const line = new ProgressLine(shell, "cells");
  const pool = poolOptions(options, shell, (view) => line.look(view));
  if (options.json !== true) shell.out(headline(planned));
  const searching =
    budget === undefined
      ? runJobs(planned, pool).then((answers) => ({ jobs: planned, answers }))
      : deepen(planned, pool, budget);
  const { jobs, answers } = await searching.finally(() => line.end());
  const report = reportOf(commandLine(command, options), jobs, answers);
  const costs = await costsOf(command, options, planned, pool);
  const page = {
    ...(costs === undefined ? {} : { cost: costs }),
    ...(options.html ? { page: pageOf(report) } : {}),
  };
  await folder.write(reportFiles(report.verdicts, report.counterexamples, page));
  if (options.junit !== undefined) writeJunit(options.junit, command, report.verdicts, expected, options.out);
  if (options.certificate !== undefined) writeCertificate(options.certificate, jobs, answers, shell);
  if (options.json === true) shell.out(printVerdicts(report.verdicts));
  else printReport(command, report, costs, options, shell);
  return conclude(command, report, expected, shell);
}

/** Costs are for comparisons: who checks a cell again and again need not wait for them, but for those of a defence. */
async function costsOf(
  command: "compare" | "check",
  { html }: CellsOptions,
  jobs: readonly CellJob[],
  pool: PoolOptions,
): Promise<CostFile | undefined> {
  const costs = planCosts(jobs, command === "compare" && html);
  return costFile(costs, await runJobs(costs, { ...pool, look: () => undefined }));
}

/** What the page has besides the verdicts. */
function pageOf({ verdicts }: CellsReport): NonNullable<ReportPage["page"]> {
  return { about: aboutNames(verdicts), assets: readAssets(packageRoot) };
}

/** A certificate is written over a certificate, and over nothing else. */
function refuseOthersCertificate(path: string, out: string): void {
  if (!isThere("--certificate", path, out)) return;
  try {
    parseCertificate(readUserFile(path), path);
  } catch (error) {
    if (!(error instanceof NotOurFile) && !(error instanceof WrongVersion)) throw error;
    throw new UsageError(
      `--certificate would overwrite ${path}, which is no certificate of this lakelitmus. Name another file, or move this one away.`,
    );
  }
}

function writeCertificate(
  path: string,
  jobs: readonly CellJob[],
  answers: readonly (CellAnswer | undefined)[],
  shell: Shell,
): void {
  const certificate = certificateOf(jobs, answers);
  writeFileSync(path, printCertificate(certificate));
  const proven = certificate.proofs.reduce((sum, proof) => sum + proof.proven.length, 0);
  shell.err(`lakelitmus: ${path} holds what was proven: ${count(proven, "verdict")}.\n`);
}

function headline(jobs: readonly CellJob[]): string {
  const [first] = jobs;
  const number = (of: (job: CellJob) => string): number => new Set(jobs.map(of)).size;
  const axes = [
    count(
      number((job) => job.committer),
      "committer",
    ),
    count(
      number((job) => job.store),
      "store",
    ),
    count(
      number((job) => job.scenario.name),
      "scenario",
    ),
    count(first?.properties.length ?? 0, "property", "properties"),
  ];
  return `${tool}, seed ${first?.seed ?? ""}: ${axes.join(" x ")}\n\n`;
}

function printReport(
  command: string,
  report: CellsReport,
  cost: CostFile | undefined,
  options: CellsOptions,
  shell: Shell,
): void {
  const { out, html } = options;
  const { verdicts, counterexamples } = report;
  const look = { width: shell.width, color: shell.color };
  // A matrix of each committer behind each defence would be pages long; the report has it.
  if (options.defences === true) shell.out(renderDefences(verdicts, cost, look));
  else {
    shell.out(renderMatrix(verdicts, look));
    shell.out(renderFactors(verdicts, cost, look));
    shell.out(`\n${renderEvidence(verdicts, { ...look, folder: out })}`);
  }
  if (command === "check" && counterexamples.size <= timelinesMost) {
    for (const [path, file] of counterexamples) {
      shell.out(`\n${renderTimeline(file, { ...look, replay: replayCommand(path, out) })}`);
    }
  }
  const folder = out.replace(/\/+$/u, "");
  const files = counterexamples.size === 0 ? "" : ` and ${count(counterexamples.size, "counterexample")}`;
  shell.out(`\nWritten to ${folder}: ${html ? "report.html, " : ""}report.md, verdicts.json${files}.\n`);
}

/** Says what was expected and did not come, and what the process ends with. */
function conclude(
  command: "compare" | "check",
  { verdicts, interrupted }: CellsReport,
  expected: Expected,
  shell: Shell,
): ExitStatus {
  if (interrupted) {
    const left = verdicts.cells.filter(({ reason }) => reason === "interrupted").length;
    shell.err(
      `lakelitmus: interrupted: ${count(left, "verdict")} of ${verdicts.cells.length} are unknown.\n`,
    );
    return exitStatus.unknown;
  }
  const written = expected.record(verdicts);
  if (written !== undefined) {
    shell.err(`lakelitmus: the expectation is in ${written}; check it with --expect ${written}.\n`);
    return exitStatus.met;
  }
  const misses = expected.misses(verdicts);
  if (misses.length > 0) {
    shell.err(`lakelitmus: ${count(misses.length, "expectation")} missed.\n`);
    for (const miss of misses) shell.err(`  ${missSentence(miss)}\n`);
    return exitStatus.missed;
  }
  if (expected.given) shell.err("lakelitmus: all expectations are met.\n");
  return command === "compare" ? exitStatus.met : statusOf(verdicts.cells, expected, shell);
}

/** Where nothing else is expected, `check` expects that no property is violated, and that every verdict is known. */
function statusOf(cells: readonly VerdictCell[], expected: Expected, shell: Shell): ExitStatus {
  const violated = expected.given ? [] : cells.filter(({ verdict }) => verdict === "violated");
  const unknown = cells.filter((cell) => cell.verdict === "unknown" && !expected.expectsUnknown(cell));
  if (violated.length > 0) {
    shell.err(`lakelitmus: ${count(violated.length, "cell")} of ${cells.length} violated.\n`);
    return exitStatus.missed;
  }
  if (unknown.length > 0) {
    shell.err(`lakelitmus: ${count(unknown.length, "verdict")} of ${cells.length} unknown.\n`);
    return exitStatus.unknown;
  }
  return exitStatus.met;
}
