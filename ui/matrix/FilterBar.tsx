/** Which of the cells are looked at: a scenario, and a filter that can say "not". */
import { useEffect, useState } from "preact/hooks";
import { digits, type Kind, kindOf, kinds, wordsOf } from "../../src/report/words.js";
import { useView } from "../parts/view.js";
import type { MatrixRoute } from "./MatrixPage.js";
import { fieldNames, stanceOf, withNextStance } from "./query.js";

const stanceWords = { any: "any", only: "only these", not: "not these" } as const;

export function FilterBar({
  route,
  fits,
  of,
}: {
  readonly route: MatrixRoute;
  readonly fits: number;
  readonly of: number;
}) {
  const { model, go } = useView();
  const there = new Set(model.cells.map(kindOf));
  return (
    <div class="filters" role="search">
      <label>
        Scenario{" "}
        <select
          value={route.scenario}
          onChange={(event) => go({ ...route, scenario: event.currentTarget.value }, true)}
        >
          <option value="">all, the worst</option>
          {model.grid.scenarios.map(({ name, letter }) => (
            <option key={name} value={name}>
              {letter} {name}
            </option>
          ))}
        </select>
      </label>
      <QueryInput route={route} />
      <div class="stances" role="group" aria-label="Only, or not, these verdicts">
        {kinds
          .filter((kind) => there.has(kind))
          .map((kind) => (
            <StanceButton key={kind} route={route} kind={kind} />
          ))}
      </div>
      <p class="matches" role="status">
        {fits === of ? `all ${digits(of)} cells` : `${digits(fits)} of ${digits(of)} cells fit`}
        {route.query !== "" && (
          <button type="button" class="small" onClick={() => go({ ...route, query: "" }, true)}>
            Clear the filter
          </button>
        )}
      </p>
    </div>
  );
}

/** Any, only, not: a click goes on to the next. */
function StanceButton({ route, kind }: { readonly route: MatrixRoute; readonly kind: Kind }) {
  const { go } = useView();
  const stance = stanceOf(route.query, "verdict", kind);
  const { sign, word, spoken = word } = wordsOf[kind];
  return (
    <button
      type="button"
      class={`stance stance-${stance} kind kind-${kind}`}
      aria-label={`${spoken}: ${stanceWords[stance]}`}
      title="Click: only these; again: not these; again: any"
      onClick={() => go({ ...route, query: withNextStance(route.query, "verdict", kind) }, true)}
    >
      {stance === "not" && <b>not </b>}
      {stance === "only" && <b>only </b>}
      {sign} {word}
    </button>
  );
}

function QueryInput({ route }: { readonly route: MatrixRoute }) {
  const { go } = useView();
  const [text, setText] = useState(route.query);
  useEffect(() => setText(route.query), [route.query]);
  return (
    <div class="query">
      <label>
        Filter{" "}
        <input
          type="search"
          value={text}
          placeholder="lost commit -store:list-lag"
          aria-describedby="query-help"
          onInput={(event) => {
            setText(event.currentTarget.value);
            go({ ...route, query: event.currentTarget.value }, true);
          }}
        />
      </label>
      <span id="query-help" class="help">
        Words that must all fit; <code>-word</code> or <code>not:word</code> for what must not. Fields:{" "}
        {fieldNames.map((name) => `${name}:`).join(" ")}
      </span>
    </div>
  );
}
