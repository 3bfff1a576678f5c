/** Where a command prints to, and what it hears of its user. */
import { stripVTControlCharacters } from "node:util";
import { visible } from "../report/visible.js";

export interface Shell {
  /** Results. */
  out(text: string): void;
  /** Everything else: errors, progress, remarks. */
  err(text: string): void;
  /** Columns that results are laid out for. */
  readonly width: number;
  /** Whether results are coloured. */
  readonly color: boolean;
  /** Whether stderr is a terminal, so that a line of progress can be drawn there. */
  readonly live: boolean;
  readonly progressWidth: number;
  /** Aborted when the user interrupts. */
  readonly stop: AbortSignal;
  /** Milliseconds from any start. */
  now(): number;
}

/** For files and pipes, and terminals that do not say how wide they are. */
const defaultWidth = 100;

/** The process's own terminal. `plain`: the user asked for no colour. */
export function processShell(plain: boolean, stop: AbortSignal): Shell {
  const { stdout, stderr, env } = process;
  const forced = env["FORCE_COLOR"] !== undefined && env["FORCE_COLOR"] !== "0";
  const refused = plain || (env["NO_COLOR"] ?? "") !== "" || env["TERM"] === "dumb";
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    width: stdout.isTTY ? stdout.columns || defaultWidth : defaultWidth,
    color: !refused && (stdout.isTTY || forced),
    live: stderr.isTTY && env["TERM"] !== "dumb",
    progressWidth: stderr.isTTY ? stderr.columns || defaultWidth : defaultWidth,
    stop,
    now: () => performance.now(),
  };
}

/** An error as one paragraph: whatever a module or a file had in its message, it stays on its line. */
export function paragraph(text: string): string {
  const [first = "", ...rest] = stripVTControlCharacters(text).split("\n");
  const stack = rest.filter((line) => /^\s+at /u.test(line));
  const message = [first, ...rest.filter((line) => !stack.includes(line))]
    .join(" ")
    .replace(/\s+/gu, " ")
    .trim();
  return `lakelitmus: ${visible(message).replaceAll("\\\\", "\\")}\n${stack.map((line) => `${line}\n`).join("")}`;
}
