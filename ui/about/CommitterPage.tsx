/** What a committer is, and what came out for it. */
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
            {about.options.map((option) => (
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
          </dl>
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
