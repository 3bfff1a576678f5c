/** The page of bugs that were shipped with table formats: what the testbed says of each, and of its remedy. Markdown. */
import {
  type JudgedRegression,
  type JudgedSubject,
  mayComeTo,
  type Regression,
  regressionName,
  type Subject,
} from "../check/regression.js";
import type { VerdictCell } from "../check/verdict.js";
import { markdownTable, plainText, tableCode } from "./markdown-text.js";
import { shortIds } from "./short-names.js";
import { costWords, count, digits, listed } from "./words.js";

export interface RegressionGroup {
  readonly title: string;
  readonly judged: readonly JudgedRegression[];
}

/** The whole page. Text that ends in a line feed. */
export function regressionsPage(groups: readonly RegressionGroup[]): string {
  const all = groups.flatMap(({ judged }) => judged);
  const lines = [
    "<!-- Made from runs by properties/regressions/regressions.test.ts: vitest -u makes it anew. -->",
    "",
    "# Bugs that were shipped",
    "",
    `${count(all.length, "bug")} of table formats and their clients, each as a variant of a protocol here. The variant that has the bug is found wanting, and the one with the remedy is not, by the same general scenarios and properties: none of them knows of a bug. Both are exhausted in the scenario's smallest scope, one task with one file; all properties are looked at.`,
    "",
    "These are protocols as their sources have them, not the projects' own code. Numbers that begin with RB are those of the collection that the testbed was made from. Bugs of Hadoop's committers and of Spark's coordinator have [a page of their own](regressions-hadoop.md).",
    ...groups.flatMap(groupLines),
  ];
  return `${lines.join("\n").trimEnd()}\n`;
}

function groupLines({ title, judged }: RegressionGroup): readonly string[] {
  return [
    "",
    `## ${title}`,
    ...markdownTable(
      ["Bug", "Scenario", "With the bug", "Verdict", "With the remedy", "Verdict"],
      judged.map((one) => [
        plainText(regressionName(one.regression)),
        tableCode(one.regression.scenario),
        subject(one.regression.bug),
        `**${violationOf(one).property}** is violated`,
        one.regression.remedy === undefined ? "there is none" : subject(one.regression.remedy),
        remedyVerdict(one),
      ]),
    ),
    ...judged.flatMap(detailLines),
  ];
}

function detailLines(judged: JudgedRegression): readonly string[] {
  const { regression, bug } = judged;
  const { cost, steps, sentence } = violationOf(judged).counterexample!;
  const remedy = regression.how === undefined ? "" : ` The remedy: ${plainText(regression.how)}`;
  return [
    "",
    `**${plainText(regressionName(regression))}** (${sources(regression)}): ${plainText(regression.cause)} The shortest execution needs ${costWords(cost)}, and has ${count(steps, "step")}: ${plainText(shortIds(sentence))}${alsoWords(bug, regression.violates)}${remedy}`,
    "",
    "```sh",
    bug.result.reproduce,
    "```",
  ];
}

function sources({ threads, read }: Regression): string {
  const links = threads.map((thread) => {
    const [repository, number] = thread.split("#");
    return `[${thread}](https://github.com/${repository}/issues/${number})`;
  });
  return [...links, ...(read === undefined ? [] : [`read in the source: ${plainText(read)}`])].join(", ");
}

function subject({ committer, store = "strong" }: Subject): string {
  return `${tableCode(committer)}${store === "strong" ? "" : ` on ${tableCode(store)}`}`;
}

/** The cell of the property that the bug violates. @throws RangeError where it is not violated. */
export function violationOf({ regression, bug }: JudgedRegression): VerdictCell {
  const cell = bug.cells.find(({ property }) => property === regression.violates);
  if (cell?.counterexample === undefined)
    throw new RangeError(`${regressionName(regression)}: ${regression.violates} is not violated`);
  return cell;
}

/** ` Violated, too: …`, or nothing. */
export function alsoWords({ cells }: JudgedSubject, violates: string): string {
  const others = cells
    .filter(({ verdict, property }) => verdict === "violated" && property !== violates)
    .map(({ property }) => `\`${property}\``);
  return others.length === 0 ? "" : ` Violated, too: ${listed(others)}.`;
}

/** `execution (1,234 states)`: what was looked at. */
export function executionWords({ result }: JudgedSubject): string {
  return `execution (${digits(String(result.looked))} states)`;
}

/** What the remedy comes to, as it must. @throws RangeError where it does not. */
export function outcomeOf({ regression, remedy }: JudgedRegression): "holds" | "loud" | "refuses" {
  const outcome = remedy?.result.outcome;
  if (outcome === undefined || outcome === "violated" || !mayComeTo(regression).includes(outcome))
    throw new RangeError(`${regressionName(regression)}: the remedy is ${outcome ?? "unknown"}`);
  return outcome;
}

/** What the remedy comes to, in words; empty where there is none. @throws RangeError where it does not help as it should. */
function remedyVerdict(judged: JudgedRegression): string {
  if (judged.remedy === undefined) return "";
  return outcomeOf(judged) === "refuses"
    ? "declines the store"
    : `all hold, in every ${executionWords(judged.remedy)}`;
}
