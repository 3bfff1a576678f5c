/** Where counterexamples stand in a report's folder, and how they are run again. */
import { createHash } from "node:crypto";
import type { VerdictCell } from "../check/verdict.js";
import { cellKey, type CellName } from "./cell-key.js";

/** A name that every file system takes and tells apart: lower case, because some do not see the difference. */
function plain(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-/, "")
    .slice(0, 32)
    .replace(/-$/, "");
}

/**
 * Where the counterexample of a cell stands, relative to the report's folder. It depends on the cell's own name only,
 * is at most 170 characters long, and differs for different cells: where one of the four names is not plain, a digest of all
 * four follows (48 bits).
 */
export function counterexamplePath(cell: CellName): string {
  const names = [cell.committer, cell.store, cell.scenario, cell.property];
  const plainNames = names.map(plain);
  const exact = plainNames.every((name, i) => name !== "" && name === names[i]);
  const digest = createHash("sha256").update(cellKey(cell)).digest("hex").slice(0, 12);
  const parts = [...plainNames.map((name) => name || "x"), ...(exact ? [] : [digest])];
  return `counterexamples/${parts.join(".")}.json`;
}

/** A command line's word, quoted for a POSIX shell where it must be. */
function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** The command line that runs a counterexample again. `folder`: where the report stands, as seen from the shell. */
export function replayCommand(path: string, folder = ""): string {
  const file = folder === "" ? path : `${folder.replace(/\/+$/, "")}/${path}`;
  return `npx lakelitmus replay ${shellWord(file.startsWith("-") ? `./${file}` : file)}`;
}

/**
 * Gives a violated cell the place of its counterexample and the command line that replays it, as seen from the report's
 * folder: what is in a report does not depend on where it is written. Other cells come back as they are.
 */
export function withCounterexamplePath(cell: VerdictCell): VerdictCell {
  if (cell.counterexample === undefined) return cell;
  const file = counterexamplePath(cell);
  return { ...cell, counterexample: { ...cell.counterexample, file }, reproduce: replayCommand(file) };
}
