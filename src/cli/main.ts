#!/usr/bin/env node
/** What runs: the command that was chosen, and what the process ends with. */
import { CommanderError } from "commander";
import { exitStatus, type ExitStatus, explain } from "./errors.js";
import { listenForInterrupts } from "./interrupt.js";
import { type Action, program } from "./program.js";
import { paragraph, processShell } from "./shell.js";

/** Whoever reads our output may stop reading: `lakelitmus list | head`. What cannot be written otherwise is an error as any other. */
function watchOutput(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(exitStatus.met);
    const { status, text } = explain(Object.assign(error, { path: "the output" }));
    process.stderr.write(paragraph(text));
    process.exit(status);
  });
}

async function main(argv: readonly string[]): Promise<ExitStatus> {
  let action: Action | undefined;
  const root = program((chosen) => (action = chosen));
  try {
    root.parse(argv);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitStatus.met : exitStatus.usage;
    throw error;
  }
  if (action === undefined) return exitStatus.usage;
  const interrupts = listenForInterrupts((text) => process.stderr.write(text));
  const plain = argv.includes("--no-color");
  try {
    return await action(processShell(plain, interrupts.signal));
  } catch (error) {
    const { status, text } = explain(error);
    process.stderr.write(paragraph(text));
    return status;
  } finally {
    interrupts.release();
  }
}

watchOutput();
process.exitCode = await main(process.argv);
