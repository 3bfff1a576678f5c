/** The numbers behind the charts. */
import { operations } from "../../src/check/cost.js";
import { count, digits } from "../../src/report/words.js";
import { durationWords } from "../timeline/words.js";
import { Scroll } from "../parts/Scroll.js";
import type { Series } from "./series.js";

export function CostTable({
  series,
  tasks,
  files,
}: {
  readonly series: readonly Series[];
  readonly tasks: number;
  readonly files: number;
}) {
  return (
    <section aria-labelledby="cost-table">
      <h2 id="cost-table">
        In numbers: {count(tasks, "task")} × {count(files, "file")}
      </h2>
      <Scroll label="Cost in numbers, table">
        <table class="numbers">
          <thead>
            <tr>
              <th scope="col">Committer</th>
              {operations.map((operation) => (
                <th key={operation} scope="col">
                  {operation.toUpperCase()}
                </th>
              ))}
              <th scope="col">conditional writes</th>
              <th scope="col">in the job's commit</th>
              <th scope="col">one after the other</th>
              <th scope="col">bytes written</th>
              <th scope="col">bytes copied</th>
              <th scope="col">job, p50 / p99</th>
              <th scope="col">its commit, p50 / p99</th>
            </tr>
          </thead>
          <tbody>
            {series.map(({ committers, points }) => {
              const point = points.find((one) => one.tasks === tasks && one.files === files);
              if (point === undefined) return null;
              return (
                <tr key={committers[0]}>
                  <th scope="row">{committers.join(", ")}</th>
                  {operations.map((operation) => (
                    <td key={operation}>{digits(point.requests[operation])}</td>
                  ))}
                  <td>{digits(point.conditional)}</td>
                  <td>{digits(point.inJobCommit)}</td>
                  <td>{digits(point.sequential)}</td>
                  <td>{digits(point.bytes.written)}</td>
                  <td>{digits(point.bytes.copied)}</td>
                  <td>
                    {durationWords(point.job.p50)} / {durationWords(point.job.p99)}
                  </td>
                  <td>
                    {durationWords(point.commit.p50)} / {durationWords(point.commit.p99)}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </Scroll>
      <p class="help">
        Conditional writes: those with If-None-Match or If-Match on the key that they write; conditions on
        reads, on a copy’s source and on deletes are not counted. In the job’s commit: the requests that the
        driver makes to commit the job. One after the other: the longest chain of requests of which each waits
        for the one before.
      </p>
    </section>
  );
}
