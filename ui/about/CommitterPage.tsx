/** What a committer is, and what came out for it. */
import type { AboutDefence, AboutOption } from "../../src/report/html/about.js";
import { useView } from "../parts/view.js";
import { Overview } from "./Overview.js";

export function CommitterPage({ name }: { readonly name: string }) {
  const { model } = useView();
  const about = model.data.about.committers.find((one) => one.name === name);
  return (
    <>
      <h1>{name}</h1>
      {about === undefined ? (
        <p>A committer that does not come with lakelitmus.</p>
      ) : (
        <>
          <p class="lead">{about.title}</p>
          <dl class="facts">
            <div>
              <dt>Source</dt>
              <dd>{about.source}</dd>
            </div>
            <Options of={about.options} />
          </dl>
          {about.defences.map((defence) => (
            <Defence key={defence.name} defence={defence} />
          ))}
        </>
      )}
      <Overview
        title="What came out, by stores"
        rows={model.grid.stores}
        cellsOf={(store) => model.cells.filter((cell) => cell.committer === name && cell.store === store)}
        page="store"
      />
    </>
  );
}

function Options({ of }: { readonly of: readonly AboutOption[] }) {
  return (
    <>
      {of.map((option) => (
        <div key={option.name}>
          <dt>
            <code>
              {option.name}={option.value}
            </code>{" "}
            {!option.default && <span class="dim">(not the default)</span>}
          </dt>
          <dd>{option.meaning}</dd>
        </div>
      ))}
    </>
  );
}

function Defence({ defence }: { readonly defence: AboutDefence }) {
  return (
    <section>
      <h2>Behind {defence.name}</h2>
      <p class="lead">{defence.title}</p>
      <dl class="facts">
        <div>
          <dt>Promises</dt>
          <dd>{defence.promises}</dd>
        </div>
        <div>
          <dt>Leaves open</dt>
          <dd>{defence.leavesOpen}</dd>
        </div>
        <div>
          <dt>Source</dt>
          <dd>{defence.source}</dd>
        </div>
        <Options of={defence.options} />
      </dl>
    </section>
  );
}
