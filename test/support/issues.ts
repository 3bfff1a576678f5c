/** Issues that are run again: what a variant comes to in an issue's circumstances, and the page that tells of all of them. */
import { properties, furtherProperties } from "../../properties/index.js";
import type { Issue, Variant } from "../../properties/regressions/issue.js";
import { boundOf, boundText } from "../../src/check/bounds.js";
import { resultOf, type ScopeResult } from "../../src/check/hypotheses.js";
import { appliesTo } from "../../src/check/property.js";
import type { Bounds, VerdictCell } from "../../src/check/verdict.js";
import { readDefended } from "../../src/cli/spelling.js";
import { shellWord } from "../../src/cli/shell-word.js";
import { runCell } from "../../src/explore/cell.js";
import { findScenario, withBounds } from "../../src/job/scenario.js";
import { GeneratedParts } from "../../src/parts/generated-parts.js";
import { markdownTable, plainText, tableCode } from "../../src/report/markdown-text.js";
import { shortIds } from "../../src/report/short-names.js";
import { boundsWords, costWords, count, digits, listed } from "../../src/report/words.js";
import { personalityNamed } from "../../src/store/personalities/index.js";
import { committerNamed } from "./claims.js";

/** What a variant comes to. */
export interface Found {
  readonly cells: readonly VerdictCell[];
  readonly result: ScopeResult;
}

const all = [...properties, ...furtherProperties];
const parts = new GeneratedParts("1");

/** Every execution in the issue's circumstances, judged by every property that says something of them. */
export async function judge(issue: Issue, variant: Variant): Promise<Found> {
  const scenario = scenarioOf(issue, variant);
  const { cells } = await runCell({
    committer: variant.committer,
    committerDigest: "",
    factory: committerNamed(variant.committer),
    personality: personalityNamed(issue.store ?? "strong"),
    scenario,
    properties: all.filter((property) => appliesTo(property, scenario.bounds)),
    seed: "1",
    parts,
    effort: { states: 50_000, executions: 0 },
    tool: "lakelitmus test",
  });
  return {
    cells,
    result: resultOf({ scope: issue.scenario, requires: scenario.requires, reproduce: "" }, cells),
  };
}

function scenarioOf(issue: Issue, variant: Variant) {
  const scenario = findScenario(issue.scenario);
  if (scenario === undefined) throw new Error(`no scenario is called ${issue.scenario}`);
  const bounded = withBounds(scenario, { ...issue.bounds, ...variant.bounds });
  return { ...bounded, requires: issue.requires ?? scenario.requires };
}

/** The names of the properties that are violated, and `loud` where jobs have failed. */
export function wrong({ cells, result }: Found): readonly string[] {
  const violated = cells.filter(({ verdict }) => verdict === "violated").map(({ property }) => property);
  return result.outcome === "loud" ? [...violated, "loud"] : violated;
}

/** The page: a table of all issues, then each with its circumstances and how to see it. Markdown. */
export function issuesPage(
  title: string,
  about: readonly string[],
  runs: readonly { readonly issue: Issue; readonly bug: Found; readonly fix: Found }[],
): string {
  const lines = [
    `# ${title}`,
    "",
    ...about.flatMap((paragraph) => [paragraph, ""]),
    ...markdownTable(
      ["Issue", "Scenario", "With the bug", "Comes to", "Without it", "Comes to"],
      runs.map(({ issue, bug, fix }) => [
        issue.ids.join(", "),
        tableCode(issue.scenario),
        variantWords(issue.bug),
        outcomeWords(bug, issue.breaks),
        variantWords(issue.fix),
        outcomeWords(fix, issue.breaks),
      ]),
    ),
    ...runs.flatMap(({ issue, bug, fix }) => issueLines(issue, bug, fix)),
  ];
  return `${lines.join("\n").trimEnd()}\n`;
}

function variantWords({ what, committer }: Variant): string {
  return `${plainText(what)}: ${tableCode(committer)}`;
}

function outcomeWords({ result: { outcome, violation } }: Found, breaks: string): string {
  if (violation !== undefined) return `**${breaks}** is violated`;
  // A job may fail that need not succeed, as long as no property is violated.
  if (outcome === "loud") return breaks === "loud" ? "jobs fail" : "all holds; jobs fail";
  return { holds: "all holds", refuses: "is refused" }[outcome as "holds"] ?? "unknown";
}

function issueLines(issue: Issue, bug: Found, fix: Found): readonly string[] {
  return [
    "",
    `## ${issue.ids.join(", ")}`,
    "",
    issue.about,
    "",
    `In scenario \`${issue.scenario}\` on \`${issue.store ?? "strong"}\`, with ${boundsWords(bug.result.bounds)}:`,
    "",
    `- ${plainText(issue.bug.what)}: ${bugWords(bug, issue.breaks)}`,
    "",
    ...commandLines(issue, issue.bug),
    `- ${plainText(issue.fix.what)}: ${fixWords(fix)}`,
    "",
    ...commandLines(issue, issue.fix),
  ];
}

function bugWords({ result, cells }: Found, breaks: string): string {
  const { looked } = result;
  const broken = cells.find((cell) => cell.property === breaks)?.counterexample;
  if (broken === undefined) {
    return `no property is violated, but jobs fail (every execution: ${digits(String(looked))} states).`;
  }
  const { cost, steps, silent, sentence } = broken;
  const others = cells.filter((cell) => cell.verdict === "violated" && cell.property !== breaks);
  const also =
    others.length === 0 ? "" : ` Violated, too: ${listed(others.map((cell) => `\`${cell.property}\``))}.`;
  return `\`${breaks}\` is violated, ${silent ? "silently" : "not silently"}, with ${costWords(cost)}, in ${count(steps, "step")}. ${plainText(shortIds(sentence))}${also}`;
}

function fixWords({ result }: Found): string {
  if (result.outcome === "refuses") return "the job is refused before it has done anything.";
  const jobs = result.outcome === "loud" ? "jobs fail, and leave nothing" : "no job fails";
  return `every property holds in every execution (${digits(String(result.looked))} states), and ${jobs}.`;
}

function commandLines(issue: Issue, variant: Variant): readonly string[] {
  const scenario = findScenario(issue.scenario)!;
  const wanted: Partial<Bounds> = { ...issue.bounds, ...variant.bounds };
  const names = Object.keys(wanted) as readonly (keyof Bounds)[];
  const scope = names
    .filter((name) => wanted[name] !== boundOf(scenario.bounds, name))
    .map((name) => boundText(name, wanted[name]!));
  const { committer, defences } = readDefended(variant.committer);
  const command = [
    `npx lakelitmus check ${shellWord(committer)} --store ${issue.store ?? "strong"}`,
    ...defences.map((defence) => `--defence ${shellWord(defence)}`),
    `--scenario ${issue.scenario} --exhaust`,
    ...(scope.length === 0 ? [] : [`--scope ${scope.join(",")}`]),
  ];
  return ["  ```sh", `  ${command.join(" ")}`, "  ```", ""];
}
