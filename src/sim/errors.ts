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
  | "no-such-service"
  | "never-ends"
  | "wrong-answer"
  | "threw";

/** A process asks for a service that its scenario does not have. */
export class NoSuchService extends Error {
  override readonly name = "NoSuchService";

  constructor(service: string) {
    super(
      `asks for "${service}", which the scenario does not have; a committer that needs it names it in its \`uses\``,
    );
  }
}

/** Nobody can go on, and not everybody has finished. */
export class Wedged extends Error {
  override readonly name = "Wedged";
}
