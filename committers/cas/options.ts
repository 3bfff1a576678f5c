/** Options that the protocols of this folder have in common. */
import type { JobInfo } from "../../src/job/committer.js";

export const commitIdOption = {
  name: "commit-id",
  values: ["run", "job"],
  default: "run",
  meaning:
    "What a commit is known by. run: the job's run. job: what a rerun has in common with it, so that a rerun after a crash of the driver finds its predecessor's commit in the history.",
} as const;

export const retriesOption = {
  name: "retries",
  values: { from: 0, to: 100 },
  default: "4",
  meaning: "Rounds after the first in which to rebase, try again or read again.",
} as const;

export const probeOption = {
  name: "probe",
  values: ["off", "on"],
  default: "off",
  meaning:
    "on: before anything else, ask the store whether it looks at the conditions that the protocol stands on as its options have it, and refuse one that does not; of a protocol that stands on none nothing is asked.",
} as const;

export const abortOption = {
  name: "abort",
  values: ["delete", "leave", "delete-in-doubt"],
  default: "delete",
  meaning:
    "What becomes of the files of a commit that has failed. leave: they are left to whoever collects garbage. delete-in-doubt: a control that must be caught; they are deleted also where nobody knows whether it has.",
} as const;

export const onRefusalOption = {
  name: "on-refusal",
  values: ["read-back", "rebase", "fail"],
  default: "read-back",
  meaning:
    "When another version is there. read-back: read it and compare commit ids. Controls that must be caught: rebase (a lost race, whoever won), fail (give up, and delete the files).",
} as const;

export const onDoubtOption = {
  name: "on-doubt",
  values: ["read-back", "unknown", "rebase", "retry-new-ids", "look-then-fail", "fail"],
  default: "read-back",
  meaning:
    "When the answer leaves doubt. read-back: read what is there and compare commit ids. unknown: say so at once. Controls that must be caught: rebase (taken for a failure, and tried again), retry-new-ids (committed again under a new id), look-then-fail (looked for once, and given up where it is not there), fail (given up, and the files deleted).",
} as const;

export const foundOwnOption = {
  name: "found-own",
  values: ["landed", "append-again", "roll-back"],
  default: "landed",
  meaning:
    "When the base has the commit already. landed: it has landed. Controls that must be caught: append-again, and roll-back (to the version that it made, as Iceberg's SnapshotProducer does).",
} as const;

export function commitIdOf(option: "run" | "job"): (job: JobInfo) => string {
  return option === "job" ? ({ key }) => key : ({ id }) => id;
}
