/** Committers against stores. What several scenarios (or properties) come to is the worst of them; small signs tell each. */
import type { VerdictCell } from "../../src/check/verdict.js";
import { isViolated, kindOf, wordsOf } from "../../src/report/words.js";
import { Kind } from "../parts/Kind.js";
import { useView } from "../parts/view.js";
import { cellHref, hrefOf } from "../route.js";
import type { Chosen } from "./places.js";

export function Matrix({
  chosen,
  property,
  scenario,
}: {
  readonly chosen: Chosen;
  readonly property: string;
  readonly scenario: string;
}) {
  const { committers, stores } = chosen;
  if (committers.length === 0) return <p class="nothing">No cell fits. Clear the filter to see all.</p>;
  return (
    <div class="matrix-frame" role="region" aria-label="Matrix: arrow keys go from cell to cell">
      <table class="matrix" role="table" onKeyDown={moveFocus}>
        <caption class="hidden">
          {property === "" ? "All properties" : property}, {scenario === "" ? "all scenarios" : scenario}
        </caption>
        <thead role="rowgroup">
          <tr role="row">
            <th scope="col" role="columnheader">
              Committer
            </th>
            {stores.map((store) => (
              <th key={store} scope="col" role="columnheader">
                <a href={hrefOf({ page: "store", name: store })}>{store}</a>
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {committers.map((committer) => (
            <tr key={committer} role="row">
              <th scope="row" role="rowheader">
                <a href={hrefOf({ page: "committer", name: committer })}>
                  <CommitterName name={committer} />
                </a>
              </th>
              {stores.map((store) => (
                <td key={store} role="cell" data-store={store}>
                  <PlaceView chosen={chosen} committer={committer} store={store} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const arrows: Readonly<Record<string, readonly [rows: number, columns: number]>> = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
};

/** Arrow keys move the focus to the next cell that there is in their direction. */
function moveFocus(event: KeyboardEvent): void {
  const [down, right] = arrows[event.key] ?? [0, 0];
  const from = event.target instanceof Element ? event.target.closest("td") : null;
  if ((down === 0 && right === 0) || from === null) return;
  const table = from.closest("table")!;
  let row = (from.parentElement as HTMLTableRowElement).rowIndex + down;
  let column = from.cellIndex + right;
  while (row >= 1 && column >= 1 && row < table.rows.length && column < table.rows[row]!.cells.length) {
    const link = table.rows[row]!.cells[column]!.querySelector<HTMLElement>("a.worst");
    if (link !== null) {
      event.preventDefault();
      link.focus();
      return;
    }
    row += down;
    column += right;
  }
}

/** Options on a line of their own, and each defence that it stands behind. */
export function CommitterName({ name }: { readonly name: string }) {
  const [committer = "", ...defences] = name.split(" + ");
  const [base = "", ...options] = committer.split("?");
  return (
    <>
      {base}
      {options.length > 0 && <small class="options">?{options.join("?")}</small>}
      {defences.map((defence) => (
        <small class="options" key={defence}>
          + {defence}
        </small>
      ))}
    </>
  );
}

function PlaceView({
  chosen,
  committer,
  store,
}: {
  readonly chosen: Chosen;
  readonly committer: string;
  readonly store: string;
}) {
  const { cells, kind } = chosen.place(committer, store);
  const [worst] = cells;
  if (worst === undefined) return <span class="empty">–</span>;
  const silence = kind === "violated-silent" ? "silently" : "not silently";
  return (
    <div class={`place place-${kind}`}>
      <a class="worst" href={cellHref(worst)}>
        <span class="hidden">
          {committer} on {store}:{" "}
        </span>
        <Kind kind={kind} />{" "}
        {isViolated(kind) && (
          <span class="what">
            {worst.anomaly?.plain}, {silence}
          </span>
        )}
      </a>
      {cells.length > 1 && <Signs cells={cells} />}
    </div>
  );
}

/** One sign a cell, in the order of the scenarios and properties, each a link. */
function Signs({ cells }: { readonly cells: readonly VerdictCell[] }) {
  const { model } = useView();
  const { scenarios, properties } = model.grid;
  const letterOf = new Map(scenarios.map(({ name, letter }) => [name, letter]));
  const ordered = cells.toSorted(
    (a, b) =>
      properties.indexOf(a.property) - properties.indexOf(b.property) ||
      (letterOf.get(a.scenario) ?? "").localeCompare(letterOf.get(b.scenario) ?? ""),
  );
  const several = new Set(cells.map(({ property }) => property)).size > 1;
  const rows = properties
    .map((property) => ordered.filter((cell) => cell.property === property))
    .filter((row) => row.length > 0);
  return (
    <div class={several ? "signs many" : "signs"}>
      {rows.map((row) => (
        <div key={row[0]!.property}>
          {row.map((cell) => (
            <a
              key={`${cell.scenario} ${cell.property}`}
              href={cellHref(cell)}
              // The keyboard goes to the worst of them, and from there to its neighbours.
              tabIndex={-1}
              class={`sign sign-${kindOf(cell)}`}
              title={`${cell.scenario}, ${cell.property}: ${wordsOf[kindOf(cell)].word}`}
            >
              {several ? "" : letterOf.get(cell.scenario)}
              {wordsOf[kindOf(cell)].sign}
            </a>
          ))}
        </div>
      ))}
    </div>
  );
}
