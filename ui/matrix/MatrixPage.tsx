/** The landing view: which committers keep which promises on which stores. */
import type { VerdictCell } from "../../src/check/verdict.js";
import { anomalyWords, count, digits, isViolated, kindOf, kinds, wordsOf } from "../../src/report/words.js";
import { Legend } from "../parts/Legend.js";
import { Scenarios } from "../parts/Scenarios.js";
import { useView } from "../parts/view.js";
import type { Route } from "../route.js";
import { CellList } from "./CellList.js";
import { FilterBar } from "./FilterBar.js";
import { Matrix } from "./Matrix.js";
import { choose } from "./places.js";
import { parseQuery } from "./query.js";

export type MatrixRoute = Extract<Route, { readonly page: "matrix" }>;

/** What the matrix shows where the address does not say: the first property, which is the gravest. */
function propertyOf(route: MatrixRoute, properties: readonly string[]): string {
  return route.property === "*" ? (properties[0] ?? "") : route.property;
}

export function MatrixPage({ route }: { readonly route: MatrixRoute }) {
  const { model } = useView();
  const { properties } = model.grid;
  const property = propertyOf(route, properties);
  const { scenario, query } = route;
  const chosen = choose(model.cells, { property, scenario, terms: parseQuery(query) });
  const shown = { ...route, property };
  return (
    <>
      <h1>Which committers keep which promises on which stores</h1>
      <p class="lead">{leadWords(model.cells)}</p>
      <PropertyChoice route={shown} />
      <FilterBar route={shown} fits={chosen.cells.length} of={chosen.of} />
      <Matrix chosen={chosen} property={property} scenario={scenario} />
      <Legend />
      <Scenarios />
      <CellList cells={chosen.cells} />
    </>
  );
}

function leadWords(cells: readonly VerdictCell[]): string {
  const violated = cells.filter((cell) => isViolated(kindOf(cell)));
  const silent = violated.filter((cell) => cell.counterexample?.silent === true);
  const closed = cells.filter((cell) => kindOf(cell) === "holds-exhaustive");
  return `${count(cells.length, "cell")}: ${digits(violated.length)} violated, of which ${digits(silent.length)} silently (nobody is told); ${digits(closed.length)} hold in every execution within their bounds. Open a cell to see the evidence, and the execution that breaks the promise step by step.`;
}

/** One property at a time, or the worst of all. */
function PropertyChoice({ route }: { readonly route: MatrixRoute }) {
  const { model, go } = useView();
  const choices = [...model.grid.properties, ...(model.grid.properties.length > 1 ? [""] : [])];
  const claim = model.data.about.properties.find(({ name }) => name === route.property);
  return (
    <fieldset class="tabs">
      <legend>Property</legend>
      <div class="tab-row">
        {choices.map((name) => (
          <label key={name} class="tab">
            <input
              type="radio"
              name="property"
              value={name}
              checked={name === route.property}
              onChange={() => go({ ...route, property: name }, true)}
            />
            <span>
              {name === "" ? "all, the worst" : name}
              <Violations cells={model.cells.filter(({ property }) => name === "" || property === name)} />
            </span>
          </label>
        ))}
      </div>
      <p class="claim">
        {claim === undefined
          ? "In each place the worst of all; below it a line for each property, in the order of these tabs, with a sign for each scenario."
          : `${claim.claim} A violation is called: ${anomalyWords(claim.anomaly)}.`}
      </p>
    </fieldset>
  );
}

/** How many cells are violated, silently or not. */
function Violations({ cells }: { readonly cells: readonly VerdictCell[] }) {
  const counts = kinds.filter(isViolated).map((kind) => {
    const { sign, spoken = "" } = wordsOf[kind];
    return { sign, spoken, number: cells.filter((cell) => kindOf(cell) === kind).length };
  });
  const some = counts.filter(({ number }) => number > 0);
  return (
    <small title={some.map(({ spoken, number }) => `${count(number, "cell")} ${spoken}`).join("; ")}>
      {some.length === 0 ? "✓" : some.map(({ sign, number }) => `${sign} ${digits(number)}`).join("  ")}
    </small>
  );
}
