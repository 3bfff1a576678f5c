/** The report as Markdown that GitHub renders: matrices, evidence, and each counterexample with a diagram and its steps. */
import type { CostFile } from "../check/cost.js";
import type { CounterexampleFile, VerdictCell, Verdicts } from "../check/verdict.js";
import type { EvidenceGroup } from "./evidence-groups.js";
import { groupCells, groupEvidence, whereWords } from "./evidence-groups.js";
import type { Grid } from "./grid.js";
import { hasGaps, makeGrid, placeLetters, tallyWords } from "./grid.js";
import { cellKey } from "./cell-key.js";
import { defenceLines } from "./markdown-defences.js";
import { counterexampleSection, violationLine } from "./markdown-counterexample.js";
import { codeText, markdownTable, plainText } from "./markdown-text.js";
import type { Kind } from "./words.js";
import { count, isViolated, kindOf, kinds, luckWords, scopeWords, wordsOf } from "./words.js";

/** The first line of every report.md: tells a file that lakelitmus has made from any other. */
export const markdownMark = "<!-- Made by lakelitmus from the verdicts.json beside it. -->";

/**
 * GitHub cuts a page off after 500 KiB. Where counterexamples would make it longer than this many characters, they are named,
 * and their files hold them.
 */
const charactersMost = 400_000;

/** Cells with one counterexample between them, and where the page tells it. */
interface Section {
  readonly group: EvidenceGroup;
  readonly anchor: string;
}

function kindText(kind: Kind): string {
  const { sign, word } = wordsOf[kind];
  return kind === "violated-silent" ? `${sign} **${word}**` : `${sign} ${word}`;
}

/** The violations of one committer and property that are alike, by committer, property and cost. */
function sectionsOf(grid: Grid): readonly Section[] {
  const groups = grid.properties.flatMap((property) =>
    grid.committers.flatMap((committer) => {
      const cells = grid.cellsOf(property).filter((cell) => cell.committer === committer);
      return groupCells(grid, cells).filter(({ kind }) => isViolated(kind));
    }),
  );
  return groups.map((group, i) => ({ group, anchor: `counterexample-${i + 1}` }));
}

function headLines(verdicts: Verdicts, grid: Grid): string[] {
  const { tool, command, input, cells } = verdicts;
  return [
    markdownMark,
    "",
    "# Which committers keep which promises on which stores",
    "",
    `${plainText(tool)}, ${plainText(input)}, made with ${codeText(command)}.`,
    `${count(cells.length, "cell")}: ${tallyWords(cells)}.`,
    "",
    "## How to read the tables",
    "",
    `Each place shows the worst verdict over the scenarios. Letters name the scenarios in which it came out, if not in all that were run.`,
    ...markdownTable(
      ["", "means"],
      kinds
        .filter((kind) => kind !== "not-run" || hasGaps(grid))
        .map((kind) => [kindText(kind), wordsOf[kind].meaning]),
    ),
    ...markdownTable(
      ["", "Scenario", "Scope", "Bad luck"],
      grid.scenarios.map(({ letter, name, bounds }) => [
        letter,
        plainText(name),
        ...(bounds === undefined
          ? ["differs: see the evidence", ""]
          : [scopeWords(bounds), luckWords(bounds)]),
      ]),
    ),
  ];
}

function placeMarkdown(
  grid: Grid,
  property: string,
  committer: string,
  store: string,
  anchors: Anchors,
): string {
  const place = grid.place(property, committer, store);
  const text = `${kindText(place.kind)} ${placeLetters(place)}`.trimEnd();
  const cell = grid
    .cellsOf(property)
    .find((one) => one.committer === committer && one.store === store && kindOf(one) === place.kind);
  const anchor = cell === undefined ? undefined : anchors.get(cellKey(cell));
  return anchor === undefined ? text : `[${text}](#${anchor})`;
}

type Anchors = ReadonlyMap<string, string>;

function matrixLines(grid: Grid, property: string, anchors: Anchors): string[] {
  return markdownTable(
    ["", ...grid.stores.map(plainText)],
    grid.committers.map((committer) => [
      plainText(committer),
      ...grid.stores.map((store) => placeMarkdown(grid, property, committer, store, anchors)),
    ]),
  );
}

function evidenceLines(grid: Grid, property: string, sections: readonly Section[]): string[] {
  const rows = grid.committers.flatMap((committer) => {
    const cells = grid.cellsOf(property).filter((cell) => cell.committer === committer);
    return groupCells(grid, cells).map((group) => [
      plainText(committer),
      kindText(group.kind),
      plainText(whereWords(group.cells, grid)),
      isViolated(group.kind) ? violationLink(group, sections) : plainText(`${groupEvidence(group, grid)}.`),
    ]);
  });
  return markdownTable(["Committer", "Verdict", "Where", "Evidence"], rows);
}

function violationLink(group: EvidenceGroup, sections: readonly Section[]): string {
  const [first] = group.cells;
  const section = sections.find((one) => first !== undefined && one.group.cells.includes(first));
  return `${plainText(violationLine(group))} [Counterexample](#${section?.anchor ?? ""})`;
}

function counterexampleLines(
  grid: Grid,
  sections: readonly Section[],
  files: ReadonlyMap<string, CounterexampleFile>,
  before: number,
): string[] {
  const lines: string[] = [];
  let characters = before;
  let left = 0;
  for (const { group, anchor } of sections) {
    const file = files.get(group.cells[0]?.counterexample?.file ?? "");
    const section = counterexampleSection(group, grid, characters < charactersMost ? file : undefined);
    if (file !== undefined && characters >= charactersMost) left += 1;
    characters += section.reduce((sum, line) => sum + line.length + 1, 0);
    lines.push(`<a id="${anchor}"></a>`, "", ...section);
  }
  const cut =
    left === 0
      ? []
      : [
          `The steps of ${count(left, "counterexample")} stand in their files only: the page would be too long.`,
          "",
        ];
  return lines.length === 0 ? [] : ["## Counterexamples", "", ...cut, ...lines];
}

function anchorsOf(sections: readonly Section[]): Anchors {
  return new Map(
    sections.flatMap(({ group, anchor }) =>
      group.cells.map((cell: VerdictCell) => [cellKey(cell), anchor] as const),
    ),
  );
}

/**
 * The text of a report.md.
 * @param files the counterexamples by the paths that the cells give them; cells whose file is not there get no diagram.
 */
export function renderMarkdown(
  verdicts: Verdicts,
  files: ReadonlyMap<string, CounterexampleFile>,
  cost?: CostFile,
): string {
  const grid = makeGrid(verdicts);
  const sections = sectionsOf(grid);
  const anchors = anchorsOf(sections);
  const head = [
    ...headLines(verdicts, grid),
    ...defenceLines(verdicts, cost),
    ...grid.properties.flatMap((property) => [
      `## ${plainText(property)}`,
      "",
      `${count(grid.cellsOf(property).length, "cell")}: ${tallyWords(grid.cellsOf(property))}.`,
      ...matrixLines(grid, property, anchors),
      "What the verdicts stand on:",
      ...evidenceLines(grid, property, sections),
    ]),
  ];
  const before = head.reduce((sum, line) => sum + line.length + 1, 0);
  const lines = [...head, ...counterexampleLines(grid, sections, files, before)];
  return `${lines
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trimEnd()}\n`;
}
