/**
 * What a slot of the log holds, and what a version of the table is. Pure functions of plain data.
 *
 * Two layouts:
 * - `table`: a slot holds the whole table as of its version, as an Apache Iceberg metadata file and a Lance manifest do;
 * - `added`: a slot holds what its commit adds, and a version is all slots up to it, as in Delta Lake. There a file is known
 *   by its key: who adds it again replaces it (Delta `PROTOCOL.md`, "Action Reconciliation").
 */
import { Body } from "../../../src/store/body.js";
import type { DataFile } from "../../shared/data-files.js";
import type { Commit } from "../committer.js";

export type Layout = "table" | "added";

export type Version = {
  /** The number of its slot; -1: nobody has committed yet. */
  readonly version: number;
  /** Oldest first. */
  readonly commits: readonly Commit[];
  /** The slot was emptied: what it held is in a newer one. */
  readonly emptied?: true;
};

export const noVersion: Version = { version: -1, commits: [] };

/** The log holds something that a log of this format cannot hold. Loud: guessing on would lose rows. */
export class LogError extends Error {
  override readonly name = "LogError";
}

/** `_log/00000000000000000007.json`: names sort as their numbers do, in 20 digits as in Delta Lake. */
export function slotKey(table: string, slot: number): string {
  return `${logPrefix(table)}${String(slot).padStart(20, "0")}.json`;
}

export function logPrefix(table: string): string {
  return `${table}_log/`;
}

/** The number of a slot by its key; undefined for any other key. */
export function slotOfKey(table: string, key: string): number | undefined {
  const [, digits] = /^(\d{20})\.json$/u.exec(key.slice(logPrefix(table).length)) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

export function hintKey(table: string): string {
  return `${logPrefix(table)}_hint`;
}

/** A slot that no create can fill again, and that holds nothing. */
export const emptySlot = Body.empty;

/** The bytes of the slot that follows `base` when `commit` is appended to it. */
export function slotBody(base: Version, commit: Commit, layout: Layout): Body {
  const commits = layout === "added" ? [commit] : [...base.commits, commit];
  return Body.text(JSON.stringify({ commits }));
}

/** The version that a slot makes, behind `before`. @throws {@link LogError} */
export function versionOf(text: string, slot: number, before: Version, layout: Layout): Version {
  if (text === "") return { version: slot, commits: [], emptied: true };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new LogError(`slot ${slot} is not JSON`);
  }
  const commits = (value as { readonly commits?: readonly Commit[] } | null)?.commits;
  if (!Array.isArray(commits)) throw new LogError(`slot ${slot} has no commits`);
  return { version: slot, commits: layout === "added" ? [...before.commits, ...commits] : commits };
}

/** The files that a reader of this version reads. */
export function filesIn({ commits }: Version, layout: Layout): readonly DataFile[] {
  const files = commits.flatMap((commit) => commit.files);
  // One entry a key, as often as it was added. In the other layout nothing says so, and engines read such a file twice.
  return layout === "added" ? [...new Map(files.map((file) => [file.key, file])).values()] : files;
}
