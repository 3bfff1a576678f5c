/** The commands of the served store. */
import type { Command } from "commander";
import { type DriveOptions, runDrive } from "./commands/drive.js";
import { type JudgeOptions, runJudge } from "./commands/judge.js";
import { runServe, type ServeCommandOptions } from "./commands/serve.js";
import type { ExitStatus } from "./errors.js";
import type { Shell } from "./shell.js";

type Action = (shell: Shell) => Promise<ExitStatus> | ExitStatus;

const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

/** Options of endpoints: `serve` and `drive` have them. */
function withEndpoint(command: Command): Command {
  return command
    .requiredOption("--store <name>", "what buckets are")
    .option(
      "--bucket <name[=store]>",
      "bucket that is there from the start; repeatable (default: lakelitmus)",
      collect,
    )
    .option(
      "--lag <milliseconds>",
      "until a write is seen by everybody: 5000, 100-5000, endless (default: 0-5000)",
    )
    .option("--time <clock>", "virtual (passes with requests) or real", "virtual")
    .option("--access-key <name>", "what clients sign with; KEY.name tells clients apart", "lakelitmus")
    .option("--secret-key <text>", "its secret", "lakelitmus-secret");
}

/** What a program that is driven finds in its environment, and what it should do. */
const driveHelp = `
The program finds in its environment:
  AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID, …  so that AWS SDKs find the endpoint
  LAKELITMUS_URL, LAKELITMUS_BUCKET       for other clients
  LAKELITMUS_SEED                         for its own random choices
  LAKELITMUS_ACKED                        a file to append what it has committed
                                          to: a line {"rows": [...], "outcome":
                                          "acked", "failed" or "unknown"}, or
                                          one acknowledged row, as JSON
  LAKELITMUS_READ                         a file for the reader to append what
                                          it finds to, in the same form
A seed breaks it where it ends with another exit status than 0, or where rows
that it has acknowledged are not found, or others are.`;

/** Adds them. `common`: the options that every command has; `choose`: what is to be run. */
export function addServerCommands(
  root: Command,
  common: (command: Command) => Command,
  choose: (action: Action) => void,
): void {
  withEndpoint(common(root.command("serve")))
    .description(
      "serve a store over HTTP as an S3 endpoint; prints one JSON line with its URL when it is ready",
    )
    .option("--anomalies <probability>", "of a read being answered wrongly where the store allows it", "0.25")
    .option("--faults <plan>", "none, light, heavy or a file", "none")
    .option("--seed <text>", "what everything that goes wrong depends on", "1")
    .option("--port <number>", "0: any that is free", "0")
    .option("--host <address>", "address to listen on", "127.0.0.1")
    .option(
      "--domain <name>",
      "find buckets by virtual host below it; repeatable (localhost always)",
      collect,
    )
    .option("--anonymous", "take requests that nobody signed")
    .option("--history <file>", "write each request to a new file, for judge")
    .option("--dir <folder>", "keep the buckets in a folder; killing the server loses nothing acknowledged")
    .option("--fsync", "with --dir: nor does cutting the power, and writes are slower")
    .option("--patience <seconds>", "give up on a client that sends nothing for so long", "20")
    .action((options: ServeCommandOptions) => choose((shell) => runServe(options, shell)));
  withEndpoint(common(root.command("drive")))
    .description("run a program against a fresh endpoint for each seed; exit status 1 where a seed breaks it")
    .argument("<command...>", "the program with its arguments, after --")
    .option("--seeds <list>", "1..200, or 7,9", "1..50")
    .option("--anomalies <probability>", "of a read being answered wrongly where the store allows it", "0.25")
    .option("--faults <plan>", "none, light, heavy or a file", "light")
    .option(
      "--reader <command>",
      "for a shell: the reader, run when all has propagated and nothing goes wrong any more",
    )
    .option("--clients <number>", "hold requests until so many clients wait, and let the seed give turns")
    .option("--patience <seconds>", "end a program that takes longer", "60")
    .option("--tries <runs>", "to find the least that breaks it", "100")
    .option("--out <folder>", "where history and plan of what broke it go", "drive")
    .addHelpText("after", driveHelp)
    .action((command: readonly string[], options: DriveOptions) =>
      choose((shell) => runDrive(command, options, shell)),
    );
  common(root.command("judge"))
    .description(
      "judge a history of serve or drive; exit status 1 where a promise is broken or rows are lost",
    )
    .requiredOption("--history <file>", "JSON lines that serve or drive has written")
    .option("--acked <file>", "rows that a program says it has committed")
    .option("--read <file>", "rows that its reader then found")
    .action((options: JudgeOptions) => choose((shell) => runJudge(options, shell)));
}
