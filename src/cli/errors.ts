/** Errors of the command line, and what each means for its exit status. */

/** What a process of lakelitmus ends with. */
export const exitStatus = {
  /** It ran, and what was expected was met. */
  met: 0,
  /** An expectation was missed, or a replay differs. */
  missed: 1,
  /** The command, a name or an input is wrong; or a committer breaks the rules of executions. */
  usage: 2,
  /** Interrupted, or a verdict is unknown. */
  unknown: 3,
  /** lakelitmus itself is wrong (EX_SOFTWARE of sysexits.h). */
  bug: 70,
} as const;

export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus];

/** What the user wrote cannot be done: an unknown name, options that contradict each other, a file that is not there. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** A committer broke a rule that executions rest on, so there is no verdict about it. */
export class CommitterFault extends Error {
  override readonly name = "CommitterFault";
}

/** An error as it goes from a worker to the main thread. */
export interface PlainError {
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
}

export function plainError(error: unknown): PlainError {
  if (!(error instanceof Error)) return { name: "Error", message: String(error) };
  const { name, message, stack } = error;
  return { name, message, ...(stack === undefined ? {} : { stack }) };
}

/** An error that a worker has told of. */
export class WorkerError extends Error {
  override readonly name: string;

  constructor(told: PlainError) {
    super(told.message);
    this.name = told.name;
    if (told.stack !== undefined) this.stack = told.stack;
  }
}

/**
 * Errors that say all that their reader needs: what was wrong, where, and what to do. They are printed without a stack.
 * By name, because some come from another thread.
 */
const usageErrors: ReadonlySet<string> = new Set([
  "BucketFolderError",
  "UsageError",
  "BucketUnusable",
  "CommitterFault",
  "CommitterOptionError",
  "DefenceOptionError",
  "FaultPlanError",
  "HistoryError",
  "InputError",
  "NoPast",
  "NotOurFile",
  "OutputFolderError",
  "RowsError",
  "SdkMissing",
  "ProfileError",
  "UnreadablePart",
  "UnsupportedColumn",
  "WrongVersion",
]);

/** What the error makes the process end with, and the paragraph that is printed for it. */
export function explain(error: unknown): { readonly status: ExitStatus; readonly text: string } {
  const { name, message, stack } = plainError(error);
  if (usageErrors.has(name)) return { status: exitStatus.usage, text: message };
  const system = systemErrorText(error);
  if (system !== undefined) return { status: exitStatus.usage, text: system };
  const where = process.env["LAKELITMUS_DEBUG"] === undefined ? "" : `\n${stack ?? ""}`;
  const advice = "Run it again with LAKELITMUS_DEBUG=1 to see where.";
  return {
    status: exitStatus.bug,
    text: `This is a bug in lakelitmus: ${name}: ${message}. ${advice}${where}`,
  };
}

const systemReasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file or folder",
  EACCES: "that is not allowed",
  EPERM: "that is not allowed",
  EROFS: "the file system is read-only",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EISDIR: "it is a folder",
  ENOTDIR: "a part of the path is not a folder",
  ENAMETOOLONG: "the name is too long",
  EMFILE: "too many files are open",
  EEXIST: "there is one already",
  EADDRINUSE: "something else listens there",
  EADDRNOTAVAIL: "this machine has no such address",
};

/** What the operating system refused, in words; undefined where the error is none of its. */
function systemErrorText(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error) || !("syscall" in error)) return undefined;
  const place =
    "address" in error && "port" in error ? ` ${String(error.address)}:${String(error.port)}` : "";
  const spawned = /^spawn (.+)$/u.exec(String(error.syscall))?.[1];
  if (spawned !== undefined && error.code === "ENOENT")
    return `Cannot run ${spawned}: there is no such program.`;
  const path = "path" in error ? ` ${String(error.path)}` : place;
  const inTheWay = error.code === "EEXIST" && error.syscall === "mkdir" ? "a file is in the way" : undefined;
  const reason = inTheWay ?? systemReasons[String(error.code)] ?? error.message;
  return `Cannot ${systemCalls[String(error.syscall)] ?? String(error.syscall)}${path}: ${reason}.`;
}

const systemCalls: Readonly<Record<string, string>> = {
  listen: "listen on",
  open: "open",
  read: "read",
  write: "write",
  mkdir: "make the folder",
  scandir: "look into the folder",
  rename: "rename",
  stat: "look at",
  lstat: "look at",
  unlink: "remove",
};
