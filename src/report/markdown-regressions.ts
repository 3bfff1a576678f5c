/** The page of bugs that were shipped: what the testbed says of each, and of its remedy. Markdown. */
import type { Regression, Subject } from "../check/regression.js";
import type { VerdictCell } from "../check/verdict.js";
import { markdownTable, plainText, tableCode } from "./markdown-text.js";
import { shortIds } from "./short-names.js";
import { costWords, count, digits, listed } from "./words.js";

/** A regression with all cells of both its variants, each with the command that searches it again. */
export interface JudgedRegression {
  readonly regression: Regression;
  readonly bug: readonly VerdictCell[];
  readonly remedy: readonly VerdictCell[];
  readonly reproduce: string;
}

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
      judged.map(({ regression, bug, remedy }) => [
        plainText(regression.id),
        tableCode(regression.scenario),
        subject(regression.bug),
        `**${violatedOf(regression, bug).property}** is violated`,
        regression.remedy === undefined ? "there is none" : subject(regression.remedy),
        regression.remedy === undefined ? "" : remedyVerdict(remedy),
      ]),
    ),
    ...judged.flatMap(detailLines),
  ];
}

function detailLines({ regression, bug, reproduce }: JudgedRegression): readonly string[] {
  const { id, cause, how } = regression;
  const { cost, steps, sentence } = violatedOf(regression, bug).counterexample!;
  const others = bug
    .filter(({ verdict, property }) => verdict === "violated" && property !== regression.violates)
    .map(({ property }) => `\`${property}\``);
  const also = others.length === 0 ? "" : ` Violated, too: ${listed(others)}.`;
  return [
    "",
    `**${plainText(id)}** (${sources(regression)}): ${plainText(cause)} The shortest execution needs ${costWords(cost)}, and has ${count(steps, "step")}: ${plainText(shortIds(sentence))}${also} The remedy: ${plainText(how)}`,
    "",
    "```sh",
    reproduce,
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

/** @throws RangeError where it is not violated. */
function violatedOf({ id, violates }: Regression, bug: readonly VerdictCell[]): VerdictCell {
  const cell = bug.find(({ property }) => property === violates);
  if (cell?.counterexample === undefined) throw new RangeError(`${id}: ${violates} is not violated`);
  return cell;
}

function remedyVerdict(cells: readonly VerdictCell[]): string {
  if (cells.every(({ verdict }) => verdict === "refuses")) return "declines the store";
  const open = cells.find(({ verdict }) => verdict !== "holds");
  if (open !== undefined) throw new RangeError(`${open.committer}: ${open.property} is ${open.verdict}`);
  const states = Math.max(...cells.map((cell) => cell.states ?? 0));
  return `all hold, in every execution (${digits(states)} states)`;
}
