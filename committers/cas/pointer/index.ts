/** The options of cas-pointer, and what each of them puts together. */
import { type CommitterEntry, type OptionValues, readOptions } from "../../shared/options.js";
import { VersionedTable } from "../committer.js";
import {
  abortOption,
  commitIdOf,
  commitIdOption,
  foundOwnOption,
  onDoubtOption,
  onRefusalOption,
  probeOption,
  retriesOption,
} from "../options.js";
import { rulesOf } from "../rules.js";
import { deleteOrphans } from "../orphans.js";
import { PointerLog, type PointerSettings } from "./log.js";
import {
  compareThenPut,
  lastWriterWins,
  lockedTablePointer,
  objectPointer,
  type Pointer,
  tablePointer,
} from "./pointer.js";
import { PointerError, type Version } from "./version.js";

const description = {
  name: "cas-pointer",
  title: "table that one pointer stands for; a commit swaps it by PUT If-Match",
  source:
    "what icechunk's references, catalogs of Apache Iceberg and manifests under If-Match have in common, with doubts resolved by the history",
  options: [
    {
      name: "swap",
      values: ["if-match", "catalog", "locked-catalog", "last-writer-wins", "compare-then-put"],
      default: "if-match",
      meaning:
        "How the pointer is swapped. catalog: it is a row in a key-value table, swapped by a conditional write (with holds=name: Iceberg's metastore tables). locked-catalog: it is compared and overwritten under a lease lock (Hive). Controls that must be caught: last-writer-wins, compare-then-put.",
    },
    {
      name: "holds",
      values: ["table", "name"],
      default: "table",
      meaning:
        "What stands in the pointer. table: the version itself. name: the name of an object that holds it, always of the same length.",
    },
    {
      name: "check",
      values: ["history", "top"],
      default: "history",
      meaning:
        "What tells whose the current version is. history: is the commit among those that led to it? top: a control that must be caught; only the last one is looked at.",
    },
    {
      name: "remembered",
      values: { from: 0, to: 1000 },
      default: "0",
      meaning:
        "How many commits the history knows by their ids; 0: all (Iceberg: write.metadata.previous-versions-max).",
    },
    {
      name: "staged",
      values: ["keep", "delete"],
      default: "keep",
      meaning:
        "With holds=name, what becomes of the new version's object when the swap is refused. delete: a control that must be caught; a refusal may follow one's own success.",
    },
    {
      name: "clean",
      values: ["never", "orphans"],
      default: "never",
      meaning:
        "What a cleaner does. orphans: a control that must be caught; deletes data files that the current version does not name.",
    },
    onRefusalOption,
    onDoubtOption,
    foundOwnOption,
    commitIdOption,
    retriesOption,
    probeOption,
    abortOption,
  ],
} as const;

type Options = OptionValues<typeof description>;

const pointers: Readonly<Record<Options["swap"], Pointer>> = {
  "if-match": objectPointer,
  catalog: tablePointer,
  "locked-catalog": lockedTablePointer,
  "last-writer-wins": lastWriterWins,
  "compare-then-put": compareThenPut,
};

export const casPointer: CommitterEntry = {
  description,
  withOptions: (given) => {
    const options = readOptions(description, given);
    const { swap, holds, check, remembered, staged, clean, retries, probe, abort } = options;
    const pointer = pointers[swap];
    const foundOwn = options["found-own"];
    const settings: PointerSettings = { pointer, holds, check, remembered, foundOwn, staged };
    const log = (table: string): PointerLog => new PointerLog(table, settings);
    const files = ({ commits }: Version) => commits.flatMap((commit) => commit.files);
    return () =>
      new VersionedTable<Version>({
        uses: pointer.uses ?? [],
        needs: probe === "on" ? pointer.needs : [],
        log,
        files,
        isBroken: (error) => error instanceof PointerError,
        commitId: commitIdOf(options["commit-id"]),
        retries,
        abort,
        rules: (stage) => rulesOf(options, stage),
        ...(clean === "never"
          ? {}
          : {
              maintain: (table, ctx) =>
                deleteOrphans(table, async (ctx) => files(await log(table).newest(ctx)), ctx),
            }),
      });
  },
};
