/** What the witnesses of a run are called: the circumstances that its executions met, or never met. */

/** In the order in which they are shown: what makes a pass worth something first. */
export const circumstances: Readonly<Record<string, string>> = {
  ack: "a job was told that it had succeeded",
  anomaly: "the store gave an answer that was not up to date",
  conflict: "a conditional write lost against another",
  "own-412": "a client's own retry of a conditional write met its first try, and was refused",
  "request-lost": "a request was lost before it took effect",
  "reply-lost": "a request took effect, and its reply was lost",
  late: "a request took effect after its caller had given it up",
  retried: "a client sent a request again by itself",
  "zombie-landed": "a request took effect that nobody waited for any more",
  crashed: "a process died",
  rerun: "a job was run again after its driver had died",
  "second-driver": "a second driver took the job over",
  "executor-lost": "an executor was taken for lost while it ran",
  "driver-lost": "a driver was taken for dead while it ran",
  recovered: "a driver took over a task that its predecessor knew as committed",
  unheard: "a driver came to its end that was taken for dead",
  "success-ignored": "an attempt reported success that had been given up",
  "driver-unreachable": "an attempt asked a driver that was dead",
  speculation: "a task had two attempts at once",
  "commit-denied": "an attempt was refused the commit",
  "second-success": "two attempts of a task both reported success",
  "attempt-failed": "an attempt failed",
  "job-failed": "a job was reported as failed",
  "job-unknown": "the outcome of a job was reported as unknown",
  refusal: "the committer declined the store",
  read: "a reader read the table",
  "read-during-commit": "a reader read while a job was committing",
};

/** Words for a circumstance; the name itself where it is not known here. */
export function circumstanceWords(name: string): string {
  return circumstances[name] ?? name;
}

/** Witnesses that say again what another says. */
export const repeated: readonly string[] = ["acked", "started", "discarded", "failed", "refused", "unknown"];
