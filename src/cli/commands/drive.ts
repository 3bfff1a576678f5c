/** `drive`: runs any program against a fresh endpoint for each seed, and tells which seeds broke it, and why. */
import { mkdirSync, writeFileSync } from "node:fs";
import { hang, wrap } from "../../report/layout.js";
import { paints } from "../../report/paint.js";
import { visible } from "../../report/visible.js";
import { count } from "../../report/words.js";
import { parseHistory } from "../../server/judge/history-file.js";
import type { FaultPlan, FaultRule } from "../../server/plan/fault-plan.js";
import { driveFiles, refuseOthersDriveFiles } from "../drive-files.js";
import { type Minimised, minimise, whatWentWrong } from "../drive-minimise.js";
import { type DrivePlan, type DriveRun, driveOnce } from "../drive-run.js";
import { exitStatus, type ExitStatus, UsageError } from "../errors.js";
import { type EndpointOptions, endpointOptions, readPlan, usualBucket } from "../serve-options.js";
import { shellWord } from "../shell-word.js";
import type { Shell } from "../shell.js";
import { tool } from "../version.js";
import { wholeNumber } from "../whole-number.js";

export interface DriveOptions extends EndpointOptions {
  readonly seeds: string;
  readonly reader?: string;
  readonly out: string;
  readonly patience: string;
  readonly tries: string;
  readonly clients?: string;
  readonly json?: boolean;
}

interface Outcome {
  readonly runs: readonly DriveRun[];
  readonly first: DriveRun | undefined;
  readonly minimised: Minimised | undefined;
  readonly reproduce: string | undefined;
}

export async function runDrive(
  command: readonly string[],
  options: DriveOptions,
  shell: Shell,
): Promise<ExitStatus> {
  if (command.length === 0)
    throw new UsageError("drive needs a command: lakelitmus drive --store S -- COMMAND.");
  const seeds = readSeeds(options.seeds);
  const plan = planOf(command, options);
  const faults = readPlan(options.faults, options.anomalies);
  const tries = wholeNumber("--tries", options.tries, 0, 100_000);
  refuseOthersDriveFiles(options.out, seeds);
  const runs: DriveRun[] = [];
  for (const seed of seeds) {
    if (shell.stop.aborted) break;
    progress(shell, `seed ${seed}: ${runs.length}/${seeds.length} done, ${brokenOf(runs).length} broken`);
    const run = await driveOnce(plan, seed, faults, shell.stop);
    if (shell.stop.aborted) break;
    runs.push(run);
  }
  const [first] = brokenOf(runs);
  const minimised =
    first === undefined || tries === 0 || shell.stop.aborted
      ? undefined
      : await minimiseRun(plan, first, tries, shell);
  progress(shell, "");
  const reproduce = first === undefined ? undefined : keep(command, options, first, minimised);
  const outcome: Outcome = { runs, first, minimised, reproduce };
  shell.out(options.json === true ? json(options, faults, outcome) : told(options, outcome, shell));
  if (shell.stop.aborted) return exitStatus.unknown;
  return first === undefined ? exitStatus.met : exitStatus.missed;
}

function brokenOf(runs: readonly DriveRun[]): readonly DriveRun[] {
  return runs.filter(({ broken }) => broken.length > 0);
}

/** `7`, `1..200`, or several of them with commas between. @throws UsageError */
function readSeeds(text: string): readonly string[] {
  const seeds = text.split(",").flatMap((part) => {
    const [, from, to] = /^(\d{1,9})\.\.(\d{1,9})$/.exec(part) ?? [];
    if (from === undefined && part.includes(".."))
      throw new UsageError(`--seeds "${part}" is no range; write it with numbers, as 1..200.`);
    if (from === undefined) return part === "" ? [] : [part];
    const length = Number(to) - Number(from) + 1;
    if (length < 1 || length > 1_000_000)
      throw new UsageError(`--seeds "${part}" is no range of up to a million seeds.`);
    return Array.from({ length }, (_, at) => String(Number(from) + at));
  });
  if (seeds.length === 0) throw new UsageError("--seeds names none; write 1..200, or 7,9.");
  return seeds;
}

function planOf(command: readonly string[], options: DriveOptions): DrivePlan {
  // Once before anything runs, for what is wrong with the options.
  const { buckets = [] } = endpointOptions(options);
  return {
    command,
    reader: options.reader,
    // The clock is a new one for each endpoint.
    endpoint: () => endpointOptions(options),
    bucket: buckets[0]?.name ?? usualBucket,
    clients: options.clients === undefined ? undefined : wholeNumber("--clients", options.clients, 1, 10_000),
    patience: wholeNumber("--patience", options.patience, 1, 86_400) * 1000,
  };
}

async function minimiseRun(
  plan: DrivePlan,
  { seed, historyText }: DriveRun,
  tries: number,
  shell: Shell,
): Promise<Minimised | undefined> {
  const rules = whatWentWrong(parseHistory(historyText, "the history"));
  let done = 0;
  return minimise(
    rules,
    async (faults: FaultPlan) => {
      if (shell.stop.aborted) return false;
      progress(
        shell,
        `seed ${seed}: ${++done} runs to find out which of ${rules.length} misfortunes are needed`,
      );
      const { broken } = await driveOnce(plan, seed, faults, shell.stop);
      return broken.length > 0;
    },
    tries,
  );
}

function progress(shell: Shell, text: string): void {
  if (shell.live) shell.err(`\r\u001b[2K${text.slice(0, shell.progressWidth - 1)}`);
}

/** Writes what is needed to see it again. Returns the command that does. */
function keep(
  command: readonly string[],
  options: DriveOptions,
  { seed, historyText }: DriveRun,
  minimised: Minimised | undefined,
): string {
  mkdirSync(options.out, { recursive: true });
  const files = driveFiles(options.out, seed);
  writeFileSync(files.history, historyText);
  const words = ["npx", "lakelitmus", "drive", "--store", options.store];
  for (const bucket of options.bucket ?? []) words.push("--bucket", bucket);
  if (options.lag !== undefined) words.push("--lag", options.lag);
  if (options.time !== "virtual") words.push("--time", options.time);
  words.push("--seeds", seed);
  if (minimised === undefined) words.push("--anomalies", options.anomalies, "--faults", options.faults);
  else {
    writeFileSync(files.faults, `${JSON.stringify(minimised.plan, null, 2)}\n`);
    words.push("--anomalies", "0", "--faults", files.faults);
  }
  if (options.clients !== undefined) words.push("--clients", options.clients);
  if (options.reader !== undefined) words.push("--reader", options.reader);
  return [...words, "--", ...command].map(shellWord).join(" ");
}

function json(options: DriveOptions, faults: FaultPlan, { runs, minimised, reproduce }: Outcome): string {
  const value = {
    schema: "lakelitmus/drive@1",
    tool,
    store: options.store,
    faults,
    runs: runs.map(({ historyText: _text, stdout: _out, stderr: _err, ...run }) => run),
    broken: brokenOf(runs).map(({ seed }) => seed),
    ...(minimised === undefined ? {} : { minimised }),
    ...(reproduce === undefined ? {} : { reproduce }),
  };
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** More broken seeds than this are counted, not told. */
const seedsTold = 10;

function told(options: DriveOptions, { runs, first, minimised, reproduce }: Outcome, shell: Shell): string {
  const { width, stop } = shell;
  const paint = paints(shell.color);
  const broken = brokenOf(runs);
  const requests = runs.reduce((sum, { history }) => sum + history.requests, 0);
  const wrong = runs.reduce((sum, { history }) => sum + history.wrongAnswers, 0);
  const faults = runs.reduce((sum, { history }) => sum + history.faults, 0);
  const lines = [
    ...wrap(
      `${tool}: ${count(runs.length, "seed")} on ${options.store}, ${count(requests, "request")}, ${count(wrong, "wrong answer")}, ${count(faults, "fault")}`,
      width,
    ).map(paint.heading),
    "",
  ];
  if (first === undefined) {
    const vacuous = wrong + faults === 0 ? " But nothing went wrong in any of them." : "";
    lines.push(...wrap(`No seed broke the program.${vacuous}`, width), ...unjudgedLines(runs, width));
    return `${lines.join("\n")}\n`;
  }
  lines.push(paint.alarm(`${broken.length} of ${count(runs.length, "seed")} broke the program:`));
  for (const { seed, broken: why } of broken.slice(0, seedsTold)) {
    lines.push(...hang(`  seed ${seed}  `, visible(why.join(", ")), width));
  }
  if (broken.length > seedsTold) lines.push(`  and ${broken.length - seedsTold} more`);
  const cut = stop.aborted
    ? [`Seed ${first.seed}: interrupted before it was found out what of it is needed.`]
    : minimisedLines(first, minimised, width);
  lines.push("", ...cut, ...lastWords(first, width), ...unjudgedLines(runs, width));
  lines.push("", "To see it again:", "", `  ${reproduce ?? ""}`);
  return `${lines.join("\n")}\n`;
}

/** A program that does not say what it has committed is not found out when it loses that. */
function unjudgedLines(runs: readonly DriveRun[], width: number): readonly string[] {
  const judged = runs.filter(({ rows }) => rows !== undefined).length;
  if (judged === runs.length) return [];
  const some = judged > 0 ? `Rows were judged in ${judged} of ${count(runs.length, "seed")} only` : "";
  const text = `${some || "Rows were not judged, exit statuses alone were"}: the program appends what it has committed to the file $LAKELITMUS_ACKED, and its --reader what it finds to $LAKELITMUS_READ, one JSON value a row (lakelitmus drive --help).`;
  return ["", ...wrap(text, width)];
}

/** Lines of what a broken program printed that are shown. */
const linesTold = 6;

/** Where a program has ended badly, what it printed last says why. */
function lastWords({ status, readerStatus = 0, stderr }: DriveRun, width: number): readonly string[] {
  const lines = stderr.trimEnd().split("\n").slice(-linesTold);
  if ((status === 0 && readerStatus === 0) || lines.join("") === "") return [];
  return ["", "It printed last:", ...lines.flatMap((line) => hang("  ", visible(line), width))];
}

function minimisedLines(first: DriveRun, minimised: Minimised | undefined, width: number): readonly string[] {
  if (minimised === undefined) {
    return wrap(
      `Seed ${first.seed}: what went wrong there does not break it again by itself, so the program depends on something else as well (its own timing or randomness).`,
      width,
    );
  }
  const { plan, runs, minimal } = minimised;
  if (plan.rules.length === 0) {
    return wrap(`Seed ${first.seed}: it breaks without any misfortune (${count(runs, "run")}).`, width);
  }
  const how = minimal ? "each of them is needed" : "there may be fewer; --tries was used up";
  return [
    ...wrap(`Seed ${first.seed}: this is enough to break it (${count(runs, "run")}; ${how}):`, width),
    ...plan.rules.flatMap((rule) => hang("  - ", visible(ruleSaid(rule)), width)),
  ];
}

function ruleSaid({ op, key, nth, when, how }: FaultRule): string {
  const which = `${op} ${key ?? ""}, the ${ordinal(nth ?? 1)}`;
  if (how === "stale") return `${which}: answered from the past`;
  const effect = { before: "not applied", after: "applied", late: "applied later, or never" }[
    when ?? "before"
  ];
  return `${which}: ${how}, ${effect}`;
}

function ordinal(number: number): string {
  const tail =
    number % 100 >= 11 && number % 100 <= 13 ? "th" : (["th", "st", "nd", "rd"][number % 10] ?? "th");
  return `${number}${tail}`;
}
