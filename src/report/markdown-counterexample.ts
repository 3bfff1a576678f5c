/** One counterexample in a report.md: a sentence, a paragraph, a diagram, and the numbered steps. */
import type { CounterexampleFile, TraceStep, VerdictCell } from "../check/verdict.js";
import { anomalyOf, elide, isMarked } from "./elide.js";
import type { EvidenceGroup } from "./evidence-groups.js";
import { counterexampleEvidence, whereWords } from "./evidence-groups.js";
import type { Grid } from "./grid.js";
import { codeText, foldedAway, markdownTable, plainText, tableCode } from "./markdown-text.js";
import { mermaidDiagram } from "./mermaid.js";
import type { ShortNames } from "./short-names.js";
import { shortIds, shortNames } from "./short-names.js";
import { stepsWords, story } from "./story.js";
import {
  anomalyWords,
  costWords,
  count,
  counterexampleTitle,
  digits,
  rowsSentence,
  silentWords,
} from "./words.js";

/** Names longer than this are made short: a table with longer ones is wider than a page. */
const nameColumns = 48;

/** A longer table is cut down to the steps that matter; the file has them all. */
const stepsShown = 80;

/** What the cells of a group have in common, in a sentence. */
export function violationLine({ cells }: EvidenceGroup): string {
  const [first] = cells;
  const found = first?.counterexample;
  if (first === undefined || found === undefined) return "";
  const name = first.anomaly === undefined ? "" : `${anomalyWords(first.anomaly)}, `;
  return `${name}${silentWords(found.silent)}; needs ${costWords(found.cost)}. ${shortIds(found.sentence)}`;
}

function stepRow(step: TraceStep, names: ShortNames): string[] {
  const code = (text: string): string => tableCode(names.shorten(text));
  const answer = [
    step.answer === "" ? "" : code(step.answer),
    ...(isMarked(step) ? [`**! ${plainText(names.shorten(anomalyOf(step)))}**`] : []),
    ...(step.wouldHaveBeen === undefined ? [] : [`would have been: ${code(step.wouldHaveBeen)}`]),
  ];
  const changed = step.changed.map((change) => `${plainText(change.slice(0, 1))} ${code(change.slice(2))}`);
  return [
    isMarked(step) ? `**! ${step.step}**` : String(step.step),
    plainText(step.process),
    code(step.request),
    answer.filter((line) => line !== "").join("<br>"),
    changed.join("<br>"),
  ];
}

function stepsTable(file: CounterexampleFile, names: ShortNames): string[] {
  return markdownTable(
    ["Step", "Process", "Request", "Answer", "True content: + new ~ overwritten - gone"],
    elide(file, stepsShown).map((one) =>
      "step" in one
        ? stepRow(one.step, names)
        : [
            "…",
            "",
            `${stepsWords(one.from, one.to)}: ${digits(one.omitted)} left out, all well-behaved`,
            "",
            "",
          ],
    ),
    [0],
  );
}

function endingLines(file: CounterexampleFile, names: ShortNames): string[] {
  const rows = file.ending.map(({ key, size, rows }) => [
    tableCode(names.shorten(key)),
    digits(size),
    plainText(rows ?? ""),
  ]);
  return [
    "What the store truly holds at the end:",
    ...(rows.length === 0 ? ["", "nothing.", ""] : markdownTable(["Key", "Bytes", "Rows"], rows, [1])),
    ...(file.rows === undefined ? [] : [rowsSentence(file.rows), ""]),
  ];
}

function legendLines(names: ShortNames): string[] {
  if (names.legend.length === 0) return [];
  const rows = names.legend.map(({ short, full }) => [tableCode(short), tableCode(full)]);
  return ["Short names:", ...markdownTable(["Short", "Full"], rows)];
}

function fileLink(cell: VerdictCell): string {
  const path = cell.counterexample?.file ?? "";
  return `[${plainText(`${cell.store}, ${cell.scenario}`)}](${path})`;
}

/** The steps, folded away, where the page tells everything else. */
export function stepsFolded(file: CounterexampleFile): string[] {
  const names = shortNames(file, nameColumns);
  return foldedAway(`The ${count(file.trace.length, "step")}`, [
    ...stepsTable(file, names),
    ...legendLines(names),
  ]);
}

/** The lines of one group of cells. Without `file` only what the verdicts tell. */
export function counterexampleSection(
  group: EvidenceGroup,
  grid: Grid,
  file: CounterexampleFile | undefined,
): string[] {
  const [first, ...others] = group.cells;
  if (first?.counterexample === undefined) return [];
  const head = [
    `### ${plainText(counterexampleTitle(first))}`,
    "",
    plainText(violationLine(group)),
    "",
    plainText(`Where: ${whereWords(group.cells, grid)}. ${counterexampleEvidence(group)}.`),
    "",
    ...(first.reproduce === undefined
      ? []
      : [`Run it again, from the folder of this page: ${codeText(first.reproduce)}`, ""]),
    `Files: ${[first, ...others].map(fileLink).join("; ")}.`,
    "",
  ];
  if (file === undefined) return head;
  const names = shortNames(file, nameColumns);
  return [
    ...head,
    plainText(names.shorten(story(file))),
    "",
    "```mermaid",
    mermaidDiagram(file, names).trimEnd(),
    "```",
    "",
    ...foldedAway(`The ${count(file.trace.length, "step")}, and what the store holds at the end`, [
      ...stepsTable(file, names),
      ...endingLines(file, names),
      ...legendLines(names),
    ]),
  ];
}
