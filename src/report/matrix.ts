/**
 * The matrix of a comparison for a terminal: one table a property, committers down, stores across. A place holds the
 * worst verdict over the scenarios and the letters of those in which it came out. A table that is too wide is split
 * between stores, never within a place.
 */
import type { Verdicts } from "../check/verdict.js";
import type { Grid, Place } from "./grid.js";
import { hasGaps, makeGrid, placeLetters, tallyWords } from "./grid.js";
import type { TableCell, TextOptions } from "./layout.js";
import { hang, narrowest, pad, table, widthOf, wrap } from "./layout.js";
import type { Paints } from "./paint.js";
import { paints } from "./paint.js";
import { visible } from "./visible.js";
import { count, kinds, luckWords, scopeWords, wordsOf } from "./words.js";

const gap = 2;

/** What stands in a place: a sign, a word, and the scenarios where these are not all that ran. */
export function placeText(place: Place): string {
  const { sign, word } = wordsOf[place.kind];
  return `${sign} ${word} ${placeLetters(place)}`.trimEnd();
}

/** Breaks before each option: `iceberg-cas`, ` ?rebase=next-free-number`. */
function rowLabel(committer: string, width: number): string[] {
  const name = visible(committer);
  if (widthOf(name) <= width) return [name];
  const [head = "", ...options] = name.split(/(?=[?&])/);
  return [
    ...wrap(head, width),
    ...options.flatMap((option) => wrap(option, width - 1).map((line) => ` ${line}`)),
  ];
}

interface MatrixLayout {
  readonly label: number;
  /** Width of each store's column. */
  readonly columns: readonly number[];
  /** The stores' numbers, in tables one under the other. */
  readonly blocks: readonly (readonly number[])[];
}

/** Width that the column of a store needs in every table, so that the tables of all properties stand alike. */
function columnWidth(grid: Grid, store: string, wholeHeading: boolean): number {
  const heading = visible(store);
  const words = wholeHeading ? [heading] : heading.split(/(?<=-)/).map((word) => word.slice(0, 24));
  const places = grid.properties.flatMap((property) =>
    grid.committers.map((committer) => placeText(grid.place(property, committer, store))),
  );
  return Math.max(...[...words, ...places].map(widthOf));
}

/** As few tables as fit, and these about equally wide. */
export function split(columns: readonly number[], room: number): number[][] {
  const fill = (limit: number): number[][] => {
    const blocks: number[][] = [];
    let used = Infinity;
    columns.forEach((width, i) => {
      used += gap + width;
      if (used > limit) {
        blocks.push([]);
        used = gap + width;
      }
      blocks.at(-1)?.push(i);
    });
    return blocks;
  };
  const fewest = fill(room);
  for (let limit = 1; limit < room; limit++) {
    const even = fill(limit);
    if (even.length === fewest.length && columns.every((width) => width + gap <= limit)) return even;
  }
  return fewest;
}

function layOut(grid: Grid, width: number): MatrixLayout {
  const whole = Math.max(...grid.committers.map((committer) => widthOf(visible(committer))));
  const wide = grid.stores.map((store) => columnWidth(grid, store, true));
  if (whole + wide.reduce((sum, one) => sum + gap + one, 0) <= width) {
    return { label: whole, columns: wide, blocks: [grid.stores.map((_, i) => i)] };
  }
  const columns = grid.stores.map((store) => columnWidth(grid, store, false));
  const widest = Math.max(...columns);
  const target = Math.max(12, Math.min(Math.floor(width * 0.4), width - gap - widest));
  const labels = grid.committers.flatMap((committer) => rowLabel(committer, Math.min(target, whole)));
  // Break names only where that saves a table.
  const needed = Math.max(...labels.map(widthOf));
  const unbroken = split(columns, width - whole);
  const broken = split(columns, width - needed);
  return unbroken.length <= broken.length && width - whole > gap + widest
    ? { label: whole, columns, blocks: unbroken }
    : { label: needed, columns, blocks: broken };
}

function blockLines(
  grid: Grid,
  property: string,
  layout: MatrixLayout,
  block: readonly number[],
  paint: Paints,
): string[] {
  const widths = block.map((i) => layout.columns[i] ?? 0);
  const headings = block.map((i, c) => wrap(visible(grid.stores[i] ?? ""), widths[c] ?? 0));
  const height = Math.max(...headings.map((lines) => lines.length));
  const heading: TableCell[] = headings.map((lines) => ({
    lines: [...Array.from({ length: height - lines.length }, () => ""), ...lines],
    paint: paint.heading,
  }));
  const rows = grid.committers.map((committer): TableCell[] => [
    { lines: rowLabel(committer, layout.label) },
    ...block.map((i): TableCell => {
      const place = grid.place(property, committer, grid.stores[i] ?? "");
      return { lines: [placeText(place)], paint: paint.kind[place.kind] };
    }),
  ]);
  const rule = [layout.label, ...widths].map((width): TableCell => ({
    lines: ["─".repeat(width)],
    paint: paint.dim,
  }));
  return table(
    [{ width: layout.label }, ...widths.map((width) => ({ width }))],
    [[{ lines: [] }, ...heading], rule, ...rows],
    gap,
  );
}

/** The matrix of one property, with its heading. */
function propertyLines(
  grid: Grid,
  property: string,
  layout: MatrixLayout,
  paint: Paints,
  width: number,
): string[] {
  const cells = grid.cellsOf(property);
  const heading = hang(
    `${visible(property)}: `,
    `of ${count(cells.length, "cell")}, ${tallyWords(cells)}`,
    width,
  );
  return [
    ...heading.map((line, i) =>
      i === 0 ? line.replace(visible(property), (name) => paint.heading(name)) : line,
    ),
    "",
    ...layout.blocks.flatMap((block, i) => [
      ...(i === 0 ? [] : [""]),
      ...blockLines(grid, property, layout, block, paint),
    ]),
  ];
}

/** Signs, words, and which scenario a letter stands for. */
function legendLines(grid: Grid, width: number, paint: Paints): string[] {
  const all = kinds.filter((kind) => kind !== "not-run" || hasGaps(grid));
  const widest = Math.max(...all.map((kind) => widthOf(wordsOf[kind].word)));
  const kindLines = all.flatMap((kind) => {
    const { sign, word, meaning } = wordsOf[kind];
    const label = `  ${sign} ${pad(word, widest)}  `;
    const painted = paint.kind[kind](`${sign} ${word}`);
    return hang(label, meaning, width).map((line) => line.replace(`${sign} ${word}`, () => painted));
  });
  const several = grid.scenarios.length > 1;
  const over =
    " over the scenarios, with the letters of those in which it came out, if not in all that were run";
  return [
    ...wrap(`Each place shows the worst verdict${several ? over : ""}:`, width),
    ...kindLines,
    "",
    ...scenarioLines(grid, width),
  ];
}

/** The scenarios, each with the letter that stands for it and its bounds. */
export function scenarioLines(grid: Grid, width: number): string[] {
  const widest = Math.max(...grid.scenarios.map(({ name }) => widthOf(visible(name))));
  return [
    grid.scenarios.length > 1 ? "Scenarios and their bounds:" : "Scenario and its bounds:",
    ...grid.scenarios.flatMap(({ letter, name, bounds }) =>
      hang(
        `  ${letter}  ${pad(visible(name), widest)}  `,
        bounds === undefined
          ? "bounds differ, see the evidence"
          : `${scopeWords(bounds)}; ${luckWords(bounds)}`,
        width,
      ),
    ),
  ];
}

/** The matrices with their legend: text that ends in a line feed. */
export function renderMatrix(verdicts: Verdicts, options: TextOptions): string {
  const width = Math.max(narrowest, options.width);
  const paint = paints(options.color);
  if (verdicts.cells.length === 0) return "Nothing was run: there is no cell.\n";
  const grid = makeGrid(verdicts);
  const layout = layOut(grid, width);
  const matrices = grid.properties.flatMap((property) => [
    ...propertyLines(grid, property, layout, paint, width),
    "",
  ]);
  return `${[...matrices, ...legendLines(grid, width, paint)].join("\n")}\n`;
}
