/** An incident for a terminal. */
import type { BillReport, IncidentReport, Proof, SetupReport } from "../check/incident.js";
import type { TraceStep } from "../check/verdict.js";
import { rateWords } from "./estimate.js";
import { billHead, billRows, billTitle, countedWords, figureWords } from "./incident-bill.js";
import { hang, narrowest, table, type TextOptions, widthOf, wrap } from "./layout.js";
import { type Paints, paints } from "./paint.js";
import { stepTable } from "./step-table.js";
import { visible } from "./visible.js";
import { count, digits, wordsOf } from "./words.js";

/** What a list tells of each incident. */
interface Listed {
  readonly name: string;
  readonly title: string;
  readonly setups: readonly { readonly figure?: { readonly words: string } }[];
  readonly bill?: { readonly figure: { readonly words: string } };
}

/** The figures of a story, as it tells them. */
export function figuresOf({ setups, bill }: Pick<Listed, "setups" | "bill">): readonly string[] {
  return [...setups, ...(bill === undefined ? [] : [bill])].flatMap(({ figure }) => figure?.words ?? []);
}

/** Text that ends in a line feed. */
export function renderIncidentList(incidents: readonly Listed[], options: TextOptions): string {
  const width = Math.max(narrowest, options.width);
  const paint = paints(options.color);
  const name = Math.max(...incidents.map((one) => widthOf(one.name)));
  const lines = incidents.flatMap((one) => {
    const figures = figuresOf(one);
    const told = figures.length === 0 ? one.title : `${one.title} (${figures.join(", ")})`;
    return hang(`  ${one.name.padEnd(name)}  `, told, width);
  });
  return [
    ...wrap("Incidents (lakelitmus incident NAME tells one, and runs it again)", width).map(paint.heading),
    ...lines,
  ]
    .map((line) => `${line}\n`)
    .join("");
}

export function renderIncident(report: IncidentReport, options: TextOptions): string {
  const width = Math.max(narrowest, options.width);
  const paint = paints(options.color);
  const [story] = report.setups;
  const lines = [
    ...wrap(`${report.title} (${report.incident})`, width).map(paint.heading),
    "",
    ...wrap(visible(report.story.join(" ")), width),
    ...hang("Source: ", visible(report.source), width, paint.dim),
    "",
    ...hang("Delays: ", visible(report.delays), width),
    ...report.setups.flatMap((setup) => ["", ...setupLines(setup, report, width, paint)]),
    ...(report.bill === undefined ? [] : ["", ...billLines(report.bill, width, paint)]),
    ...report.setups.flatMap((setup) => executionLines(setup, setup === story, width, paint)),
    ...report.setups.flatMap((setup) =>
      setup.claim === "no fix" ? counterexampleLines(setup, width, paint) : [],
    ),
    "",
    ...hang("What to see: ", visible(report.see), width),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

function billLines(bill: BillReport, width: number, paint: Paints): string[] {
  const rows = [billHead, ...billRows(bill)];
  const columns = billHead.map((_, column) => ({
    width: Math.max(...rows.map((row) => widthOf(row[column] ?? ""))),
    align: "right" as const,
  }));
  const fits = columns.reduce((sum, column) => sum + column.width + 2, 0) <= width;
  const told = fits
    ? table(
        columns,
        rows.map((row) => row.map((cell) => ({ lines: [cell] }))),
      ).map((line) => `  ${line}`)
    : billRows(bill).flatMap((row) =>
        hang("  ", row.map((cell, column) => `${billHead[column]!} ${cell}`).join(", "), width),
      );
  return [
    ...wrap(billTitle(bill), width).map(paint.heading),
    ...hang("  ", visible(countedWords(bill)), width),
    ...told,
    ...hang("  ", visible(figureWords(bill)), width, bill.figure.contained ? undefined : paint.alarm),
    ...hang("  ", visible(`Prices: ${bill.source}.`), width, paint.dim),
  ];
}

const claims: Readonly<Record<SetupReport["claim"], string>> = {
  story: "the story",
  contrast: "beside it",
  fix: "remedy",
  "no fix": "said to be a remedy",
};

function setupLines(
  setup: SetupReport,
  { tool, seed }: IncidentReport,
  width: number,
  paint: Paints,
): string[] {
  const made =
    setup.runs === setup.asked
      ? count(setup.runs, "run")
      : `${digits(setup.runs)} of ${count(setup.asked, "run")}`;
  const what = `${setup.subject} on ${setup.store} by the delays of ${setup.profile}: ${made} of ${setup.size} (${tool}, seed ${seed})`;
  return [
    ...wrap(`${claims[setup.claim]}: ${setup.label}`, width).map(paint.heading),
    ...hang("  ", visible(what), width, paint.dim),
    ...factsOf(setup, paint).flatMap(([label, text, look]) =>
      hang(`  ${label.padEnd(16)}`, visible(text), width, look),
    ),
  ];
}

type Fact = readonly [label: string, text: string, paint: (text: string) => string];

function factsOf(setup: SetupReport, paint: Paints): readonly Fact[] {
  const plain = (text: string): string => text;
  const { figure, left, proof } = setup;
  const facts: Fact[] = [];
  if (figure !== undefined) facts.push(["The story says", figure.words, plain]);
  if (setup.runs > 0) {
    facts.push(["Measured", measuredWords(setup), setup.violated.count > 0 ? paint.alarm : plain]);
    if (left !== undefined)
      facts.push([
        "Left of a run",
        `${left.low} to ${left.high} of ${left.of} items in 95 of 100 runs`,
        plain,
      ]);
    if (figure !== undefined)
      facts.push([
        "",
        figure.contained ? withinWords(setup) : "THE FIGURE LIES OUTSIDE",
        figure.contained ? plain : paint.alarm,
      ]);
  }
  facts.push(["Searched", proofWords(proof), proof.verdict === "violated" ? paint.alarm : plain]);
  return facts;
}

/** Where hardly anything was lost, an interval holds nearly any figure. */
function withinWords({ violated }: SetupReport): string {
  return violated.count < 3
    ? "the figure lies within, as many would: these are few runs"
    : "the figure lies within";
}

/** Rows where rows are lost, runs where readers are told something else. */
export function measuredWords({ property, rows, violated }: SetupReport): string {
  const runs = `${property} violated in ${digits(violated.count)} of ${count(violated.of, "run")}, ${rateWords(violated)}`;
  if (property !== "no-lost-rows") return runs;
  return `${digits(rows.count)} of ${count(rows.of, "row")} lost, ${rateWords(rows)}; in ${digits(violated.count)} of ${count(violated.of, "run")}`;
}

export function proofWords({ verdict, scope, states, reason, counterexample }: Proof): string {
  if (counterexample !== undefined) {
    const luck =
      counterexample.cost === 0
        ? "by the order of the steps alone"
        : `with ${count(counterexample.cost, "wrong answer")}`;
    return `${wordsOf["violated-silent"].sign} ${scope}: ${counterexample.message}, ${luck}`;
  }
  if (verdict === "holds")
    return `${wordsOf["holds-exhaustive"].sign} ${scope}: nothing goes wrong (${count(states, "state")})`;
  return `${wordsOf.unknown.sign} ${scope}: not decided (${reason ?? ""})`;
}

function executionLines(
  { label, proof }: SetupReport,
  isStory: boolean,
  width: number,
  paint: Paints,
): string[] {
  const { timeline, counterexample } = proof;
  if (timeline !== undefined) {
    const title = `${label}: one run by these delays (number ${timeline.run})`;
    return ["", ...wrap(title, width).map(paint.heading), ...stepTable(timeline.steps, width, paint)];
  }
  if (!isStory || counterexample === undefined) return [];
  return ["", paint.heading(`${label}: one execution`), ...stepTable(counterexample.steps, width, paint)];
}

function counterexampleLines({ label, proof }: SetupReport, width: number, paint: Paints): string[] {
  if (proof.counterexample === undefined) return [];
  return [
    "",
    ...wrap(`Why it is no fix: ${label}`, width).map(paint.heading),
    ...stepTable(proof.counterexample.steps, width, paint),
  ];
}

/** Steps under each other without colours, as a page has them. */
export function stepLines(steps: readonly TraceStep[]): readonly string[] {
  return stepTable(steps, 110, paints(false)).map((line) => line.slice(2));
}
