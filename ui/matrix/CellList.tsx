/** The chosen cells one under the other, the worst first. */
import { useState } from "preact/hooks";
import type { VerdictCell } from "../../src/check/verdict.js";
import { shortIds } from "../../src/report/short-names.js";
import { anomalyWords, digits, kindOf } from "../../src/report/words.js";
import { visible } from "../../src/report/visible.js";
import { Kind } from "../parts/Kind.js";
import { cellHref } from "../route.js";

/** More than these are only shown when asked for. */
const shownMost = 25;

export function CellList({ cells }: { readonly cells: readonly VerdictCell[] }) {
  const [all, setAll] = useState(false);
  const shown = all ? cells : cells.slice(0, shownMost);
  return (
    <section class="cell-list" aria-labelledby="list-title">
      <h2 id="list-title">These cells, the worst first</h2>
      <ol>
        {shown.map((cell) => (
          <li key={`${cell.committer} ${cell.store} ${cell.scenario} ${cell.property}`}>
            <Kind kind={kindOf(cell)} />
            <div>
              <a href={cellHref(cell)}>
                {cell.committer} on {cell.store}, {cell.scenario}: {cell.property}
              </a>
              <p>{toldOf(cell)}</p>
            </div>
          </li>
        ))}
      </ol>
      {cells.length > shown.length && (
        <button type="button" onClick={() => setAll(true)}>
          Showing {digits(shown.length)} of {digits(cells.length)}: show all
        </button>
      )}
    </section>
  );
}

function toldOf(cell: VerdictCell): string {
  if (cell.counterexample !== undefined && cell.anomaly !== undefined) {
    return `${anomalyWords(cell.anomaly)}. ${shortIds(visible(cell.counterexample.sentence))}`;
  }
  return visible(cell.reason ?? "");
}
