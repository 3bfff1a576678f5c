/** What a committer's hooks are for, in words that need no knowledge of the interface. */
import type { TraceStep } from "../check/verdict.js";

const phrases: Readonly<Record<string, string>> = {
  setupJob: "sets the job up",
  setupTask: "sets its task up",
  write: "writes its rows",
  needsTaskCommit: "asks itself whether there is anything to commit",
  commitTask: "commits its task",
  abortTask: "cleans up after its task",
  commitJob: "commits the job",
  abortJob: "cleans up after the job",
  read: "reads the table",
  maintain: "tidies the table up",
};

/** `commits the job`: what a process does while it is in a hook. */
export function hookPhrase(hook: string): string {
  return phrases[hook] ?? `is in ${hook}`;
}

/** `w1.driver commits the job`; undefined for what is no hook's. */
export function hookWords({ process, hook }: Pick<TraceStep, "process" | "hook">): string | undefined {
  return hook === undefined ? undefined : `${process} ${hookPhrase(hook)}`;
}
