/** Which scenario a letter stands for, and on a click what was tried in it. */
import { luckWords, scopeWords } from "../../src/report/words.js";
import { useView } from "./view.js";

export function Scenarios() {
  const { model } = useView();
  if (model.grid.scenarios.length === 0) return null;
  return (
    <details class="scenarios">
      <summary>
        Scenarios:{" "}
        {model.grid.scenarios.map(({ name, letter }) => (
          <span key={name} class="scenario">
            <b class="letter">{letter}</b> {name}
          </span>
        ))}{" "}
        <span class="dim">(what was tried)</span>
      </summary>
      <dl>
        {model.grid.scenarios.map(({ name, letter, bounds }) => (
          <div key={name}>
            <dt>
              <span class="letter">{letter}</span> {name}
            </dt>
            <dd>
              {model.data.about.scenarios.find((one) => one.name === name)?.about}{" "}
              <span class="dim">
                {bounds === undefined
                  ? "Bounds differ from cell to cell."
                  : `Every execution of ${scopeWords(bounds)}; ${luckWords(bounds)}.`}
              </span>
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
