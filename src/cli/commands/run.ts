/** `run`: commits a real file once and tells what became of its rows. */
import { hang, wrap } from "../../report/layout.js";
import { OutputFolder } from "../../report/output-folder.js";
import { paints } from "../../report/paint.js";
import { visible } from "../../report/visible.js";
import { count, digits } from "../../report/words.js";
import { exitStatus, type ExitStatus } from "../errors.js";
import { readSeed } from "../plan.js";
import { runJobs } from "../pool.js";
import { committerDigest, findStore } from "../registry.js";
import type { RunAnswer, RunJob } from "../run-job.js";
import type { Shell } from "../shell.js";
import { readDefended, spellDefended } from "../spelling.js";
import { tool } from "../version.js";
import { wholeNumber } from "../whole-number.js";
import { poolOptions, type WorkOptions } from "./work.js";

export interface RunOptions extends WorkOptions {
  readonly input: string;
  readonly committer: string;
  readonly defence?: readonly string[];
  readonly store: string;
  readonly tasks: string;
  readonly files: string;
  readonly anomalies: string;
  readonly seed: string;
  readonly out?: string;
}

/** A LIST that may miss any of n keys in a wrong answer has 2^n answers: wrong answers are told in small numbers. */
const anomaliesMost = 3;

export async function runRun(options: RunOptions, shell: Shell): Promise<ExitStatus> {
  const job = jobOf(options);
  const pool = { ...poolOptions(options, shell), allOrNothing: true };
  // Before the work, so that nobody waits for a bucket that cannot be written.
  if (job.out !== undefined) await OutputFolder.open(job.out);
  const [answer] = await runJobs([job], pool);
  if (answer === undefined || shell.stop.aborted) return exitStatus.unknown;
  shell.out(options.json === true ? json(job, answer) : told(job, answer, shell));
  return exitStatus.met;
}

function jobOf(options: RunOptions): RunJob {
  const { input, store, out } = options;
  const asked = readDefended(options.committer);
  const defences = [...asked.defences, ...(options.defence ?? [])];
  const committer = spellDefended({ committer: asked.committer, defences });
  findStore(store);
  committerDigest(committer);
  return {
    kind: "run",
    committer,
    store,
    input,
    tasks: wholeNumber("--tasks", options.tasks, 1, 10_000),
    files: wholeNumber("--files", options.files, 1, 10_000),
    anomalies: wholeNumber("--anomalies", options.anomalies, 0, anomaliesMost),
    seed: readSeed(options.seed),
    ...(out === undefined ? {} : { out }),
  };
}

function json(job: RunJob, answer: RunAnswer): string {
  const { committer, store, tasks, files, anomalies, seed } = job;
  const { input, outcome, reason, rows, unreadable, steps, objects, bytes, lostRows } = answer;
  const value = {
    schema: "lakelitmus/run@1",
    tool,
    input,
    committer,
    store,
    tasks,
    files,
    anomalies,
    seed,
    outcome,
    ...(reason === "" ? {} : { reason }),
    rows,
    ...(unreadable === undefined ? {} : { unreadable }),
    lostRows,
    steps,
    wrongAnswers: answer.wrongAnswers,
    bucket: { objects, bytes },
  };
  return `${JSON.stringify(value, null, 2)}\n`;
}

const outcomes: Readonly<Record<RunAnswer["outcome"], string>> = {
  acknowledged: "the job reported success",
  failed: "the job reported failure",
  unknown: "the job reported that it does not know",
  refused: "the committer declined the store",
  none: "the job reported nothing",
};

function told(job: RunJob, answer: RunAnswer, shell: Shell): string {
  const { width } = shell;
  const paint = paints(shell.color);
  const { rows } = answer;
  const reason = answer.reason === "" ? "" : ` (${answer.reason})`;
  const numbers = Object.values(rows).map(digits);
  const column = Math.max(...numbers.map((text) => text.length));
  const row = (name: string, value: string, meaning: string): string =>
    `  ${name.padEnd(12)} ${digits(value).padStart(column)}  ${meaning}`;
  const bad = (line: string, value: string): string => (value === "0" ? line : paint.alarm(line));
  const lines = [
    ...wrap(
      `${tool}, seed ${job.seed}: ${answer.input} by ${job.committer} on ${job.store}, ${count(job.tasks, "task")} x ${count(job.files, "file")}`,
      width,
    ).map(paint.heading),
    "",
    ...wrap(visible(`Outcome: ${outcomes[answer.outcome]}${reason}.`), width),
    "",
    row("in", rows.in, "rows of the input"),
    row("acknowledged", rows.acked, "rows that the job reported as committed"),
    row("readable", rows.readable, "rows that a reader of the table gets"),
    bad(row("lost", rows.lost, "acknowledged, but not readable"), rows.lost),
    bad(
      row("surplus", rows.surplus, "readable, but not in the input, or more often than in it"),
      rows.surplus,
    ),
    ...(answer.unreadable === undefined
      ? []
      : ["", ...wrap(visible(`The table cannot be read: ${answer.unreadable}.`), width)]),
    ...lostLines(answer, width),
    "",
    ...wrongLines(job, answer, width),
    "",
    ...wrap(
      `The bucket holds ${count(answer.objects, "object")} of ${count(answer.bytes, "byte")} together.`,
      width,
    ),
    ...(job.out === undefined
      ? []
      : [`Written to ${visible(job.out)}: bucket.json tells which object is in which file.`]),
  ];
  return `${lines.join("\n")}\n`;
}

function lostLines({ lostRows, rows }: RunAnswer, width: number): readonly string[] {
  if (lostRows.length === 0) return [];
  const all = String(lostRows.length) === rows.lost;
  return [
    "",
    all ? "Lost rows:" : `The first of the lost rows:`,
    ...lostRows.flatMap((row) => hang("  ", visible(row), width)),
  ];
}

function wrongLines(
  { anomalies, store }: RunJob,
  { wrongAnswers, steps }: RunAnswer,
  width: number,
): readonly string[] {
  if (anomalies === 0) return [`The store was told to answer well in all ${digits(steps)} steps.`];
  if (wrongAnswers.length === 0) {
    return wrap(
      `In ${digits(steps)} steps the committer never asked anything that ${store} may answer wrongly.`,
      width,
    );
  }
  return [
    ...wrap(`What ${store} answered wrongly, as its contract allows, in ${digits(steps)} steps:`, width),
    ...wrongAnswers.flatMap(({ step, process, request, answer, anomaly, wouldHaveBeen }) =>
      hang(
        `  step ${step}  `,
        visible(
          `${process}: ${request}: ${anomaly} (answer: ${answer}; it should have been: ${wouldHaveBeen})`,
        ),
        width,
      ),
    ),
  ];
}
