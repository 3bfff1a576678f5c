/** How far the verdicts can be trusted: what was run, what was closed, what never happened, and how to run it again. */
import type { VerdictCell } from "../../src/check/verdict.js";
import { circumstances, circumstanceWords, repeated } from "../../src/report/html/circumstances.js";
import { count, digits, kindOf, kinds, luckWords, scopeWords, wordsOf } from "../../src/report/words.js";
import { Copy } from "../parts/Copy.js";
import { Kind } from "../parts/Kind.js";
import { Scroll } from "../parts/Scroll.js";
import { useView } from "../parts/view.js";
import { hrefOf } from "../route.js";

export function CoveragePage() {
  const { model } = useView();
  const { cells } = model;
  return (
    <>
      <h1>Coverage and trust</h1>
      <Totals cells={cells} />
      <NotClosed cells={cells} />
      <Circumstances cells={cells} />
      <Scopes />
      <Provenance />
    </>
  );
}

/** One search decides all properties of a committer on a store in a scenario. */
function searchesOf(cells: readonly VerdictCell[]): readonly (readonly VerdictCell[])[] {
  const searches = new Map<string, VerdictCell[]>();
  for (const cell of cells) {
    const key = JSON.stringify([cell.committer, cell.store, cell.scenario]);
    searches.set(key, [...(searches.get(key) ?? []), cell]);
  }
  return [...searches.values()];
}

function sumOf(
  searches: readonly (readonly VerdictCell[])[],
  of: (cell: VerdictCell) => number | undefined,
): number {
  return searches.reduce((sum, cells) => sum + Math.max(0, ...cells.map((cell) => of(cell) ?? 0)), 0);
}

function Totals({ cells }: { readonly cells: readonly VerdictCell[] }) {
  const searches = searchesOf(cells);
  const rows: readonly (readonly [string, number])[] = [
    ["searches (committer × store × scenario)", searches.length],
    ["distinct states closed", sumOf(searches, ({ states }) => states)],
    ["transitions explored", sumOf(searches, ({ transitions }) => transitions)],
    ["sampled executions", sumOf(searches, ({ executions }) => executions)],
  ];
  return (
    <section aria-labelledby="totals">
      <h2 id="totals">What was run</h2>
      <dl class="totals">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{digits(value)}</dd>
          </div>
        ))}
      </dl>
      <ul class="tally">
        {kinds
          .filter((kind) => cells.some((cell) => kindOf(cell) === kind))
          .map((kind) => (
            <li key={kind}>
              <a href={hrefOf({ page: "matrix", property: "", scenario: "", query: `verdict:${kind}` })}>
                <Kind kind={kind} /> {digits(cells.filter((cell) => kindOf(cell) === kind).length)}
              </a>{" "}
              <span class="dim">{wordsOf[kind].meaning}</span>
            </li>
          ))}
      </ul>
    </section>
  );
}

/** What a sample says is about the sampler. */
function NotClosed({ cells }: { readonly cells: readonly VerdictCell[] }) {
  const open = searchesOf(cells).filter((search) => search.some((cell) => kindOf(cell) === "holds-sampled"));
  return (
    <section aria-labelledby="open">
      <h2 id="open">What was not closed</h2>
      {open.length === 0 ? (
        <p>Every search that found no violation was closed within its scenario's bounds.</p>
      ) : (
        <>
          <p>
            In {count(open.length, "search", "searches")} the scenario's bounds were not closed, so where
            nothing was found there it is a statement about the sampler:
          </p>
          <details open={open.length <= 8}>
            <summary>Which, and how far they were looked at</summary>
            <Scroll label="What was not closed, table">
              <table class="numbers">
                <thead>
                  <tr>
                    <th scope="col">Committer, store, scenario</th>
                    <th scope="col">Executions</th>
                    <th scope="col">Chance of one to violate (95 %)</th>
                    <th scope="col">States closed within smaller bounds</th>
                  </tr>
                </thead>
                <tbody>
                  {open.map(([cell, ...more]) => {
                    const sampled = [cell!, ...more].find((one) => kindOf(one) === "holds-sampled")!;
                    return (
                      <tr key={`${sampled.committer} ${sampled.store} ${sampled.scenario}`}>
                        <th scope="row">
                          {sampled.committer}, {sampled.store}, {sampled.scenario}
                        </th>
                        <td>{digits(sampled.executions)}</td>
                        <td>{sampled.bound95 === undefined ? "" : `< ${sampled.bound95}`}</td>
                        <td>{sampled.closed === undefined ? "none" : digits(sampled.closed.states)}</td>
                      </tr>
                    );
                  })}
                </tbody>
              </table>
            </Scroll>
          </details>
        </>
      )}
    </section>
  );
}

function Circumstances({ cells }: { readonly cells: readonly VerdictCell[] }) {
  const { model } = useView();
  const searches = searchesOf(cells);
  const scenarios = model.grid.scenarios.map(({ name }) => name);
  const seen = new Set(cells.flatMap(({ witnessed }) => Object.keys(witnessed)));
  const names = [...new Set([...Object.keys(circumstances), ...seen])].filter(
    (name) => !repeated.includes(name),
  );
  const never = names.filter((name) => !seen.has(name));
  const counted = (name: string, scenario: string): number =>
    sumOf(
      searches.filter(([cell]) => cell?.scenario === scenario),
      ({ witnessed }) => witnessed[name],
    );
  const requires = new Map(model.data.about.scenarios.map((one) => [one.name, one.requires]));
  return (
    <section aria-labelledby="circumstances">
      <h2 id="circumstances">What the executions met, and never met</h2>
      {never.length > 0 && (
        <p class="notice">
          <b>No run saw:</b> {never.map(circumstanceWords).join("; ")}. Whatever depends on it was not put to
          the test.
        </p>
      )}
      <p>
        How many explored steps showed each circumstance. In a column, <b>!</b> marks what the scenario must
        have seen for a pass to mean anything.
      </p>
      <Scroll label="What the executions met, table">
        <table class="numbers witnessed">
          <thead>
            <tr>
              <th scope="col">Circumstance</th>
              {scenarios.map((scenario) => (
                <th key={scenario} scope="col">
                  {scenario}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {names.map((name) => (
              <tr key={name}>
                <th scope="row" title={name}>
                  {circumstanceWords(name)}
                </th>
                {scenarios.map((scenario) => {
                  const value = counted(name, scenario);
                  return (
                    <td
                      key={scenario}
                      class={value === 0 ? "never" : ""}
                      style={{ "--share": `${Math.min(60, Math.round(Math.log10(value + 1) * 8))}%` }}
                    >
                      {value === 0 ? "never" : digits(value)}
                      {requires.get(scenario)?.includes(name) === true && (
                        <b title="must have been seen"> !</b>
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </section>
  );
}

function Scopes() {
  const { model } = useView();
  return (
    <section aria-labelledby="scopes">
      <h2 id="scopes">Within which bounds</h2>
      <p>"Holds" covers these, and says nothing beyond them.</p>
      <ul>
        {model.grid.scenarios.map(({ name, bounds }) => (
          <li key={name}>
            <b>{name}</b>:{" "}
            {bounds === undefined
              ? "bounds differ from cell to cell"
              : `${scopeWords(bounds)}; ${luckWords(bounds)}`}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Provenance() {
  const { model } = useView();
  const { verdicts, counterexamples } = model.data;
  const seeds = [...new Set(verdicts.cells.flatMap(({ seed }) => (seed === undefined ? [] : [seed])))];
  const digestOf = new Map(
    Object.values(counterexamples).map(({ committer, committerDigest }) => [committer, committerDigest]),
  );
  const sources = new Map<string, string[]>();
  for (const committer of model.grid.committers) {
    const digest = digestOf.get(committer);
    if (digest !== undefined) sources.set(digest, [...(sources.get(digest) ?? []), committer]);
  }
  return (
    <section aria-labelledby="provenance">
      <h2 id="provenance">Where this comes from</h2>
      <dl class="facts">
        <div>
          <dt>Made by</dt>
          <dd>{verdicts.tool}</dd>
        </div>
        <div>
          <dt>Command line</dt>
          <dd>
            <Copy text={`npx ${verdicts.command}`} label="Copy the command line" />
          </dd>
        </div>
        <div>
          <dt>Rows</dt>
          <dd>{verdicts.input}</dd>
        </div>
        <div>
          <dt>Seed</dt>
          <dd>{seeds.join(", ")}</dd>
        </div>
        <div>
          <dt>The data of this page</dt>
          <dd>
            <a href="verdicts.json">verdicts.json</a>, <a href="report.md">report.md</a>
            {model.data.cost !== undefined && (
              <>
                , <a href="cost.json">cost.json</a>
              </>
            )}
            , counterexamples/
          </dd>
        </div>
        {[...sources].map(([digest, committers]) => (
          <div key={digest}>
            <dt>
              Source <code>{digest.slice(0, 8)}…</code>
            </dt>
            <dd>{committers.join(", ")}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
