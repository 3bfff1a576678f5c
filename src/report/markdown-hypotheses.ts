/** The page of a table of expectations: what was expected, what exactly it means, what runs say. Markdown. */
import {
  byBadLuck,
  type Hypothesis,
  type HypothesisColumn,
  type HypothesisResults,
  type HypothesisRow,
  type HypothesisTable,
  type NoHypothesis,
  type Outcome,
  type Ruling,
  rulingOf,
  type ScopeResult,
  worstOf,
} from "../check/hypotheses.js";
import type { CounterexampleFile } from "../check/verdict.js";
import { stepsFolded } from "./markdown-counterexample.js";
import { shortIds } from "./short-names.js";
import { codeText, markdownTable, plainText, tableCode } from "./markdown-text.js";
import { boundsWords, costWords, count, digits, listed } from "./words.js";

const outcomeWords: Readonly<Record<Outcome, string>> = {
  holds: "it holds",
  loud: "it holds, and jobs fail loudly",
  refuses: "the committer declines the store",
  violated: "it does not hold",
};

const rulingSigns: Readonly<Record<Ruling, string>> = {
  confirmed: "confirmed",
  refuted: "**refuted**",
  undecided: "undecided",
  neither: "neither",
  "not applicable": "–",
};

/** The whole page. Text that ends in a line feed. */
export function hypothesesPage(table: HypothesisTable, results: HypothesisResults, kept: Kept): string {
  const cells = cellsOf(table, results);
  const usual = usualProperties(table);
  // Longer ones would make the table wider than a page; they stand below.
  const short = table.rows.every(({ committer }) => committer.length <= 45);
  const lines = [
    "<!-- Made by scripts/verdicts.mjs from runs; the results are in the JSON file beside it. -->",
    "",
    `# ${table.title}`,
    "",
    table.about,
    "",
    countsLine(cells),
    ...markdownTable(
      [short ? "Committer" : "Protocol", ...table.columns.map(({ name }) => plainText(name))],
      table.rows.map((row) => [
        plainText(row.name) + (short ? `: ${tableCode(row.committer)}` : ""),
        ...table.columns.map((column) => summary(find(cells, row, column))),
      ]),
    ),
    "## What the columns mean",
    "",
    `Judged, where nothing else is said, by ${codes(usual)}. A cell comes to the worst of its column's scopes.`,
    ...table.columns.flatMap((column) => columnLines(column, usual)),
    "",
    "## Cell by cell",
    ...table.rows.flatMap((row) => rowLines(table, row, cells, kept)),
  ];
  return `${lines.join("\n").trimEnd()}\n`;
}

/** All tables with their counts: the page beside theirs. Text that ends in a line feed. */
export function hypothesesIndex(
  tables: readonly { readonly table: HypothesisTable; readonly results: HypothesisResults }[],
): string {
  const rulings = ["confirmed", "refuted", "undecided", "neither", "not applicable"] as const;
  const rows = tables.map(({ table, results }) => {
    const cells = cellsOf(table, results).filter(({ hypothesis }) => !isElsewhere(hypothesis));
    const number = (ruling: Ruling): string => String(cells.filter((cell) => cell.ruling === ruling).length);
    return [`[${plainText(table.title)}](${table.name}.md)`, String(cells.length), ...rulings.map(number)];
  });
  const lines = [
    "<!-- Made by scripts/verdicts.mjs from the results beside it. -->",
    "",
    "# Verdicts",
    "",
    "What has been expected of commit protocols, by reading their sources and specifications, before any of it was run here; what exactly each expectation is taken to mean; and what every execution of that says. An expectation that is refuted has its reason, and where something is violated an execution that can be replayed.",
    ...markdownTable(
      ["", "cells", "confirmed", "refuted", "undecided", "no scope here", "not about this"],
      rows,
      [1, 2, 3, 4, 5, 6],
    ),
  ];
  return `${lines.join("\n").trimEnd()}\n`;
}

/** What each cell comes to, without what was expected: a table for other pages. */
export function outcomeTable(table: HypothesisTable, results: HypothesisResults): readonly string[] {
  const cells = cellsOf(table, results);
  return markdownTable(
    ["", ...table.rows.map(({ committer }) => tableCode(committer))],
    table.columns.map((column) => [
      plainText(column.name),
      ...table.rows.map((row) => outcomeIn(find(cells, row, column))),
    ]),
  );
}

/** The worst of the cell's scopes, in a few words. */
function outcomeIn({ results }: Cell): string {
  const [broken] = results.flatMap(({ violation }) => violation ?? []).toSorted(byBadLuck);
  if (broken !== undefined) return `**${broken.property}** ✗`;
  const worst = worstOf(results);
  return worst === undefined ? "–" : { ...outcomeWords, holds: "holds", loud: "jobs fail" }[worst];
}

interface Cell {
  readonly row: HypothesisRow;
  readonly column: HypothesisColumn;
  readonly hypothesis: Hypothesis | NoHypothesis;
  readonly results: readonly ScopeResult[];
  readonly ruling: Ruling;
}

function cellsOf(table: HypothesisTable, results: HypothesisResults): readonly Cell[] {
  return table.rows.flatMap((row) =>
    table.columns.map((column, index): Cell => {
      const found = results.rows
        .find((one) => one.row === row.name)
        ?.columns.find((one) => one.column === column.name);
      const hypothesis = row.cells[index]!;
      const scopes = found?.scopes ?? [];
      return { row, column, hypothesis, results: scopes, ruling: rulingOf(hypothesis, scopes) };
    }),
  );
}

function find(cells: readonly Cell[], row: HypothesisRow, column: HypothesisColumn): Cell {
  return cells.find((cell) => cell.row === row && cell.column === column)!;
}

/** Of rows about a cell or two: the others stand in another row. */
function isElsewhere(hypothesis: Hypothesis | NoHypothesis): boolean {
  return "notFor" in hypothesis && hypothesis.notFor === "";
}

/** "Of 63 cells 40 are confirmed, 19 refuted, 4 do not apply." */
function countsLine(all: readonly Cell[]): string {
  const cells = all.filter(({ hypothesis }) => !isElsewhere(hypothesis));
  const number = (ruling: Ruling): number => cells.filter((cell) => cell.ruling === ruling).length;
  const said = [
    `${number("confirmed")} are confirmed`,
    `${number("refuted")} are refuted`,
    ...(number("undecided") > 0 ? [`${number("undecided")} are undecided`] : []),
    ...(number("neither") > 0 ? [`${number("neither")} have no scope here and are neither`] : []),
    ...(number("not applicable") > 0 ? [`${number("not applicable")} do not apply`] : []),
  ];
  return `Of ${count(cells.length, "cell")} ${listed(said)}.`;
}

function summary({ hypothesis, ruling }: Cell): string {
  if (hypothesis.says === undefined) return isElsewhere(hypothesis) ? "" : "–";
  return `${plainText(hypothesis.says)}: ${rulingSigns[ruling]}`;
}

/** Those of the first scope. */
function usualProperties({ columns }: HypothesisTable): readonly string[] {
  return columns[0]?.scopes[0]?.properties ?? [];
}

function codes(names: readonly string[]): string {
  return listed(names.map((name) => `\`${name}\``));
}

function columnLines({ name, means, scopes }: HypothesisColumn, usual: readonly string[]): readonly string[] {
  return [
    "",
    `### ${plainText(name)}`,
    "",
    means,
    "",
    ...scopes.map(({ name, store, requires, properties }) => {
      const judged = String(properties) === String(usual) ? "" : `; judged by ${codes(properties)}`;
      return `- ${name}: on \`${store}\`${judged}; must have been seen: ${listed(requires)}.`;
    }),
  ];
}

/** The executions that are kept, by the paths that the results have. */
type Kept = (file: string) => CounterexampleFile;

function rowLines(
  table: HypothesisTable,
  row: HypothesisRow,
  cells: readonly Cell[],
  kept: Kept,
): readonly string[] {
  return [
    "",
    `### ${plainText(row.name)}: \`${row.committer}\``,
    ...table.columns.flatMap((column) => cellLines(find(cells, row, column), kept)),
  ];
}

function cellLines({ row, column, hypothesis, results, ruling }: Cell, kept: Kept): readonly string[] {
  const name = `**${plainText(column.name)}**`;
  if (isElsewhere(hypothesis)) return [];
  if ("notFor" in hypothesis) {
    const { says, notFor } = hypothesis;
    const expected =
      says === undefined ? "nothing is expected" : `expected: ${plainText(says)}; ${rulingSigns[ruling]}`;
    return ["", `${name} – ${expected}. ${notFor}`, ""];
  }
  const { refutedBy, violates, committer = row.committer } = hypothesis;
  const says = [
    plainText(hypothesis.says),
    ...(committer === row.committer ? [] : [`of ${codeText(committer)}`]),
    ...(violates === undefined
      ? []
      : [
          `${listed(
            violates.map((one) => `\`${one}\``),
            "or",
          )} violated`,
        ]),
  ].join(", ");
  return [
    "",
    `${name} – expected: ${says}; ${rulingSigns[ruling]}.${refutedBy === undefined ? "" : ` ${refutedBy}`}`,
    "",
    ...results.flatMap(resultLines),
    ...results.flatMap(({ violation }) =>
      violation?.file === undefined ? [] : stepsFolded(kept(violation.file)),
    ),
  ];
}

function resultLines(result: ScopeResult): readonly string[] {
  const { scope, outcome, reason, immune, bounds, violation, reproduce } = result;
  const why = immune === true ? ", and no answer that it asks for could be wrong" : "";
  const said = outcome === undefined ? `not decided (${reason ?? ""})` : outcomeWords[outcome] + why;
  return [
    `- ${scope}: ${said}. ${looked(result)} ${boundsWords(bounds)}.`,
    ...(violation === undefined ? [] : violationLines(violation)),
    "",
    "  ```sh",
    `  ${violation?.file === undefined ? reproduce : `npx lakelitmus replay docs/verdicts/${violation.file}`}`,
    "  ```",
    "",
  ];
}

function looked({ evidence, looked: number, outcome }: ScopeResult): string {
  if (outcome === "violated" && evidence === "exhaustive")
    return "The shortest execution of least bad luck in";
  return evidence === "exhaustive"
    ? `Every execution (${digits(String(number))} states) of`
    : `${digits(String(number))} sampled executions of`;
}

function violationLines({
  property,
  cost,
  steps,
  silent,
  sentence,
  also,
}: NonNullable<ScopeResult["violation"]>): readonly string[] {
  const others = also.length === 0 ? "" : ` Violated, too: ${listed(also.map((one) => `\`${one}\``))}.`;
  return [
    "",
    `  \`${property}\`, ${silent ? "silently" : "not silently"}, with ${costWords(cost)}, in ${count(steps, "step")}: ${plainText(shortIds(sentence))}${others}`,
  ];
}
