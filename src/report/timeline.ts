/** A counterexample for a terminal: what went wrong, a paragraph, the numbered steps, and what the store holds at the end. */
import type { CounterexampleFile, TraceStep } from "../check/verdict.js";
import type { Shown } from "./elide.js";
import { anomalyOf, elide, isMarked } from "./elide.js";
import type { Paint, TableCell, TableColumn, TextOptions } from "./layout.js";
import { hang, narrowest, table, widthOf, wrap } from "./layout.js";
import type { Paints } from "./paint.js";
import { paints } from "./paint.js";
import type { ShortNames } from "./short-names.js";
import { shortNames } from "./short-names.js";
import { needsWords, stepsWords, story } from "./story.js";
import { visible } from "./visible.js";
import {
  anomalyWords,
  boundsWords,
  counterexampleTitle,
  digits,
  rowsSentence,
  silentWords,
  wordsOf,
} from "./words.js";

export interface TimelineOptions extends TextOptions {
  /** The command line that runs it again; left out where there is none. */
  readonly replay?: string;
  /** More steps than this are cut down to those that matter, and that is said. Default 1,000. */
  readonly maxSteps?: number;
}

/** Marks the step that is not well-behaved. */
const mark = "!";

/** From this width on a step's request, answer and changes stand beside each other. */
const wide = 130;

function headerLines(
  file: CounterexampleFile,
  names: ShortNames,
  options: TimelineOptions,
  width: number,
  paint: Paints,
): string[] {
  const kind = file.silent ? "violated-silent" : "violated-loud";
  const title = `${wordsOf[kind].sign} ${visible(counterexampleTitle(file))}`;
  const facts: readonly [label: string, text: string][] = [
    ["What", `${anomalyWords(file.anomaly)}, ${silentWords(file.silent)}`],
    ["In short", names.shorten(file.sentence)],
    ["Needs", needsWords(file)],
    ["Within", boundsWords(file.bounds)],
  ];
  return [
    ...wrap(title, width).map(paint.kind[kind]),
    ...facts.flatMap(([label, text]) => hang(`  ${label.padEnd(10)}`, visible(text), width)),
    ...(options.replay === undefined ? [] : [`  Replay    ${visible(options.replay)}`]),
  ];
}

function changeLines(step: TraceStep, names: ShortNames, width: number): string[] {
  return step.changed.flatMap((change) =>
    hang(`${change.slice(0, 1)} `, names.shorten(change.slice(2)), width),
  );
}

/** What is wrong with the answer and what it would have been, under the step. */
function markLines(step: TraceStep, names: ShortNames, width: number): string[] {
  if (!isMarked(step)) return [];
  const instead =
    step.wouldHaveBeen === undefined
      ? []
      : hang("  ", `would have been: ${names.shorten(step.wouldHaveBeen)}`, width);
  return [...hang(`${mark} `, names.shorten(anomalyOf(step)), width), ...instead];
}

function numberCell(step: TraceStep, paint: Paints): TableCell {
  return isMarked(step)
    ? { lines: [`${mark} ${step.step}`], paint: paint.alarm }
    : { lines: [`${step.step}`], paint: paint.dim };
}

/** Lines of one step under each other in one column, each with its colour. */
function stacked(step: TraceStep, names: ShortNames, width: number, paint: Paints): TableCell[] {
  const answer = step.answer === "" ? "" : ` ⇒ ${names.shorten(step.answer)}`;
  const cells: TableCell[] = wrap(names.shorten(step.request) + answer, width).map((line) => ({
    lines: [line],
  }));
  const signs: Readonly<Record<string, Paint>> = { "+": paint.added, "~": paint.changed, "-": paint.gone };
  for (const change of step.changed) {
    const lines = changeLines({ ...step, changed: [change] }, names, width);
    cells.push(...lines.map((line) => ({ lines: [line], paint: signs[change.charAt(0)] ?? paint.dim })));
  }
  cells.push(...markLines(step, names, width).map((line) => ({ lines: [line], paint: paint.alarm })));
  return cells;
}

function gapText(gap: { readonly from: number; readonly to: number; readonly omitted: number }): string {
  return `(${stepsWords(gap.from, gap.to)}: ${digits(gap.omitted)} left out, all well-behaved)`;
}

function processWidth(file: CounterexampleFile, most: number): number {
  return Math.min(most, Math.max(7, ...file.trace.map((step) => widthOf(visible(step.process)))));
}

function headRow(labels: readonly string[], columns: readonly TableColumn[], paint: Paints): TableCell[] {
  return labels.map((label, i) => ({ lines: wrap(label, columns[i]?.width ?? 0), paint: paint.heading }));
}

/** For narrow terminals: request, answer and changes under each other. */
function narrowSteps(
  file: CounterexampleFile,
  shown: readonly Shown[],
  names: ShortNames,
  width: number,
  paint: Paints,
): string[] {
  const number = Math.max(4, String(file.trace.length).length + 2);
  const process = processWidth(file, 14);
  const rest = width - number - process - 4;
  const columns = [{ width: number, align: "right" as const }, { width: process }, { width: rest }];
  const rows = shown.flatMap((one): TableCell[][] => {
    if (!("step" in one))
      return [[{ lines: [] }, { lines: [] }, { lines: wrap(gapText(one), rest), paint: paint.dim }]];
    const { step } = one;
    const cells = stacked(step, names, rest, paint);
    const who = wrap(visible(step.process), process);
    return Array.from({ length: Math.max(cells.length, who.length) }, (_, i) => [
      i === 0 ? numberCell(step, paint) : { lines: [] },
      { lines: [who[i] ?? ""] },
      cells[i] ?? { lines: [] },
    ]);
  });
  return table(columns, [
    headRow(
      ["Step", "Process", "Request ⇒ answer; true content: + new ~ overwritten - gone"],
      columns,
      paint,
    ),
    ...rows,
  ]);
}

/** For wide terminals: one column each. */
function wideSteps(
  file: CounterexampleFile,
  shown: readonly Shown[],
  names: ShortNames,
  width: number,
  paint: Paints,
): string[] {
  const number = Math.max(4, String(file.trace.length).length + 2);
  const process = processWidth(file, 20);
  const room = width - number - process - 8;
  const longest = (texts: readonly string[], least: number): number => Math.max(least, ...texts.map(widthOf));
  const steps = shown.flatMap((one) => ("step" in one ? [one.step] : []));
  // Each column as wide as its text, if that leaves the others their share.
  const changes = Math.min(
    Math.floor(room * 0.4),
    longest(
      steps.flatMap((step) => step.changed.map(names.shorten)),
      12,
    ),
  );
  const answer = Math.min(
    Math.floor(room * 0.3),
    longest(
      steps.flatMap((step) => [names.shorten(step.answer), ...(isMarked(step) ? [" ".repeat(36)] : [])]),
      8,
    ),
  );
  const request = Math.min(
    room - changes - answer,
    longest(
      steps.map((step) => names.shorten(step.request)),
      12,
    ),
  );
  const columns = [
    { width: number, align: "right" as const },
    { width: process },
    { width: request },
    { width: answer },
    { width: changes },
  ];
  const rows = shown.map((one): TableCell[] => {
    if (!("step" in one))
      return [{ lines: [] }, { lines: [] }, { lines: wrap(gapText(one), request), paint: paint.dim }];
    const { step } = one;
    const told = [...wrap(names.shorten(step.answer), answer), ...markLines(step, names, answer)];
    return [
      numberCell(step, paint),
      { lines: wrap(visible(step.process), process) },
      { lines: wrap(names.shorten(step.request), request) },
      { lines: told, ...(isMarked(step) ? { paint: paint.alarm } : {}) },
      { lines: changeLines(step, names, changes) },
    ];
  });
  return table(columns, [
    headRow(
      ["Step", "Process", "Request", "Answer", "True content: + new ~ overwritten - gone"],
      columns,
      paint,
    ),
    ...rows,
  ]);
}

function endingLines(file: CounterexampleFile, names: ShortNames, width: number, paint: Paints): string[] {
  const rows = file.ending.map(({ key, size, rows }) => [
    names.shorten(key),
    digits(size),
    visible(rows ?? ""),
  ]);
  const sizes = Math.max(5, ...rows.map(([, size = ""]) => widthOf(size)));
  const held = Math.min(Math.floor(width / 3), Math.max(4, ...rows.map(([, , text = ""]) => widthOf(text))));
  const keys = Math.min(width - sizes - held - 6, Math.max(3, ...rows.map(([key = ""]) => widthOf(key))));
  const body = rows.map(([key = "", size = "", text = ""]): TableCell[] => [
    { lines: [] },
    { lines: wrap(key, keys) },
    { lines: [size] },
    { lines: wrap(text, held) },
  ]);
  const columns = [{ width: 0 }, { width: keys }, { width: sizes, align: "right" as const }, { width: held }];
  return [
    paint.heading("What the store truly holds at the end"),
    ...(rows.length === 0
      ? ["  nothing"]
      : table(columns, [headRow(["", "Key", "Bytes", "Rows"], columns, paint), ...body])),
    ...(file.rows === undefined ? [] : wrap(rowsSentence(file.rows), width)),
  ];
}

/** What the short names stand for. */
export function legendLines(names: ShortNames, width: number, paint: Paints): string[] {
  if (names.legend.length === 0) return [];
  return [
    "",
    paint.heading("Short names"),
    ...names.legend.flatMap(({ short, full }) => [
      ...hang("  ", short, width),
      ...hang("    = ", full, width, paint.dim),
    ]),
  ];
}

/** The timeline of a counterexample: text that ends in a line feed. */
export function renderTimeline(file: CounterexampleFile, options: TimelineOptions): string {
  const width = Math.max(narrowest, options.width);
  const paint = paints(options.color);
  const names = shortNames(file, Math.max(20, Math.floor(width * (width < wide ? 0.45 : 0.25))));
  const shown = elide(file, options.maxSteps ?? 1000);
  const steps = width < wide ? narrowSteps : wideSteps;
  return [
    ...headerLines(file, names, options, width, paint),
    "",
    ...wrap(names.shorten(story(file)), width),
    "",
    ...steps(file, shown, names, width, paint),
    "",
    ...endingLines(file, names, width, paint),
    ...legendLines(names, width, paint),
  ]
    .map((line) => `${line}\n`)
    .join("");
}
