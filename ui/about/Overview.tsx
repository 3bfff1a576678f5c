/** The verdicts of one committer by stores, or of one store by committers, each property in a column. */
import type { VerdictCell } from "../../src/check/verdict.js";
import { joinLetters } from "../../src/report/grid.js";
import { kindOf, wordsOf } from "../../src/report/words.js";
import { worstFirst } from "../matrix/places.js";
import { Legend } from "../parts/Legend.js";
import { Scenarios } from "../parts/Scenarios.js";
import { Scroll } from "../parts/Scroll.js";
import { useView } from "../parts/view.js";
import { cellHref, hrefOf } from "../route.js";

export function Overview({
  title,
  rows,
  cellsOf,
  page,
}: {
  readonly title: string;
  readonly rows: readonly string[];
  cellsOf(row: string): readonly VerdictCell[];
  /** What the rows are. */
  readonly page: "store" | "committer";
}) {
  const { model } = useView();
  return (
    <section class="overview">
      <h2>{title}</h2>
      <Scroll label="Verdicts, table">
        <table>
          <thead>
            <tr>
              <th scope="col">{page === "store" ? "Store" : "Committer"}</th>
              {model.grid.properties.map((property) => (
                <th key={property} scope="col">
                  {property}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row}>
                <th scope="row">
                  <a href={hrefOf({ page, name: row })}>{row}</a>
                </th>
                {model.grid.properties.map((property) => (
                  <td key={property}>
                    <Worst cells={cellsOf(row).filter((cell) => cell.property === property)} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <Legend />
      <Scenarios />
    </section>
  );
}

function Worst({ cells }: { readonly cells: readonly VerdictCell[] }) {
  const { model } = useView();
  const [worst] = worstFirst(cells);
  if (worst === undefined) return <>–</>;
  const kind = kindOf(worst);
  const here = cells.filter((cell) => kindOf(cell) === kind).map(({ scenario }) => scenario);
  const letters = model.grid.scenarios.filter(({ name }) => here.includes(name)).map(({ letter }) => letter);
  return (
    <a class={`kind kind-${kind}`} href={cellHref(worst)} title={here.join(", ")}>
      {wordsOf[kind].sign} {wordsOf[kind].word}
      {here.length < cells.length && <small> {joinLetters(letters)}</small>}
    </a>
  );
}
