/** The evidence behind a matrix, for a terminal: what each verdict stands on, and each counterexample in a sentence. */
import type { VerdictCell, Verdicts } from "../check/verdict.js";
import type { EvidenceGroup } from "./evidence-groups.js";
import { counterexampleEvidence, groupCells, groupEvidence, whereWords } from "./evidence-groups.js";
import { replayCommand } from "./counterexample-path.js";
import type { Grid } from "./grid.js";
import { makeGrid } from "./grid.js";
import type { TextOptions } from "./layout.js";
import { hang, narrowest, pad, widthOf, wrap } from "./layout.js";
import type { Paints } from "./paint.js";
import { paints } from "./paint.js";
import { shortIds } from "./short-names.js";
import { visible } from "./visible.js";
import type { Kind } from "./words.js";
import { anomalyWords, costWords, count, isViolated, kindOf, wordsOf } from "./words.js";

export interface EvidenceOptions extends TextOptions {
  /** Where the report stands, as seen from the shell, for command lines; left out: those of the cells are printed. */
  readonly folder?: string;
}

interface Look {
  readonly width: number;
  readonly paint: Paints;
  readonly folder: string | undefined;
}

function label(kind: Kind): string {
  const { sign, word } = wordsOf[kind];
  return `  ${sign} ${pad(word, 8)}  `;
}

/** Lines after the sign and word of a kind. */
function labelled(kind: Kind, text: string, look: Look): string[] {
  const { sign, word } = wordsOf[kind];
  const [first = "", ...more] = hang(label(kind), visible(text), look.width);
  return [first.replace(`${sign} ${word}`, (plain) => look.paint.kind[kind](plain)), ...more];
}

function violationLines(group: EvidenceGroup, grid: Grid, look: Look): string[] {
  const [first, ...others] = group.cells;
  if (first?.counterexample === undefined) return [];
  const { cost, silent } = first.counterexample;
  const sentence = shortIds(first.counterexample.sentence);
  const name = first.anomaly === undefined ? "" : `${anomalyWords(first.anomaly)}, `;
  const headline = `${whereWords(group.cells, grid)}: ${name}${silent ? "silently" : "not silently"}, with ${costWords(cost)}.`;
  const example = `For example on ${first.store}, ${first.scenario}: ${sentence}`;
  const replay =
    look.folder === undefined ? first.reproduce : replayCommand(first.counterexample.file, look.folder);
  const indent = " ".repeat(widthOf(label(group.kind)));
  return [
    ...labelled(group.kind, headline, look),
    ...hang(
      indent,
      visible(
        others.every((one) => one.counterexample?.sentence === first.counterexample?.sentence)
          ? sentence
          : example,
      ),
      look.width,
    ),
    ...hang(indent, `${counterexampleEvidence(group)}.`, look.width, look.paint.dim),
    // Not wrapped: a command line is there to be copied.
    ...(replay === undefined ? [] : [look.paint.dim(`    ${visible(replay)}`)]),
  ];
}

/** What a committer did wrong, or is not known to do right. */
function committerLines(grid: Grid, cells: readonly VerdictCell[], look: Look): string[] {
  return groupCells(grid, cells).flatMap((group) =>
    isViolated(group.kind)
      ? violationLines(group, grid, look)
      : labelled(group.kind, `${whereWords(group.cells, grid)}: ${groupEvidence(group, grid)}.`, look),
  );
}

/** Violations and what is unknown by committer; what holds or says nothing in one line for all of them. */
function propertyLines(grid: Grid, property: string, look: Look): string[] {
  const cells = grid.cellsOf(property);
  const isOpen = (cell: VerdictCell): boolean => isViolated(kindOf(cell)) || kindOf(cell) === "unknown";
  const open = grid.committers.flatMap((committer) => {
    const own = cells.filter((cell) => cell.committer === committer && isOpen(cell));
    return own.length === 0
      ? []
      : [...wrap(visible(committer), look.width), ...committerLines(grid, own, look), ""];
  });
  const settled = cells.filter((cell) => !isOpen(cell) && cell.verdict !== "refuses");
  const rest = groupCells(grid, settled).flatMap((group) =>
    labelled(group.kind, `${count(group.cells.length, "cell")}: ${groupEvidence(group, grid)}.`, look),
  );
  const others = open.length > 0 && rest.length > 0 ? ["The others:", ...rest, ""] : [...rest, ""];
  return [
    ...wrap(`Evidence: ${visible(property)}`, look.width).map(look.paint.heading),
    "",
    ...open,
    ...(rest.length > 0 ? others : []),
  ];
}

/** A committer refuses a store whatever the property, so refusals are told once. */
function refusalLines(grid: Grid, cells: readonly VerdictCell[], look: Look): string[] {
  const refusals = grid.committers.flatMap((committer) => {
    const own = cells.filter((cell) => cell.committer === committer && cell.verdict === "refuses");
    return own.length === 0
      ? []
      : [...wrap(visible(committer), look.width), ...committerLines(grid, own, look)];
  });
  return refusals.length === 0 ? [] : [look.paint.heading("Refusals"), "", ...refusals, ""];
}

/** The evidence of all cells, those that say the same in one line: text that ends in a line feed. */
export function renderEvidence(verdicts: Verdicts, options: EvidenceOptions): string {
  const look: Look = {
    width: Math.max(narrowest, options.width),
    paint: paints(options.color),
    folder: options.folder,
  };
  const grid = makeGrid(verdicts);
  const lines = [
    ...grid.properties.flatMap((property) => propertyLines(grid, property, look)),
    ...refusalLines(grid, verdicts.cells, look),
  ];
  return lines
    .map((line) => `${line}\n`)
    .join("")
    .replace(/\n+$/, "\n");
}
