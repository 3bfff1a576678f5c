/** What defences change: for each committer a table of its defences over the stores, and the changes in words. */
import {
  type DefenceEffect,
  type DefenceTable,
  type Effect,
  effects,
} from "../../src/report/defence-effects.js";
import { changeGroups, effectWords, factorWords, timesText } from "../../src/report/defence-words.js";
import { kindOf, kinds } from "../../src/report/words.js";
import { Scroll } from "../parts/Scroll.js";
import { useView } from "../parts/view.js";
import { cellHref, hrefOf } from "../route.js";

export function DefencesPage() {
  const { model } = useView();
  return (
    <>
      <h1>What defences change</h1>
      {model.defences.length === 0 ? (
        <p>
          No committer ran both with and without defences in this run: <code>compare --defences</code>{" "}
          compares them.
        </p>
      ) : (
        <>
          <p class="lead">
            Each place tells what a defence changes for the committer on a store, over all scenarios and
            properties. Requests and time are those of one job in which nothing goes wrong, as a multiple of
            what it takes without the defence.
          </p>
          <EffectLegend />
          {model.defences.map((table) => (
            <CommitterDefences key={table.committer} table={table} />
          ))}
        </>
      )}
    </>
  );
}

function EffectLegend() {
  const { model } = useView();
  const used = effects.filter((effect) =>
    model.defences.some(({ rows }) => rows.some((row) => row.effects.some((one) => one.effect === effect))),
  );
  return (
    <dl class="legend" aria-label="What the signs mean">
      {used.map((effect) => (
        <div key={effect}>
          <dt>
            <EffectSign effect={effect} />
          </dt>
          <dd>{effectWords[effect].meaning}</dd>
        </div>
      ))}
    </dl>
  );
}

function EffectSign({ effect }: { readonly effect: Effect }) {
  const { sign, word } = effectWords[effect];
  return (
    <span class={`kind effect-${effect}`}>
      <span aria-hidden="true">{sign}</span> {word}
    </span>
  );
}

function CommitterDefences({ table }: { readonly table: DefenceTable }) {
  const { committer, stores, rows } = table;
  const costs = rows.some(({ factor }) => factor !== undefined);
  const title = `defences-${committer}`;
  return (
    <section aria-labelledby={title}>
      <h2 id={title}>{committer}</h2>
      <Scroll label={`${committer} behind defences, table`}>
        <table class="defences">
          <thead>
            <tr>
              <th scope="col">Behind</th>
              {stores.map((store) => (
                <th key={store} scope="col">
                  <a href={hrefOf({ page: "store", name: store })}>{store}</a>
                </th>
              ))}
              {costs && <th scope="col">requests</th>}
              {costs && <th scope="col">time</th>}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ defence, factor, effectOn }) => (
              <tr key={defence}>
                <th scope="row">
                  <a href={hrefOf({ page: "committer", name: `${committer} + ${defence}` })}>
                    <DefenceName name={defence} />
                  </a>
                </th>
                {stores.map((store) => (
                  <td key={store}>
                    <Place effect={effectOn(store)} />
                  </td>
                ))}
                {costs && (
                  <td class="number" title={factor && factorWords(factor)}>
                    {factor && timesText(factor.requests)}
                  </td>
                )}
                {costs && (
                  <td class="number" title={factor && factorWords(factor)}>
                    {factor && timesText(factor.job)}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <Changes table={table} />
    </section>
  );
}

function DefenceName({ name }: { readonly name: string }) {
  const [base = "", ...options] = name.split("?");
  return (
    <>
      {base}
      {options.length > 0 && <small class="options">?{options.join("?")}</small>}
    </>
  );
}

/** Leads to the cell that says most: one that the defence changes, else the worst. */
function Place({ effect }: { readonly effect: DefenceEffect | undefined }) {
  if (effect === undefined) return <span class="empty">–</span>;
  const worst = effect.cells.toSorted((a, b) => kinds.indexOf(kindOf(a)) - kinds.indexOf(kindOf(b)))[0];
  const cell = effect.changes[0]?.after ?? worst;
  const sign = <EffectSign effect={effect.effect} />;
  return cell === undefined ? sign : <a href={cellHref(cell)}>{sign}</a>;
}

function Changes({ table }: { readonly table: DefenceTable }) {
  const changed = table.rows
    .map(({ defence, effects }) => ({ defence, groups: changeGroups(effects, table.stores) }))
    .filter(({ groups }) => groups.length > 0);
  if (changed.length === 0) return <p class="dim">Nothing changes.</p>;
  return (
    <dl class="changes">
      {changed.map(({ defence, groups }) => (
        <div key={defence}>
          <dt>{defence}</dt>
          {groups.map(({ way, sign, words, where, change }) => (
            <dd key={words} class={`change-${way}`}>
              <a href={cellHref(change.after)}>
                <span aria-hidden="true">{sign}</span> {where}
              </a>
              : {words}.
            </dd>
          ))}
        </div>
      ))}
    </dl>
  );
}
