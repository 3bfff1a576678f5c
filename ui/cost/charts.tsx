/** The charts of the cost page. */
import {
  areaY,
  axisX,
  axisY,
  barX,
  dot,
  gridX,
  gridY,
  lineY,
  ruleX,
  text,
  tip,
  pointer,
} from "@observablehq/plot";
import { operations } from "../../src/check/cost.js";
import { count, digits } from "../../src/report/words.js";
import { Chart } from "./Chart.js";
import type { Series } from "./series.js";

interface At {
  readonly series: readonly Series[];
  readonly tasks: number;
  readonly files: number;
}

const narrow = 560;

function pointAt({ points }: Series, { tasks, files }: At): Series["points"][number] | undefined {
  return points.find((point) => point.tasks === tasks && point.files === files);
}

/** Names beside bars must fit a phone. */
function labelled(name: string, width: number): string {
  const most = Math.max(12, Math.floor(width / 22));
  return name.length > most ? `${name.slice(0, most - 1)}…` : name;
}

/** How long the driver's commit takes, against the number of tasks, in one panel for each number of files. */
export function LatencyChart({ series }: { readonly series: readonly Series[] }) {
  const rows = series.flatMap(({ name, points }) =>
    points.map(({ tasks, files, commit }) => ({
      name,
      tasks,
      files: count(files, "file"),
      p50: commit.p50 / 1000,
      p99: commit.p99 / 1000,
    })),
  );
  const order = [...new Set(rows.map(({ files }) => files))];
  const tasks = [...new Set(rows.map((row) => row.tasks))];
  const least = Math.min(...rows.map(({ p50 }) => p50));
  const most = Math.max(...rows.map(({ p99 }) => p99));
  const seconds = secondTicks.filter((tick) => tick >= least * 0.8 && tick <= most * 1.25);
  return (
    <Chart
      title="How long the job's commit takes"
      colours={series.map(({ name }, index) => [name, colourOf(index)])}
      summary="Seconds of virtual time from the last task's report to the acknowledgement, by tasks and files of a task: the line is the median, the band reaches up to the 99th percentile."
      options={(width) => ({
        height: width < narrow ? 620 : 320,
        marginLeft: 50,
        marginRight: width < narrow ? 52 : 20,
        marginBottom: 40,
        style: { fontSize: "12px" },
        x: { type: "log", base: 2, label: "tasks" },
        y: { type: "log", label: "seconds", domain: [least * 0.8, most * 1.25] },
        ...(width < narrow ? { fy: { domain: order, label: null } } : { fx: { domain: order, label: null } }),
        color: { legend: false, domain: series.map(({ name }) => name), range: colours },
        marks: [
          gridY({ strokeOpacity: 0.15, ticks: seconds }),
          axisX({ label: "tasks", tickFormat: String, ticks: tasks }),
          axisY(seconds, { label: "seconds", text: String }),
          areaY(rows, { x: "tasks", y1: "p50", y2: "p99", fill: "name", fillOpacity: 0.25, ...facet(width) }),
          lineY(rows, { x: "tasks", y: "p50", stroke: "name", strokeWidth: 2, ...facet(width) }),
          dot(rows, { x: "tasks", y: "p50", fill: "name", r: 3, symbol: "name", ...facet(width) }),
          tip(
            rows,
            pointer({
              x: "tasks",
              y: "p50",
              title: ({ name, tasks, files, p50, p99 }: (typeof rows)[number]) =>
                `${name}\n${count(tasks, "task")} × ${files}\np50 ${p50.toFixed(2)} s, p99 ${p99.toFixed(2)} s`,
              ...facet(width),
            }),
          ),
        ],
      })}
    />
  );
}

/** Where a logarithmic axis of seconds may have its lines. */
const secondTicks = [-3, -2, -1, 0, 1, 2, 3, 4].flatMap((power) =>
  [1, 2, 5].map((digit) => Number(`${digit}e${power}`)),
);

function facet(width: number): { readonly fx?: string; readonly fy?: string } {
  return width < narrow ? { fy: "files" } : { fx: "files" };
}

export function RequestChart(at: At) {
  const rows = at.series.flatMap((one) =>
    operations.map((operation) => ({
      name: one.name,
      operation: operation.toUpperCase(),
      requests: pointAt(one, at)?.requests[operation] ?? 0,
    })),
  );
  return (
    <Chart
      title="Requests, by class"
      colours={operations.map((operation, index) => [operation.toUpperCase(), colourOf(index)])}
      summary={`Of one job of ${count(at.tasks, "task")} × ${count(at.files, "file")}, from its start to its end.`}
      options={(width) => ({
        height: 70 + at.series.length * 40,
        marginLeft: Math.min(190, width * 0.36),
        marginRight: 40,
        marginBottom: 44,
        style: { fontSize: "12px" },
        x: { label: "requests" },
        y: {
          label: null,
          domain: at.series.map(({ name }) => name),
          tickFormat: (name: string) => labelled(name, width),
        },
        color: { domain: operations.map((one) => one.toUpperCase()), range: colours },
        marks: [
          gridX({ strokeOpacity: 0.15 }),
          barX(rows, {
            x: "requests",
            y: "name",
            fill: "operation",
            insetTop: 4,
            insetBottom: 4,
            title: ({ name, operation, requests }: (typeof rows)[number]) =>
              `${name}\n${operation}: ${digits(requests)}`,
          }),
          text(at.series, {
            x: (one: Series) => sum(Object.values(pointAt(one, at)?.requests ?? {})),
            y: "name",
            text: (one: Series) => digits(sum(Object.values(pointAt(one, at)?.requests ?? {}))),
            textAnchor: "start",
            dx: 5,
          }),
          ruleX([0]),
        ],
      })}
    />
  );
}

export function ByteChart(at: At) {
  const rows = at.series.flatMap((one) => {
    const { data = 1, written = 0, copied = 0 } = pointAt(one, at)?.bytes ?? {};
    return [
      { name: one.name, what: "written", bytes: written, times: written / data },
      { name: one.name, what: "copied", bytes: copied, times: copied / data },
    ];
  });
  const total = (name: string): number =>
    sum(rows.filter((row) => row.name === name).map(({ times }) => times));
  return (
    <Chart
      title="Bytes written and copied"
      colours={[
        ["written by the committer", colourOf(0)],
        ["copied by the store", colourOf(1)],
      ]}
      summary="As a multiple of the files' own bytes: 1 is every byte once."
      options={(width) => ({
        height: 70 + at.series.length * 40,
        marginLeft: Math.min(190, width * 0.36),
        marginRight: 50,
        marginBottom: 44,
        style: { fontSize: "12px" },
        x: { label: "times the files' bytes", zero: true },
        y: {
          label: null,
          domain: at.series.map(({ name }) => name),
          tickFormat: (name: string) => labelled(name, width),
        },
        color: { domain: ["written", "copied"], range: [colourOf(0), colourOf(1)] },
        marks: [
          gridX({ strokeOpacity: 0.15 }),
          barX(rows, {
            x: "times",
            y: "name",
            fill: "what",
            insetTop: 4,
            insetBottom: 4,
            title: ({ name, what, bytes }: (typeof rows)[number]) =>
              `${name}\n${what}: ${digits(bytes)} bytes`,
          }),
          text(at.series, {
            x: ({ name }: Series) => total(name),
            y: "name",
            text: ({ name }: Series) => `${total(name).toFixed(1)}×`,
            textAnchor: "start",
            dx: 5,
          }),
          ruleX([0, 1], { strokeOpacity: 0.4 }),
        ],
      })}
    />
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function colourOf(index: number): string {
  return colours[index % colours.length]!;
}

/** Okabe and Ito's colours, told apart by people who see colours differently, in shades that show on light and dark. */
const colours: readonly string[] = [
  "#3b82c4",
  "#d98200",
  "#1a9a76",
  "#c0629b",
  "#8a7f00",
  "#6f6fd0",
  "#7a7a7a",
];
