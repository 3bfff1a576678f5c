/** One committer on one store in one scenario, judged by one property: the verdict and what it stands on. */
import type { ComponentChildren } from "preact";
import type { VerdictCell } from "../../src/check/verdict.js";
import type { PageCounterexample } from "../../src/report/html/page-data.js";
import { untriedLagWords } from "../../src/report/lag-words.js";
import { shortIds } from "../../src/report/short-names.js";
import { visible } from "../../src/report/visible.js";
import {
  boundsWords,
  capital,
  costWords,
  count,
  evidenceWords,
  kindOf,
  minimalWords,
  rowsSentence,
  verdictSentence,
} from "../../src/report/words.js";
import { Copy } from "../parts/Copy.js";
import { Kind } from "../parts/Kind.js";
import { useView } from "../parts/view.js";
import { cellHref, hrefOf, type Route } from "../route.js";
import { Counterexample } from "../timeline/Counterexample.js";
import { Neighbours } from "./Neighbours.js";

export type CellRoute = Extract<Route, { readonly page: "cell" }>;

export function CellPage({ route }: { readonly route: CellRoute }) {
  const { model } = useView();
  const cell = model.find(route.cell);
  if (cell === undefined) {
    return (
      <>
        <h1>There is no such cell in this report</h1>
        <p>
          Nobody asked about {Object.values(route.cell).join(", ")}. <a href="#matrix">Back to the matrix</a>
        </p>
      </>
    );
  }
  const file = model.counterexampleOf(cell);
  return (
    <>
      <Trail cell={cell} />
      <h1 class="verdict">
        <Kind kind={kindOf(cell)} /> <span>{visible(verdictSentence(cell))}</span>
      </h1>
      <Facts cell={cell} file={file} />
      <Neighbours cell={cell} />
      {cell.counterexample !== undefined &&
        (file === undefined ? (
          <ElsewhereOnly cell={cell} />
        ) : (
          <Counterexample file={file} path={cell.counterexample.file} route={route} />
        ))}
    </>
  );
}

function Trail({ cell }: { readonly cell: VerdictCell }) {
  return (
    <nav class="trail" aria-label="Where this is">
      <a href={hrefOf({ page: "matrix", property: cell.property, scenario: "", query: "" })}>Matrix</a>
      <a href={hrefOf({ page: "committer", name: cell.committer })}>{cell.committer}</a>
      <a href={hrefOf({ page: "store", name: cell.store })}>{cell.store}</a>
      <span>{cell.scenario}</span>
      <a href={cellHref(cell)} aria-current="page">
        {cell.property}
      </a>
    </nav>
  );
}

function Facts({
  cell,
  file,
}: {
  readonly cell: VerdictCell;
  /** Its steps, if the page has them. */
  readonly file: PageCounterexample | undefined;
}) {
  const { model } = useView();
  const property = model.data.about.properties.find(({ name }) => name === cell.property);
  const scenario = model.data.about.scenarios.find(({ name }) => name === cell.scenario);
  const store = model.data.about.stores.find(({ name }) => name === cell.store);
  const untried = store?.lags === true ? untriedLagWords(cell) : undefined;
  const found = cell.counterexample;
  return (
    <dl class="facts">
      {property !== undefined && <Fact name="Promise">{property.claim}</Fact>}
      {scenario !== undefined && <Fact name="Scenario">{scenario.about}</Fact>}
      {found !== undefined && (
        <>
          {file === undefined && <Fact name="In short">{shortIds(visible(found.sentence))}</Fact>}
          <Fact name="Needs">
            {capital(costWords(found.cost))}, and {count(found.steps, "step")}: {minimalWords(found.minimal)}.
          </Fact>
        </>
      )}
      {cell.rows !== undefined && <Fact name="Rows">{rowsSentence(cell.rows)}</Fact>}
      <Fact name="Evidence">
        <Evidence cell={cell} />
      </Fact>
      {untried !== undefined && <Fact name="The store’s lag">{untried}</Fact>}
      {cell.reproduce !== undefined && (
        <Fact name={found === undefined ? "Check again" : "Replay"}>
          <Copy text={cell.reproduce} label="Copy the command line" />
          {found !== undefined && (
            <span class="dim">
              {" "}
              in the folder of this report; the file is <a href={found.file}>JSON</a>
            </span>
          )}
        </Fact>
      )}
    </dl>
  );
}

function Evidence({ cell }: { readonly cell: VerdictCell }) {
  return (
    <>
      {capital(
        visible(evidenceWords(cell).replace(`; ${minimalWords(cell.counterexample?.minimal ?? false)}`, "")),
      )}
      .{cell.evidence === "sampled" && cell.seed !== undefined && ` Seed ${cell.seed}.`}
      {cell.verdict !== "violated" && cell.verdict !== "holds" && (
        <span class="dim"> Bounds: {boundsWords(cell.bounds)}.</span>
      )}
    </>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** The page would be too large with it. */
function ElsewhereOnly({ cell }: { readonly cell: VerdictCell }) {
  const { model } = useView();
  const violated = model.cells.filter(({ counterexample }) => counterexample !== undefined).length;
  const here = Object.keys(model.data.counterexamples).length;
  const file = cell.counterexample?.file ?? "";
  return (
    <p class="notice">
      Showing {here} of {violated} counterexamples: with all of them this page would be too large. The steps
      of this one are in <a href={file}>{file}</a> beside it, and the command above shows them.
    </p>
  );
}
