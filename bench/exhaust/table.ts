/** The figures of bench/exhaust as a table for the terminal. */
import { pad, widthOf } from "../../src/report/layout.js";
import type { Search } from "./engines.js";

export interface Line {
  /** WRITERSxCOMMITS. */
  readonly scope: string;
  readonly engine: string;
  readonly search: Search;
}

const head = [
  "scope",
  "engine",
  "states",
  "transitions",
  "to verdict",
  "times ours",
  "CPU",
  "states/s",
  "bytes a state",
  "peak",
  "compiling first",
] as const;

/** One line an engine and scope; what is a ratio is to our engine's line of the same scope. */
export function table(lines: readonly Line[]): string {
  const rows = lines.map(({ scope, engine, search }) => {
    const own = lines.find((line) => line.scope === scope)!.search.ran.seconds;
    const { ran, states, transitions, bytes, compiling } = search;
    return [
      scope,
      engine,
      count(states),
      count(transitions),
      `${ran.seconds.toFixed(2)} s`,
      (ran.seconds / own).toFixed(2),
      `${ran.cpuSeconds.toFixed(2)} s`,
      count(Math.round(states / ran.seconds)),
      bytes === undefined ? "-" : (bytes / states).toFixed(0),
      ran.peak === undefined ? "-" : `${(ran.peak / 2 ** 20).toFixed(0)} MiB`,
      compiling === undefined ? "-" : `${compiling.toFixed(2)} s`,
    ];
  });
  const widths = head.map((title, column) =>
    Math.max(...[head, ...rows].map((row) => widthOf(row[column] ?? title))),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((text, column) => pad(text, widths[column]!, column < 2 ? "left" : "right"))
      .join("  ")
      .trimEnd();
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
}

function count(value: number): string {
  return value.toLocaleString("en");
}
