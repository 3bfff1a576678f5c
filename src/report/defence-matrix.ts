/**
 * What defences change, for a terminal: a table for each committer, its defences down and the stores across, with what the
 * defence costs; then what has changed, in words.
 */
import type { CostFile } from "../check/cost.js";
import type { Verdicts } from "../check/verdict.js";
import { type DefenceTable, defenceTables, effects, factorOf } from "./defence-effects.js";
import { changeGroups, effectWords, factorWords, timesText } from "./defence-words.js";
import { hang, narrowest, pad, table, type TableCell, type TextOptions, widthOf, wrap } from "./layout.js";
import { makeGrid } from "./grid.js";
import { scenarioLines, split } from "./matrix.js";
import { paints, type Paints } from "./paint.js";
import { visible } from "./visible.js";

const gap = 2;

/** Breaks a defence's name before each option. */
function labelLines(name: string, width: number): string[] {
  const text = visible(name);
  if (widthOf(text) <= width) return [text];
  const [head = "", ...options] = text.split(/(?=[?&])/);
  return [...wrap(head, width), ...options.flatMap((one) => wrap(one, width - 1).map((line) => ` ${line}`))];
}

/** The columns of a table: each store, and what the defence costs. */
interface Column {
  readonly heading: string;
  readonly cells: readonly { readonly text: string; readonly effect?: (typeof effects)[number] }[];
}

function columnsOf({ stores, rows }: DefenceTable): readonly Column[] {
  const byStore = stores.map((store): Column => ({
    heading: store,
    cells: rows.map(({ effectOn }) => {
      const effect = effectOn(store)?.effect;
      if (effect === undefined) return { text: "" };
      const { sign, word } = effectWords[effect];
      return { text: `${sign} ${word}`, effect };
    }),
  }));
  if (rows.every(({ factor }) => factor === undefined)) return byStore;
  const factors = (heading: string, of: "requests" | "job"): Column => ({
    heading,
    cells: rows.map(({ factor }) => ({ text: factor === undefined ? "" : timesText(factor[of]) })),
  });
  return [...byStore, factors("requests", "requests"), factors("time", "job")];
}

function tableLines(one: DefenceTable, width: number, paint: Paints): string[] {
  const columns = columnsOf(one);
  const widths = columns.map(({ heading, cells }) =>
    Math.max(...heading.split(/(?<=-)/).map(widthOf), ...cells.map(({ text }) => widthOf(text))),
  );
  const whole = Math.max(...one.rows.map(({ defence }) => widthOf(visible(defence))));
  const total = widths.reduce((sum, one) => sum + gap + one, 0);
  const most = whole + total <= width ? whole : Math.max(16, Math.min(whole, Math.floor(width * 0.4)));
  const label = Math.max(...one.rows.flatMap(({ defence }) => labelLines(defence, most).map(widthOf)));
  const blocks = split(widths, width - label);
  return blocks.flatMap((block, index) => {
    const heads = block.map((at) => wrap(columns[at]!.heading, widths[at]!));
    const height = Math.max(...heads.map((lines) => lines.length));
    const heading = heads.map((lines): TableCell => ({
      lines: [...Array.from({ length: height - lines.length }, () => ""), ...lines],
      paint: paint.heading,
    }));
    const rule = [label, ...block.map((at) => widths[at]!)].map((width): TableCell => ({
      lines: ["─".repeat(width)],
      paint: paint.dim,
    }));
    const rows = one.rows.map(({ defence }, row): TableCell[] => [
      { lines: labelLines(defence, label) },
      ...block.map((at): TableCell => {
        const { text, effect } = columns[at]!.cells[row]!;
        return effect === undefined ? { lines: [text] } : { lines: [text], paint: paint.effect[effect] };
      }),
    ]);
    const layout = [{ width: label }, ...block.map((at) => ({ width: widths[at]! }))];
    return [
      ...(index === 0 ? [] : [""]),
      ...table(layout, [[{ lines: [] }, ...heading], rule, ...rows], gap),
    ];
  });
}

function changeLines({ rows, stores }: DefenceTable, width: number, paint: Paints): string[] {
  return rows.flatMap(({ defence, effects }) => {
    const groups = changeGroups(effects, stores);
    if (groups.length === 0) return [];
    return [
      ...wrap(visible(defence), width),
      ...groups.flatMap(({ way, sign, words, where }) => {
        const [first = "", ...more] = hang(`  ${sign} `, `${where}: ${words}.`, width);
        return [first.replace(sign, () => paint.change[way](sign)), ...more];
      }),
    ];
  });
}

function legendLines(tables: readonly DefenceTable[], width: number, paint: Paints): string[] {
  const used = effects.filter((effect) =>
    tables.some(({ rows }) => rows.some((row) => row.effects.some((one) => one.effect === effect))),
  );
  const widest = Math.max(...used.map((effect) => widthOf(effectWords[effect].word)));
  return used.flatMap((effect) => {
    const { sign, word, meaning } = effectWords[effect];
    const [first = "", ...more] = hang(`  ${sign} ${pad(word, widest)}  `, meaning, width);
    return [first.replace(`${sign} ${word}`, (text) => paint.effect[effect](text)), ...more];
  });
}

/** Text that ends in a line feed; empty where no committer ran both with and without defences. */
export function renderDefences(verdicts: Verdicts, cost: CostFile | undefined, options: TextOptions): string {
  const width = Math.max(narrowest, options.width);
  const paint = paints(options.color);
  const tables = defenceTables(verdicts, cost);
  if (tables.length === 0) return "";
  const lines = [
    ...tables.flatMap((one) => [
      ...wrap(`${visible(one.committer)} behind defences`, width).map(paint.heading),
      "",
      ...tableLines(one, width, paint),
      "",
      ...changeLines(one, width, paint),
      "",
    ]),
    ...wrap(
      "Each place tells what the defence changes, over all scenarios and properties; requests and time are those of one job in which nothing goes wrong.",
      width,
    ),
    ...legendLines(tables, width, paint),
    "",
    ...scenarioLines(makeGrid(verdicts), width),
  ];
  return `${lines.join("\n")}\n`;
}

/** What the defences of these committers cost, a line each: beside verdicts that stand in a matrix. Empty where there are none. */
export function renderFactors(
  { cells }: Pick<Verdicts, "cells">,
  cost: CostFile | undefined,
  options: TextOptions,
): string {
  const width = Math.max(narrowest, options.width);
  const names = [...new Set(cells.map(({ committer }) => committer))];
  const lines = names.flatMap((name) => {
    const factor = factorOf(cost, name);
    return factor === undefined ? [] : hang("  ", visible(`${name}: ${factorWords(factor)}.`), width);
  });
  return lines.length === 0 ? "" : `\n${["What the defences cost:", ...lines].join("\n")}\n`;
}
