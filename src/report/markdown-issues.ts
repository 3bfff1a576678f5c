/** The page of bugs that were shipped with Hadoop's committers and Spark's coordinator, by their issues. Markdown. */
import {
  type JudgedRegression,
  type JudgedSubject,
  regressionName,
  type Subject,
} from "../check/regression.js";
import { markdownTable, plainText, tableCode } from "./markdown-text.js";
import { alsoWords, executionWords, outcomeOf, violationOf } from "./markdown-regressions.js";
import { shortIds } from "./short-names.js";
import { boundsWords, costWords, count } from "./words.js";

/** A table of all issues, then each with its circumstances and how to see it. Text that ends in a line feed. */
export function issuesPage(
  title: string,
  about: readonly string[],
  issues: readonly JudgedRegression[],
): string {
  const lines = [
    `# ${title}`,
    "",
    ...about.flatMap((paragraph) => [paragraph, ""]),
    ...markdownTable(
      ["Issue", "Scenario", "With the bug", "Comes to", "Without it", "Comes to"],
      issues.map((issue) => [
        regressionName(issue.regression),
        tableCode(issue.regression.scenario),
        subjectWords(issue.regression.bug),
        isLoud(issue) ? "jobs fail" : `**${violationOf(issue).property}** is violated`,
        ...(issue.regression.remedy === undefined
          ? ["there is none", ""]
          : [subjectWords(issue.regression.remedy), outcomeWords(issue)]),
      ]),
    ),
    ...issues.flatMap(issueLines),
  ];
  return `${lines.join("\n").trimEnd()}\n`;
}

function isLoud({ regression }: JudgedRegression): boolean {
  return regression.violates === "loud";
}

function subjectWords({ what, committer }: Subject): string {
  return what === undefined ? tableCode(committer) : `${plainText(what)}: ${tableCode(committer)}`;
}

function outcomeWords(issue: JudgedRegression): string {
  // A job may fail that need not succeed, as long as no property is violated.
  return { holds: "all holds", loud: "all holds; jobs fail", refuses: "is refused" }[outcomeOf(issue)];
}

function issueLines(issue: JudgedRegression): readonly string[] {
  const { regression, bug, remedy } = issue;
  return [
    "",
    `## ${regressionName(regression)}`,
    "",
    regression.cause,
    "",
    `In scenario \`${regression.scenario}\` on \`${regression.bug.store ?? "strong"}\`, with ${boundsWords(bug.result.bounds)}:`,
    "",
    ...subjectLines(regression.bug, bugWords(issue), bug),
    ...(remedy === undefined ? [] : subjectLines(regression.remedy!, remedyWords(issue, remedy), remedy)),
  ];
}

function subjectLines({ what }: Subject, words: string, { result }: JudgedSubject): readonly string[] {
  return [`- ${plainText(what ?? "")}: ${words}`, "", "  ```sh", `  ${result.reproduce}`, "  ```", ""];
}

function bugWords(issue: JudgedRegression): string {
  const { regression, bug } = issue;
  if (isLoud(issue)) return `no property is violated in any ${executionWords(bug)}, but jobs fail.`;
  const { cost, steps, silent, sentence } = violationOf(issue).counterexample!;
  return `\`${regression.violates}\` is violated, ${silent ? "silently" : "not silently"}, with ${costWords(cost)}, in ${count(steps, "step")}. ${plainText(shortIds(sentence))}${alsoWords(bug, regression.violates)}`;
}

function remedyWords(issue: JudgedRegression, remedy: JudgedSubject): string {
  const outcome = outcomeOf(issue);
  if (outcome === "refuses") return "the job is refused before it has done anything.";
  const jobs = outcome === "loud" ? "jobs fail, and leave nothing" : "no job fails";
  return `every property holds in every ${executionWords(remedy)}, and ${jobs}.`;
}
