/** The steps of an execution by their numbers, or by the virtual time at which they took effect. */
import type { TraceStep } from "../check/verdict.js";
import { elide, type Shown } from "./elide.js";
import { timeWords } from "./estimate.js";
import { hang, table, type TableCell, widthOf, wrap } from "./layout.js";
import type { Paints } from "./paint.js";
import { type ShortNames, shortNamesIn } from "./short-names.js";
import { legendLines } from "./timeline.js";
import { visible } from "./visible.js";
import { count } from "./words.js";

/** More steps than these are cut down to those that matter. */
const stepsMost = 60;

export function stepTable(all: readonly TraceStep[], width: number, paint: Paints): string[] {
  const shown = elide({ trace: all }, stepsMost);
  const steps = shown.flatMap((one) => ("step" in one ? [one.step] : []));
  const time = Math.max(4, ...steps.map((step) => widthOf(whenWords(step))));
  const process = Math.min(16, Math.max(7, ...steps.map((step) => widthOf(visible(step.process)))));
  const columns = [
    { width: time, align: "right" as const },
    { width: process },
    { width: width - time - process - 6 },
  ];
  const names = shortNamesIn(steps, Math.max(20, Math.floor(width * 0.45)));
  const rows = shown.flatMap((one) => rowsOf(one, names, columns, paint));
  return [...table(columns, rows).map((line) => `  ${line}`), ...legendLines(names, width, paint)];
}

function rowsOf(
  one: Shown,
  names: ShortNames,
  columns: readonly { readonly width: number }[],
  paint: Paints,
): TableCell[][] {
  if (!("step" in one)) {
    const gap = `(${count(one.omitted, "step")} left out, well-behaved)`;
    return [[{ lines: [] }, { lines: [] }, { lines: wrap(gap, columns[2]!.width), paint: paint.dim }]];
  }
  const { step } = one;
  const who = wrap(visible(step.process), columns[1]!.width);
  return stepCells(step, names, columns[2]!.width, paint).map((cell, line) => [
    line === 0
      ? { lines: [whenWords(step)], paint: step.anomaly === undefined ? paint.dim : paint.alarm }
      : { lines: [] },
    { lines: [who[line] ?? ""] },
    cell,
  ]);
}

/** Steps follow each other within a second, however late it is. */
function whenWords({ at, step }: TraceStep): string {
  if (at === undefined) return String(step);
  if (at < 120_000) return timeWords(at);
  const tenths = Math.round(at / 100);
  return `${Math.floor(tenths / 600)} min ${((tenths % 600) / 10).toFixed(1)} s`;
}

function stepCells(step: TraceStep, names: ShortNames, width: number, paint: Paints): TableCell[] {
  const answer = step.answer === "" ? "" : ` ⇒ ${names.shorten(step.answer)}`;
  const cells: TableCell[] = wrap(`${names.shorten(step.request)}${answer}`, width).map((line) => ({
    lines: [line],
  }));
  if (step.anomaly !== undefined) {
    const instead =
      step.wouldHaveBeen === undefined ? "" : `; it should have been: ${names.shorten(step.wouldHaveBeen)}`;
    for (const line of hang("! ", `${names.shorten(step.anomaly)}${instead}`, width))
      cells.push({ lines: [line], paint: paint.alarm });
  }
  return cells;
}
