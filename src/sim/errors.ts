/** Errors of the kernel. Each says who did what, and what to do instead. */

/** A process broke a rule that executions rest on: its results would mean nothing. */
export class ProcessFault extends Error {
  override readonly name = "ProcessFault";
  readonly kind: ProcessFaultKind;
  readonly process: string;

  constructor(kind: ProcessFaultKind, process: string, message: string) {
    super(`${process}: ${message}`);
    this.kind = kind;
    this.process = process;
  }
}

export type ProcessFaultKind =
  | "nondeterministic"
  | "waits-outside"
  | "concurrent-calls"
  | "not-awaited"
  | "stale-context"
  | "replays-differently"
  | "not-plain"
  | "never-ends"
  | "threw";

/** Nobody can go on, and not everybody has finished. */
export class Wedged extends Error {
  override readonly name = "Wedged";
}
