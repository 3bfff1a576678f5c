/** What is said in the timeline. */
import type { RowEvent, RowGroup } from "../../src/check/verdict.js";

const eventWords: Readonly<Record<RowEvent["what"], string>> = {
  written: "written",
  copied: "copied",
  deleted: "deleted",
  overwritten: "overwritten",
  hidden: "hidden: an answer leaves out their key",
  shown: "an answer still shows their key",
  published: "now in the table",
  withdrawn: "no longer in the table",
  acked: "job acknowledged",
  failed: "job reported as failed",
  unknown: "job's outcome reported as unknown",
  seen: "seen by a reader",
  unseen: "not seen by a reader",
};

/** `last`: no key holds the rows any more. */
export function rowEventWords({ what }: RowEvent, last = false): string {
  return last ? `${eventWords[what]}: the last copy` : eventWords[what];
}

export const fateWords: Readonly<
  Record<RowGroup["fate"], { readonly word: string; readonly meaning: string }>
> = {
  lost: { word: "LOST", meaning: "acknowledged, and nobody can read them" },
  missing: { word: "MISSING", meaning: "not readable, while other rows of their job are" },
  repeated: { word: "TWICE", meaning: "readable more than once" },
  phantom: { word: "PHANTOM", meaning: "readable, though their job was reported as failed" },
  readable: { word: "readable", meaning: "readable once, as they should be" },
  absent: { word: "not there", meaning: "not readable, and nobody promised them" },
};

/** `1.2 s`, `300 ms`. */
export function durationWords(milliseconds: number): string {
  return milliseconds < 1000 ? `${milliseconds} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}
