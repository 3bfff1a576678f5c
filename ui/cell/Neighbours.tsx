/** What else came out for the same committer on the same store: scenarios against properties. */
import type { VerdictCell } from "../../src/check/verdict.js";
import { kindOf, wordsOf } from "../../src/report/words.js";
import { Scroll } from "../parts/Scroll.js";
import { useView } from "../parts/view.js";
import { cellHref } from "../route.js";

export function Neighbours({ cell }: { readonly cell: VerdictCell }) {
  const { model } = useView();
  const { scenarios, properties } = model.grid;
  if (scenarios.length * properties.length < 2) return null;
  const { committer, store } = cell;
  return (
    <details class="neighbours">
      <summary>
        The other verdicts for {committer} on {store}
      </summary>
      <Scroll label="Other verdicts, table">
        <table>
          <thead>
            <tr>
              <th scope="col">Scenario</th>
              {properties.map((property) => (
                <th key={property} scope="col">
                  {property}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {scenarios.map(({ name: scenario }) => (
              <tr key={scenario}>
                <th scope="row">{scenario}</th>
                {properties.map((property) => {
                  const other = model.find({ committer, store, scenario, property });
                  return (
                    <td key={property}>
                      {other === undefined ? "–" : <NeighbourLink other={other} here={other === cell} />}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </details>
  );
}

function NeighbourLink({ other, here }: { readonly other: VerdictCell; readonly here: boolean }) {
  const kind = kindOf(other);
  const { sign, word } = wordsOf[kind];
  return (
    <a
      class={`kind kind-${kind}`}
      href={cellHref(other)}
      aria-current={here ? "page" : undefined}
      title={`${other.scenario}, ${other.property}`}
    >
      {sign} {word}
    </a>
  );
}
