/**
 * Verdicts as JUnit XML, for what shows test results in CI: a suite for each committer, a test case for each of its cells. Which
 * cases fail is decided by whoever knows what was expected. No times, so the same verdicts give the same bytes.
 *
 * Source: the format as Jenkins' xunit plugin has it (junit-10.xsd): testsuites, testsuite, testcase, failure, error, skipped.
 */
import type { VerdictCell, Verdicts } from "../check/verdict.js";
import type { CellName } from "./cell-key.js";
import { replayCommand } from "./counterexample-path.js";
import { visible } from "./visible.js";
import { costWords, evidenceWords, verdictSentence } from "./words.js";

/** The second line of every file: tells one that lakelitmus has made from any other. */
export const junitMark = "<!-- Made by lakelitmus. -->";

/** What becomes of a case: `failure`, something else came out than was expected; `error`, nothing is known; `skipped`, nothing to judge. */
export interface JunitCase {
  readonly cell: CellName;
  /** The verdict; undefined where the cell was expected, and was not run. */
  readonly came: VerdictCell | undefined;
  readonly as: "passed" | "failure" | "error" | "skipped";
  /** Why it did not pass, in a sentence. */
  readonly why: string;
}

/** The text of the file. `folder`: where the report stands, as seen from the shell. */
export function renderJunit(
  { tool, command }: Pick<Verdicts, "tool" | "command">,
  cases: readonly JunitCase[],
  folder: string,
): string {
  const suites = new Map<string, JunitCase[]>();
  for (const one of cases) suites.set(one.cell.committer, [...(suites.get(one.cell.committer) ?? []), one]);
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    junitMark,
    `<testsuites${attributes({ name: tool, ...tally(cases) })}>`,
    ...[...suites].flatMap(([committer, own]) => [
      `  <testsuite${attributes({ name: committer, ...tally(own) })}>`,
      `    <properties><property${attributes({ name: "command", value: command })}/></properties>`,
      ...own.flatMap((one) => caseLines(one, folder)),
      "  </testsuite>",
    ]),
    "</testsuites>",
  ];
  return `${lines.join("\n")}\n`;
}

function tally(cases: readonly JunitCase[]): Readonly<Record<string, number>> {
  const number = (as: JunitCase["as"]): number => cases.filter((one) => one.as === as).length;
  return {
    tests: cases.length,
    failures: number("failure"),
    errors: number("error"),
    skipped: number("skipped"),
  };
}

function caseLines({ cell, came, as, why }: JunitCase, folder: string): readonly string[] {
  const { committer, store, scenario, property } = cell;
  const name = attributes({ classname: `${committer} on ${store}`, name: `${scenario}: ${property}` });
  const told = came === undefined ? [] : toldLines(came, folder);
  const inside =
    as === "passed"
      ? [`      <system-out>${escaped(told.join("\n"))}</system-out>`]
      : as === "skipped"
        ? [`      <skipped${attributes({ message: why })}/>`]
        : [
            `      <${as}${attributes({ type: typeOf(came), message: why })}>${escaped(told.join("\n"))}</${as}>`,
          ];
  return [`    <testcase${name}>`, ...inside, "    </testcase>"];
}

function typeOf(came: VerdictCell | undefined): string {
  return came === undefined ? "not run" : (came.anomaly?.plain ?? came.verdict);
}

function toldLines(cell: VerdictCell, folder: string): readonly string[] {
  const { counterexample } = cell;
  const found =
    counterexample === undefined
      ? []
      : [
          counterexample.sentence,
          `It takes ${costWords(counterexample.cost)}, in ${counterexample.steps} steps.`,
          replayCommand(counterexample.file, folder),
        ];
  return [verdictSentence(cell), `${evidenceWords(cell)}.`, ...found];
}

function attributes(of: Readonly<Record<string, string | number>>): string {
  return Object.entries(of)
    .map(([name, value]) => ` ${name}="${escaped(String(value)).replaceAll("\n", " ")}"`)
    .join("");
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** Text of others in it can hold what XML does not: control characters are written out. Line feeds are ours. */
function escaped(text: string): string {
  return text
    .split("\n")
    .map((line) => visible(line).replace(/[&<>"']/g, (character) => entities[character] ?? character))
    .join("\n");
}
