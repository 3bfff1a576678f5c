/** What "holds" on a store that lags says of its lag: nothing, where no answer was or could be wrong. */
import type { VerdictCell } from "../check/verdict.js";
import { count } from "./words.js";

/** Whether some explored answer was not up to date. */
export function metWrongAnswer({ witnessed }: Pick<VerdictCell, "witnessed">): boolean {
  return (witnessed["anomaly"] ?? 0) > 0;
}

/**
 * Why a cell that holds on a store that lags shows no resilience to the lag; undefined where it does, or does not hold.
 * Of an exhaustive search it is known that no answer could have been wrong, of samples only that none was.
 */
export function untriedLagWords(cell: VerdictCell): string | undefined {
  if (cell.verdict !== "holds" || metWrongAnswer(cell)) return undefined;
  const end = "That it holds says nothing of what the lag would do.";
  if (cell.bounds.anomalies === 0) return `The scenario allows no wrong answer. ${end}`;
  if (cell.evidence === "exhaustive") {
    return `No answer could be wrong here: in no execution within the bounds is anything asked for that the store may be behind with. ${end}`;
  }
  return `No answer was wrong in ${count(cell.executions, "sampled execution")}. ${end}`;
}

/** In how many of the searches (a committer in a scenario) of a store that lags some answer was wrong. */
export function lagMetWords(cells: readonly VerdictCell[]): string {
  // All properties of a search are judged on the same executions; who refuses asks for nothing.
  const searches = new Map<string, boolean>();
  for (const cell of cells) {
    if (cell.verdict === "refuses") continue;
    const key = JSON.stringify([cell.committer, cell.store, cell.scenario]);
    searches.set(key, (searches.get(key) ?? false) || metWrongAnswer(cell));
  }
  const met = [...searches.values()].filter(Boolean).length;
  const all = `${count(searches.size, "search", "searches")} (a committer in a scenario)`;
  return met === 0 ? `no answer was wrong in any of ${all}` : `some answer was wrong in ${met} of ${all}`;
}
