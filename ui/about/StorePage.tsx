/** What a store may answer, of what real store that is true, and what came out on it. */
import type { AboutStore } from "../../src/report/html/about.js";
import { lagMetWords } from "../../src/report/lag-words.js";
import { useView } from "../parts/view.js";
import { Overview } from "./Overview.js";

const conditionalWords: Readonly<Record<string, string>> = {
  honoured: "If-None-Match and If-Match on writes are honoured",
  absent: "a conditional write is answered 501 NotImplemented",
  ignored: "conditions on writes are ignored: it writes, and says that all is well",
};

export function StorePage({ name }: { readonly name: string }) {
  const { model } = useView();
  const about = model.data.about.stores.find((one) => one.name === name);
  return (
    <>
      <h1>{name}</h1>
      {about !== undefined && <Facts about={about} />}
      <Overview
        title="What came out, by committers"
        rows={model.grid.committers}
        cellsOf={(committer) =>
          model.cells.filter((cell) => cell.store === name && cell.committer === committer)
        }
        page="committer"
      />
    </>
  );
}

function Facts({ about }: { readonly about: AboutStore }) {
  const { model } = useView();
  return (
    <>
      <p class="lead">
        {about.hypothetical && <b>Hypothetical: no store is known to be so. </b>}
        {about.trueOf}
      </p>
      <dl class="facts">
        <div>
          <dt>Conditional writes</dt>
          <dd>{conditionalWords[about.conditionalWrites] ?? about.conditionalWrites}</dd>
        </div>
        {about.lags && (
          <div>
            <dt>Its lag</dt>
            <dd>{lagMetWords(model.cells.filter(({ store }) => store === about.name))}</dd>
          </div>
        )}
        {!about.hypothetical && (
          <div>
            <dt>When</dt>
            <dd>
              from {about.since} {about.until === undefined ? "on" : `until ${about.until}`}
            </dd>
          </div>
        )}
        <div>
          <dt>Source</dt>
          <dd>{about.source}</dd>
        </div>
      </dl>
    </>
  );
}
