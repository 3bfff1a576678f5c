/** The pages about incidents: one a folder, and one about all of them. Markdown, made from runs with a pinned seed. */
import type { BillReport, IncidentReport, SetupReport } from "../check/incident.js";
import { figuresOf, measuredWords, proofWords, stepLines } from "./incident.js";
import { billHead, billRows, billTitle, countedWords, figureWords } from "./incident-bill.js";
import { markdownTable, plainText, tableCode } from "./markdown-text.js";
import { count } from "./words.js";

const made =
  "<!-- Made by test/incidents/incidents.test.ts from runs with seed 1; vitest -u makes it anew. -->";

const claimWords: Readonly<Record<SetupReport["claim"], string>> = {
  story: "the story",
  contrast: "beside it",
  fix: "a remedy",
  "no fix": "said to be a remedy, and is none",
};

/** README.md of an incident's folder. Text that ends in a line feed. */
export function incidentPage(report: IncidentReport): string {
  const { incident, title, story, source, delays, see, setups } = report;
  const lines = [
    made,
    "",
    `# ${title}`,
    "",
    story.join(" "),
    "",
    `Source: ${source}.`,
    "",
    "## What to run",
    "",
    "```text",
    `npx lakelitmus incident ${incident}`,
    "```",
    "",
    `It runs what is in \`incident.ts\`, and says how often it goes wrong by the delays of a profile, with a 95 % interval; whether it can go wrong at all, by a search of every execution of a small scope; and one run step by step.`,
    "",
    "## What comes out",
    "",
    `With all runs (seed ${report.seed}):`,
    ...markdownTable(
      ["", "By the delays of its profile", "Every execution"],
      setups.map((setup) => [
        `**${plainText(setup.label)}** (${claimWords[setup.claim]}): ${tableCode(setup.subject)} on ${tableCode(setup.store)}`,
        plainText(measured(setup)),
        plainText(proofWords(setup.proof)),
      ]),
    ),
    ...(report.bill === undefined ? [] : billLines(report.bill)),
    `**What to see.** ${see}`,
    "",
    ...setups.flatMap(executionLines),
    "## The delays",
    "",
    delays,
    "",
    ...[...new Map(setups.map(({ profile, about }) => [profile, about]))].map(
      ([name, about]) => `- \`${name}\`: ${about}`,
    ),
    "",
  ];
  return `${lines.join("\n").trimEnd()}\n`;
}

function billLines(bill: BillReport): string[] {
  return [
    `${plainText(billTitle(bill))}. ${plainText(countedWords(bill))}`,
    ...markdownTable(
      billHead,
      billRows(bill).map((row) => row.map(plainText)),
      billHead.map((_, column) => column),
    ),
    `${plainText(figureWords(bill))} Prices: ${plainText(bill.source)}.`,
    "",
  ];
}

function measured(setup: SetupReport): string {
  const { figure, left, profile } = setup;
  const said =
    figure === undefined
      ? ""
      : ` The story says ${figure.words}: ${figure.contained ? "within" : "OUTSIDE"}.`;
  const range =
    left === undefined ? "" : ` ${left.low} to ${left.high} of ${left.of} are left in 95 of 100 runs.`;
  return `${measuredWords(setup)}.${range}${said} Delays: ${profile}.`;
}

function executionLines({ label, claim, proof }: SetupReport): string[] {
  const { timeline, counterexample } = proof;
  const lines: string[] = [];
  if (timeline !== undefined)
    lines.push(
      `${label}: one run by these delays, in virtual time.`,
      "",
      "```text",
      ...stepLines(timeline.steps),
      "```",
      "",
    );
  if (claim === "no fix" && counterexample !== undefined)
    lines.push(`Why it is no fix: ${label}.`, "", "```text", ...stepLines(counterexample.steps), "```", "");
  return lines;
}

/** docs/incidents.md. Text that ends in a line feed. */
export function incidentsPage(reports: readonly IncidentReport[], introduction: string): string {
  const lines = [
    made,
    "",
    "# Incidents",
    "",
    introduction.trim(),
    ...markdownTable(["Incident", "The story says", "Measured", "Remedies"], reports.map(summaryRow)),
  ];
  return `${lines.join("\n").trimEnd()}\n`;
}

function summaryRow(report: IncidentReport): string[] {
  const { incident, title, bill, setups } = report;
  const said = [
    ...setups.filter(({ figure }, index) => index === 0 || figure !== undefined).map(measured),
    ...(bill === undefined ? [] : [figureWords(bill)]),
  ];
  return [
    `[${incident}](../examples/incidents/${incident}/README.md): ${plainText(title)}`,
    plainText(figuresOf(report).join("; ") || "no figure"),
    plainText(said.join(" ")),
    plainText(remedies(report)),
  ];
}

function remedies({ setups }: IncidentReport): string {
  return setups
    .filter(({ claim }) => claim === "fix" || claim === "no fix")
    .map(({ label, proof }) => {
      if (proof.verdict === "holds") return `${label}: holds in ${proof.scope}`;
      const { counterexample } = proof;
      if (counterexample === undefined) return `${label}: not decided`;
      return `${label}: fails with ${count(counterexample.cost, "wrong answer")}`;
    })
    .join(". ");
}
