/** The files of a report, and what is in them. */
import type { CostFile } from "../check/cost.js";
import type { CounterexampleFile, Verdicts } from "../check/verdict.js";
import { cellKey } from "./cell-key.js";
import type { About } from "./html/about.js";
import type { Assets } from "./html/assets.js";
import { renderHtml } from "./html/render.js";
import { printCost, printCounterexample, printVerdicts } from "./json.js";
import { renderMarkdown } from "./markdown.js";

/** What the page needs besides the verdicts. Each is left out where it is not wanted. */
export interface ReportPage {
  readonly cost?: CostFile;
  readonly page?: { readonly about: About; readonly assets: Assets };
}

/**
 * The files of a report by their paths in its folder.
 * @param counterexamples by the paths that the cells give them.
 * @throws Error if a cell names a counterexample that is not there, or two cells the same one.
 */
export function reportFiles(
  verdicts: Verdicts,
  counterexamples: ReadonlyMap<string, CounterexampleFile>,
  { cost, page }: ReportPage = {},
): ReadonlyMap<string, string> {
  const files = new Map([
    ["verdicts.json", printVerdicts(verdicts)],
    ["report.md", renderMarkdown(verdicts, counterexamples, cost)],
  ]);
  if (cost !== undefined) files.set("cost.json", printCost(cost));
  if (page !== undefined) {
    const source = { verdicts, counterexamples, about: page.about, ...(cost === undefined ? {} : { cost }) };
    files.set("report.html", renderHtml(source, page.assets));
  }
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
