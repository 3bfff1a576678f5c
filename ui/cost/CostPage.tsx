/** What commits cost where nothing goes wrong. */
import { useState } from "preact/hooks";
import type { CostFile, CostPoint } from "../../src/check/cost.js";
import { readDefended } from "../../src/report/defended-name.js";
import { count, digits } from "../../src/report/words.js";
import { useView } from "../parts/view.js";
import { ByteChart, LatencyChart, RequestChart } from "./charts.js";
import { CostTable } from "./CostTable.js";
import { seriesOf } from "./series.js";

export function CostPage() {
  const { model } = useView();
  const { cost } = model.data;
  if (cost === undefined) {
    return (
      <>
        <h1>Cost</h1>
        <p>
          Costs were not measured in this run: <code>compare</code> measures them, unless it is interrupted.
        </p>
      </>
    );
  }
  return <Measured cost={cost} />;
}

function sizeName({ tasks, files }: Pick<CostPoint, "tasks" | "files">): string {
  return `${count(tasks, "task")} × ${count(files, "file")}`;
}

function Measured({ cost }: { readonly cost: CostFile }) {
  // Of committers behind defences one size was measured, for the factors of their own page.
  const charted = cost.committers.filter(({ committer }) => readDefended(committer).defences.length === 0);
  const series = seriesOf(charted);
  const sizes = series[0]?.points ?? [];
  const [size, setSize] = useState(sizes.length - 1);
  const { tasks = 1, files = 1 } = sizes[size] ?? {};
  const silent = charted.filter(({ points }) => points.length === 0);
  return (
    <>
      <h1>What a commit costs where nothing goes wrong</h1>
      <p class="lead">
        Every number of requests and bytes is counted in a run of the committer itself, as one job alone on{" "}
        <code>{cost.store}</code> with every answer well-behaved; each file has {count(cost.rows, "row")}.
        Times are virtual. {cost.pace.about} Percentiles are of {digits(cost.draws)} draws. Source:{" "}
        {cost.pace.source}.
      </p>
      {silent.map(({ committer, reason }) => (
        <p key={committer} class="notice">
          {committer}: nothing to tell, because {reason}.
        </p>
      ))}
      {series.length > 0 && (
        <>
          <LatencyChart series={series} />
          <label class="size">
            Size of the job{" "}
            <select value={size} onChange={(event) => setSize(Number(event.currentTarget.value))}>
              {sizes.map((one, index) => (
                <option key={index} value={index}>
                  {sizeName(one)}
                </option>
              ))}
            </select>
          </label>
          <div class="two-charts">
            <RequestChart series={series} tasks={tasks} files={files} />
            <ByteChart series={series} tasks={tasks} files={files} />
          </div>
          <CostTable series={series} tasks={tasks} files={files} />
        </>
      )}
    </>
  );
}
