/** The options of cas-slot, and what each of them puts together. */
import {
  type CommitterEntry,
  CommitterOptionError,
  type OptionValues,
  readOptions,
} from "../../shared/options.js";
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
import { VersionedTable } from "../committer.js";
import { cleanUp, neededBy } from "./clean.js";
import { blindPut } from "./fill/blind-put.js";
import { deltaDynamoDb } from "./fill/delta-dynamodb.js";
import { existsThenPut } from "./fill/exists-then-put.js";
import type { Filler } from "./fill/filler.js";
import { renameOnFiles } from "./fill/files-rename.js";
import { lanceExternal } from "./fill/lance-external.js";
import { conditionalPut } from "./fill/put-if-absent.js";
import { copyingRename } from "./fill/rename.js";
import { writeHint } from "./find.js";
import { CommitLog, type LogSettings } from "./log.js";
import { filesIn, LogError, type Version } from "./version.js";

const description = {
  name: "cas-slot",
  title: "table of numbered slots, each filled once; a commit is a PUT If-None-Match: * of the next one",
  source:
    "what Delta Lake's log, Lance's manifests, Paimon's snapshots and Iceberg's file-system tables have in common, with the doubts resolved as their projects have come to do",
  options: [
    {
      name: "fill",
      values: [
        "put-if-absent",
        "blind-put",
        "exists-then-put",
        "rename",
        "files-rename",
        "files-rename-overwrites",
        "delta-dynamodb",
        "lance-external",
        "lance-external-2025",
      ],
      default: "put-if-absent",
      meaning:
        "How a slot gets its content. rename: exists, then rename, which is a COPY and a DELETE. files-rename: the same on a cluster's file system, atomic, and refused where something is. delta-dynamodb and lance-external: an entry in a key-value table decides. Controls that must be caught: blind-put, exists-then-put, files-rename-overwrites, and rename without a lock; lance-external-2025 takes any error for a lost race.",
    },
    {
      name: "layout",
      values: ["table", "added"],
      default: "table",
      meaning:
        "What a slot holds. table: the whole table (Iceberg, Lance). added: what its commit adds, and files are known by their keys (Delta).",
    },
    {
      name: "find",
      values: ["hint", "start", "list", "trust-hint", "last-listed"],
      default: "hint",
      meaning:
        "How the newest slot is found. hint: forward from where the hint says. start: forward from slot 0. list: the greatest that LIST shows. Controls that must be caught: trust-hint (the hint's word is taken), last-listed (the end of the listing, in whatever order it is).",
    },
    onRefusalOption,
    onDoubtOption,
    foundOwnOption,
    {
      name: "clean",
      values: ["never", "delete", "boundary", "empty", "orphans", "ttl"],
      default: "never",
      meaning:
        "What a cleaner does. boundary: old slots are deleted behind a boundary that writers look at. empty: they are overwritten with nothing. Controls that must be caught: delete (old slots, and nobody looks), orphans (files that the newest version does not name). ttl: complete entries of fill=delta-dynamodb, which go after a time.",
    },
    {
      name: "lock",
      values: ["none", "lease", "lease-owned"],
      default: "none",
      meaning:
        "lease: a slot is filled under a lock in a key-value table, which can run out while it is held. lease-owned: a control that must be caught; who got no answer from the lock looks whether it is its own, and goes on.",
    },
    commitIdOption,
    retriesOption,
    probeOption,
    abortOption,
  ],
} as const;

type Options = OptionValues<typeof description>;

const fillers: Readonly<Record<Options["fill"], Filler>> = {
  "put-if-absent": conditionalPut,
  "blind-put": blindPut,
  "exists-then-put": existsThenPut,
  rename: copyingRename,
  "files-rename": renameOnFiles("refuses"),
  "files-rename-overwrites": renameOnFiles("overwrites"),
  "delta-dynamodb": deltaDynamoDb,
  "lance-external": lanceExternal("verify"),
  "lance-external-2025": lanceExternal("2025"),
};

/** Combinations that mean nothing. @throws CommitterOptionError */
function check({ clean, layout, fill }: Options): void {
  const expires = clean === "delete" || clean === "boundary" || clean === "empty";
  const refuse = (why: string): never => {
    throw new CommitterOptionError(description.name, "clean", `clean=${clean} of cas-slot needs ${why}.`);
  };
  if (expires && layout === "added") refuse("layout=table: each slot is a part of the table otherwise");
  const onFiles = fill === "files-rename" || fill === "files-rename-overwrites";
  if (
    expires &&
    !["put-if-absent", "blind-put", "exists-then-put", "rename"].includes(fill) &&
    !(onFiles && clean === "delete")
  )
    refuse(onFiles ? "slots that are objects" : "slots that are objects or files, and nothing else");
}

export const casSlot: CommitterEntry = {
  description,
  withOptions: (given) => {
    const options = readOptions(description, given);
    check(options);
    const { clean, layout, lock, retries, probe, abort } = options;
    const filler = fillers[options.fill];
    // No hint says where all slots are that make the version.
    const find = layout === "added" && options.find === "hint" ? "start" : options.find;
    const hints = find === "hint" || find === "trust-hint";
    const foundOwn = options["found-own"];
    const settings: LogSettings = { filler, layout, find, clean, lock, foundOwn };
    const log = (table: string): CommitLog => new CommitLog(table, settings);
    return () =>
      new VersionedTable<Version>({
        uses: [...(filler.uses ?? []), ...(lock === "none" ? [] : (["table"] as const))],
        needs: probe === "on" ? [...new Set([...filler.needs, ...neededBy(clean)])] : [],
        log,
        files: (version) => filesIn(version, layout),
        isBroken: (error) => error instanceof LogError,
        commitId: commitIdOf(options["commit-id"]),
        retries,
        abort,
        rules: (stage) => rulesOf(options, stage),
        ...(hints ? { landed: writeHint } : {}),
        ...(clean === "never"
          ? {}
          : { maintain: (table, ctx) => cleanUp({ ...settings, table, log: log(table), retries }, ctx) }),
      });
  },
};
