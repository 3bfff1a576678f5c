/** The files of a report, and what is in them. */
import type { CounterexampleFile, Verdicts } from "../check/verdict.js";
import { cellKey } from "./cell-key.js";
import { printCounterexample, printVerdicts } from "./json.js";
import { renderMarkdown } from "./markdown.js";

/**
 * The files of a report by their paths in its folder.
 * @param counterexamples by the paths that the cells give them.
 * @throws Error if a cell names a counterexample that is not there, or two cells the same one.
 */
export function reportFiles(
  verdicts: Verdicts,
  counterexamples: ReadonlyMap<string, CounterexampleFile>,
): ReadonlyMap<string, string> {
  const files = new Map([
    ["verdicts.json", printVerdicts(verdicts)],
    ["report.md", renderMarkdown(verdicts, counterexamples)],
  ]);
  for (const cell of verdicts.cells) {
    if (cell.counterexample === undefined) continue;
    const path = cell.counterexample.file;
    const file = counterexamples.get(path);
    if (file === undefined) throw new Error(`the counterexample ${path} of ${cellKey(cell)} is not there`);
    if (files.has(path))
      throw new Error(`${path} is the counterexample of two cells, one of them ${cellKey(cell)}`);
    files.set(path, printCounterexample(file));
  }
  return files;
}
