/** The command line as data for commander: commands, their arguments and options. */
import { Command, Option } from "commander";
import { type CellsOptions, runCells } from "./commands/cells.js";
import { type EstimateOptions, runEstimateCommand } from "./commands/estimate.js";
import { type IncidentCommandOptions, runIncident } from "./commands/incident.js";
import { runList } from "./commands/list.js";
import { type LitmusOptions, runLitmus } from "./commands/litmus.js";
import { type ProbeOptions, runProbe } from "./commands/probe.js";
import { type ReplayOptions, runReplay } from "./commands/replay.js";
import { type RunOptions, runRun } from "./commands/run.js";
import { runVerify } from "./commands/verify.js";
import type { WorkOptions } from "./commands/work.js";
import type { ExitStatus } from "./errors.js";
import { addServerCommands } from "./server-commands.js";
import type { Shell } from "./shell.js";
import { tool } from "./version.js";

/** The options that name a real bucket. */
function bucketOptions(command: Command): Command {
  return command
    .option("--bucket <name>", "a real bucket; keys and region as the AWS SDK finds them")
    .option("--endpoint <url>", "where it is, if not at Amazon: http://127.0.0.1:9000")
    .option("--region <name>", "its region (us-east-1 where an endpoint is given)")
    .option("--prefix <prefix>", "work only below this prefix");
}

/** Runs a command; set by the command that commander chooses. */
export type Action = (shell: Shell) => Promise<ExitStatus> | ExitStatus;

const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

/** Options that every command has. */
function common(command: Command): Command {
  return command
    .showHelpAfterError(`(lakelitmus ${command.name()} --help tells what there is)`)
    .option("--json", "print JSON instead of text")
    .option("--no-color", "print without colours (so does NO_COLOR)");
}

const patience = (): Option =>
  new Option("--patience <seconds>", "give up on a committer that shows no sign of life for so long").default(
    "60",
  );

const seed = (): Option =>
  new Option("--seed <text>", "what random choices and generated rows depend on").default("1");

const defence = (): Option =>
  new Option(
    "--defence <name>",
    "name or name?option=value; what the committer stands behind; repeatable, the nearest first",
  ).argParser(collect);

function cellOptions(command: Command): Command {
  return common(command)
    .option(
      "--committer <name>",
      "name, name?option=value or ./module.ts; repeatable; all: each that is built in",
      collect,
    )
    .addOption(defence())
    .option("--store <name>", "store; repeatable; all: each there is (default: those of compare)", collect)
    .option("--scenario <name>", "scenario; repeatable; all: each there is", collect)
    .option(
      "--property <name>",
      "property; repeatable; all: each there is (default: those of compare)",
      collect,
    )
    .addOption(seed())
    .option("--scope <bounds>", "tasks=2,files=2,…: other bounds than the scenario's (see list)")
    .option("--exhaust", "search every execution, and do not sample where that takes too many states")
    .option("--plain", "search every order of steps, also of those that cannot meet")
    .option("--sample <executions>", "sample so many executions, and search nothing")
    .option(
      "--sampler <name>",
      "who chooses what is sampled; repeatable, they take turns (see list)",
      collect,
    )
    .option("--states <number>", "how many states a search may take")
    .option("--out <folder>", "where the report goes", "report")
    .option("--no-html", "write no report.html, and measure no costs for it")
    .option("--junit <file>", "write the verdicts as JUnit XML, for CI")
    .option("--certificate <file>", "write what was proven, for verify")
    .option("--workers <number>", "threads (default: one a processor, at most 8)")
    .option("--expect <file>", "an earlier verdicts.json, or part of one, that must come out again")
    .option("--write-expect [file]", "write what came out as an expectation")
    .addOption(patience());
}

/**
 * All commands.
 * @param choose is told what to run once the arguments are parsed.
 */
export function program(choose: (action: Action) => void): Command {
  const root = new Command("lakelitmus")
    .description("Shows which lakehouse commit protocols lose rows, on which object stores, and how.")
    .version(tool, "-V, --version")
    .exitOverride()
    .configureOutput({
      outputError: (text, write) => write(text.replace(/^error:/u, "lakelitmus:")),
    })
    .showHelpAfterError("(lakelitmus --help tells what there is)");
  cellOptions(root.command("compare"))
    .description("compare commit protocols over stores and scenarios; exit status 0 whatever is lost")
    .option("--defences", "compare each committer alone and behind each defence in turn")
    .action((options: CellsOptions) => choose((shell) => runCells("compare", options, shell)));
  cellOptions(root.command("check"))
    .description("check chosen cells; exit status 1 where a property is violated or --expect is missed")
    .argument("[committer]", "committer to check")
    .option(
      "--budget <time>",
      "60s, 5m, 1h: search larger and larger bounds, and report the largest that closed",
    )
    .action((committer: string | undefined, options: CellsOptions) => {
      const committers = [...(committer === undefined ? [] : [committer]), ...(options.committer ?? [])];
      choose((shell) => runCells("check", { ...options, committer: committers }, shell));
    });
  common(root.command("replay"))
    .description("run a counterexample again and tell it step by step; exit status 1 where it differs")
    .argument("<file>", "counterexample that compare or check has written")
    .addOption(patience())
    .action((file: string, options: ReplayOptions) => choose((shell) => runReplay(file, options, shell)));
  common(root.command("verify"))
    .description("prove again what a certificate says; exit status 1 where that fails")
    .argument("<file>", "certificate that compare or check has written")
    .option("--workers <number>", "threads (default: one a processor, at most 8)")
    .addOption(patience())
    .action((file: string, options: WorkOptions) => choose((shell) => runVerify(file, options, shell)));
  common(root.command("run"))
    .description("commit a real file once and count what became of its rows; exit status 0 whatever is lost")
    .requiredOption("--input <file>", "rows: .parquet or .arrow")
    .requiredOption("--committer <name>", "name, name?option=value or ./module.ts")
    .addOption(defence())
    .requiredOption("--store <name>", "store")
    .option("--tasks <number>", "tasks that the rows are dealt out to", "4")
    .option("--files <number>", "files that each task writes", "1")
    .option("--anomalies <number>", "how often the store answers wrongly, at the first occasions", "1")
    .addOption(seed())
    .option("--out <folder>", "write the bucket to a folder")
    .addOption(patience())
    .action((options: RunOptions) => choose((shell) => runRun(options, shell)));
  common(root.command("estimate"))
    .description("estimate how often a committer loses rows when delays are as a profile has them")
    .argument("[committer]", "name, name?option=value or ./module.ts")
    .addOption(defence())
    .option("--store <name>", "store, whose contract says what may be answered")
    .option("--profile <name>", "delay profile, or ./profile.json, which says when")
    .option("--runs <number>", "how many times the job is run", "1000")
    .option("--scenario <name>", "what runs", "one-job")
    .option("--scope <bounds>", "tasks=42,files=1,…: other bounds than the scenario's (see list)")
    .option("--run <number>", "tell this run step by step, and make no others")
    .option("--show-profile <name>", "print a delay profile as JSON, to start one's own from")
    .option("--workers <number>", "threads (default: one a processor, at most 8)")
    .addOption(seed())
    .addOption(patience())
    .action((committer: string | undefined, options: EstimateOptions) =>
      choose((shell) => runEstimateCommand(committer, options, shell)),
    );
  common(root.command("incident"))
    .description(
      "run what happened to somebody again: the rate beside the story's figure, a timeline, the remedies",
    )
    .argument("[name]", "incident (--list tells which there are)")
    .option("--list", "list the incidents")
    .option("--quick", "make as few runs as the tests do")
    .option("--runs <number>", "make so many runs of each setup")
    .option("--workers <number>", "threads (default: one a processor, at most 8)")
    .addOption(seed())
    .addOption(patience())
    .action((name: string | undefined, options: IncidentCommandOptions) =>
      choose((shell) => runIncident(name, options, shell)),
    );
  common(root.command("litmus"))
    .description("show what each store may answer, by tiny programs; exit status 1 where one differs")
    .argument("[tests...]", "litmus tests to show step by step (default: the table of all)")
    .option("--store <name>", "store; repeatable (default: all)", collect)
    .action((tests: readonly string[], options: LitmusOptions) =>
      choose((shell) => runLitmus(tests, options, shell)),
    );
  bucketOptions(common(root.command("probe")))
    .description("ask a bucket, or a simulated store, what it can do; exit status 1 where it lacks a --need")
    .option("--store <name>", "a simulated store instead of a bucket")
    .option("--worst", "the simulated store answers wrongly wherever it may")
    .option("--need <question>", "what it must have; repeatable", collect)
    .action((options: ProbeOptions) => choose((shell) => runProbe(options, shell)));
  addServerCommands(root, common, choose);
  common(root.command("list"))
    .description(
      "list all that can be named: committers, defences, stores, scenarios, properties, profiles, bounds",
    )
    .argument("[names...]", "of what to tell all: a name, or a kind such as stores")
    .action((names: readonly string[], options: { readonly json?: boolean }) =>
      choose((shell) => runList(names, options, shell)),
    );
  return root;
}
