/** One run of an estimate for a terminal. */
import type { ToldRun } from "../check/estimate.js";
import { endingWords } from "./estimate.js";
import { hang, narrowest, type TextOptions, wrap } from "./layout.js";
import { paints } from "./paint.js";
import { stepTable } from "./step-table.js";
import { visible } from "./visible.js";
import { count, digits, scopeWords } from "./words.js";

/** Text that ends in a line feed. */
export function renderToldRun(told: ToldRun, options: TextOptions): string {
  const width = Math.max(narrowest, options.width);
  const paint = paints(options.color);
  const { tool, seed, committer, store, profile, scenario, bounds, run, steps } = told;
  const headline = `${tool}, seed ${seed}: run ${digits(run)} of ${committer} on ${store} by the delays of ${profile.name}, ${scenario}: ${scopeWords(bounds)}`;
  const lines = [
    ...wrap(visible(headline), width).map(paint.heading),
    ...hang("  profile  ", visible(profile.about), width, paint.dim),
    "",
    ...stepTable(steps, width, paint),
    "",
    ...wrap(outcomeWords(told), width).map((line) => (told.rows.lost > 0 ? paint.alarm(line) : line)),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

function outcomeWords({ ending, rows }: ToldRun): string {
  const { acked, readable, lost, surplus } = rows;
  const more = surplus > 0 ? `, ${count(surplus, "row")} too many` : "";
  return `The run's last job: ${endingWords[ending]}. Of ${count(acked, "acknowledged row")} ${digits(lost)} lost; ${count(readable, "row")} readable${more}.`;
}
