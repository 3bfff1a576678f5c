/** The options of iceberg-cas, and what each of them puts together. */
import type { Context } from "../../src/job/committer.js";
import { type CommitterEntry, type OptionValues, readOptions } from "../shared/options.js";
import { failAtOnce, nextFreeNumber, retryWithNewIds } from "../shared/publish/controls.js";
import { readBack } from "../shared/publish/read-back.js";
import { type Rules } from "../shared/publish/publish.js";
import { IcebergCas, type Settings } from "./committer.js";
import type { Addition, Version } from "./metadata.js";

const description = {
  name: "iceberg-cas",
  title: "Iceberg-like table; a commit is a PUT If-None-Match: * of the next numbered metadata file",
  source:
    "Apache Iceberg table specification v2 and HadoopTableOperations, with a conditional PUT in place of rename",
  options: [
    {
      name: "commit-id",
      values: ["run", "job"],
      default: "run",
      meaning:
        "What a commit is known by. run: the job's run. job: what a rerun has in common with it (as Flink's committer goes by job and checkpoint), so that a rerun after a crash of the driver finds its predecessor's commit in the history and does not publish again.",
    },
    {
      name: "retries",
      values: { from: 0, to: 100 },
      default: "4",
      meaning:
        "Rounds after the first in which to rebase, send again or read again (Iceberg: commit.retry.num-retries).",
    },
    {
      name: "probe",
      values: ["none", "twice"],
      default: "none",
      meaning:
        "twice: before anything else, write a new key twice on condition that it is absent, and refuse a store that takes both.",
    },
    {
      name: "rebase",
      values: ["winner", "next-free-number"],
      default: "winner",
      meaning:
        "After a conflict. winner: read who won, and append to that. next-free-number: a control that must be caught; takes the next number without reading, and loses the winner's rows.",
    },
    {
      name: "on-error",
      values: ["read-back", "clean-up", "retry-new-ids"],
      default: "read-back",
      meaning:
        "When the answer of the publishing PUT leaves doubt. read-back: read the slot and compare commit ids. Controls that must be caught: clean-up (any error, a conflict too, is a failure, and the files are deleted), retry-new-ids (commit the files again under new ids).",
    },
  ],
} as const;

type Options = OptionValues<typeof description>;

function rulesOf(options: Options, stage: (ctx: Context) => Promise<Addition>): Rules<Version, Addition> {
  const onError = options["on-error"];
  if (onError === "clean-up") return { onRefusal: failAtOnce, onDoubt: failAtOnce };
  return {
    onRefusal: options.rebase === "next-free-number" ? nextFreeNumber : readBack,
    onDoubt: onError === "retry-new-ids" ? retryWithNewIds(stage) : readBack,
  };
}

export const icebergCas: CommitterEntry = {
  description,
  withOptions: (given) => {
    const options = readOptions(description, given);
    const settings: Settings = {
      commitId: (job) => (options["commit-id"] === "job" ? job.key : job.id),
      retries: options.retries,
      probe: options.probe === "twice",
      rules: (stage) => rulesOf(options, stage),
    };
    return () => new IcebergCas(settings);
  },
};
