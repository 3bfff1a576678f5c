/** Litmus tests for a terminal: the table of tests by stores, and one test with its witnesses. */
import type {
  LitmusTest,
  LitmusTheme,
  LitmusVerdict,
  OutcomeVerdict,
  Witness,
  WitnessStep,
} from "../check/litmus.js";
import { hang, narrowest, pad, table, type TextOptions, widthOf, wrap } from "./layout.js";
import { citationWords, outcomeWords, programWords } from "./litmus-words.js";
import { paints, type Paints } from "./paint.js";
import { count } from "./words.js";

/** What an outcome on a store came to: a sign of one column. */
export function signOf({ expected, witnessed, witness }: OutcomeVerdict): string {
  if (witnessed !== (expected === "allowed")) return "!";
  return witnessed ? String(Math.min(witness?.cost ?? 0, 9)) : "·";
}

const legend =
  "0: allowed, and comes out though nothing goes wrong; 1, 2, …: allowed, and needs so many wrong answers, faults or crashes; " +
  "·: forbidden, and never comes out; !: otherwise than expected.";

const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** The table of all tests, theme after theme. Text that ends in a line feed. */
export function renderLitmusTable(
  themes: readonly LitmusTheme[],
  verdicts: readonly LitmusVerdict[],
  options: TextOptions,
): string {
  const width = Math.max(narrowest, options.width);
  const paint = paints(options.color);
  const stores = [...new Set(verdicts.map(({ store }) => store))];
  return [
    ...storeLegend(stores, width),
    ...themes.flatMap(({ title, tests }) => [
      "",
      paint.heading(`── ${title}`),
      ...tests.flatMap((test) => testRows(test, verdicts, stores, width, paint)),
    ]),
    "",
    ...wrap(legend, width),
    ...wrap(summary(verdicts), width),
  ]
    .map((line) => `${line}\n`)
    .join("");
}

function storeLegend(stores: readonly string[], width: number): string[] {
  const entries = stores.map((store, index) => `${letters[index] ?? "?"} ${store}`);
  const column = Math.max(...entries.map(widthOf)) + 2;
  const perLine = Math.max(1, Math.floor(width / column));
  const lines: string[] = [];
  for (let from = 0; from < entries.length; from += perLine) {
    const line = entries.slice(from, from + perLine).map((entry) => pad(entry, column));
    lines.push(line.join("").trimEnd());
  }
  return lines;
}

function testRows(
  test: LitmusTest,
  verdicts: readonly LitmusVerdict[],
  stores: readonly string[],
  width: number,
  paint: Paints,
): string[] {
  const own = stores.map((store) => verdicts.find((one) => one.test === test.name && one.store === store));
  const columns = [
    { width: Math.max(16, width - 2 * stores.length - 2) },
    ...stores.map(() => ({ width: 1 })),
  ];
  // A name that is cut in two is found by nobody.
  const fits = widthOf(test.name) <= columns[0]!.width;
  const head = [
    { lines: [fits ? test.name : ""], paint: paint.heading },
    ...stores.map((_, index) => ({ lines: [letters[index] ?? "?"], paint: paint.dim })),
  ];
  const rows = test.outcomes.map(({ name }) => [
    { lines: wrap(name, columns[0]!.width - 2).map((line) => `  ${line}`) },
    ...own.map((verdict) => {
      const outcome = verdict?.outcomes.find((one) => one.outcome === name);
      const sign = outcome === undefined ? " " : signOf(outcome);
      return { lines: [sign], ...(sign === "!" ? { paint: paint.alarm } : {}) };
    }),
  ]);
  const unlisted = own.map((verdict) => ((verdict?.unlisted.length ?? 0) > 0 ? "!" : ""));
  const other = unlisted.includes("!")
    ? [[{ lines: ["  something else"] }, ...unlisted.map((sign) => ({ lines: [sign], paint: paint.alarm }))]]
    : [];
  const lines = table(columns, [head, ...rows, ...other], 1);
  return fits ? lines : [paint.heading(test.name), ...lines];
}

/** How it came out, in a sentence. */
export function summary(verdicts: readonly LitmusVerdict[]): string {
  const tests = count(new Set(verdicts.map(({ test }) => test)).size, "test");
  const stores = count(new Set(verdicts.map(({ store }) => store)).size, "store");
  const missed = verdicts.filter(({ met }) => !met);
  const found =
    missed.length === 0
      ? "every allowed outcome was witnessed, and no forbidden one comes out in any execution"
      : `${missed.length} of ${verdicts.length} came out otherwise than expected`;
  return `${tests} on ${stores}: ${found}.`;
}

/** One test: what it does, and on each store what came out and how. Text that ends in a line feed. */
export function renderLitmusTest(
  test: LitmusTest,
  verdicts: readonly LitmusVerdict[],
  options: TextOptions,
): string {
  const width = Math.max(narrowest, options.width);
  const paint = paints(options.color);
  const program = programWords(test);
  const names = Math.max(...program.map(({ who }) => widthOf(who)));
  return [
    paint.heading(test.name),
    ...wrap(test.about.join(" "), width),
    "",
    ...program.flatMap(({ who, line }) => hang(`  ${pad(who, names)}  `, line, width)),
    "",
    ...test.outcomes.flatMap((outcome) => hang(`  ${outcome.name}: `, outcomeWords(outcome), width)),
    ...verdicts.flatMap((verdict) => ["", ...storeLines(verdict, width, paint)]),
  ]
    .map((line) => `${line}\n`)
    .join("");
}

function storeLines(
  { store, outcomes, unlisted, states }: LitmusVerdict,
  width: number,
  paint: Paints,
): string[] {
  return [
    paint.heading(`On ${store}`),
    ...outcomes.flatMap((outcome) => [
      ...hang("  ", `${outcome.outcome}: ${verdictWords(outcome, states)}`, width, alarm(outcome, paint)),
      ...hang("    ", citationWords(outcome.source), width, paint.dim),
      ...(outcome.witness === undefined ? [] : witnessLines(outcome.witness, width, paint)),
    ]),
    ...unlisted.flatMap((witness) => [
      ...hang("  ", `none of the outcomes: ${valueWords(witness)}`, width, paint.alarm),
      ...witnessLines(witness, width, paint),
    ]),
  ];
}

function alarm(outcome: OutcomeVerdict, paint: Paints): (text: string) => string {
  return signOf(outcome) === "!" ? paint.alarm : (text) => text;
}

function verdictWords({ expected, witnessed, witness }: OutcomeVerdict, states: number): string {
  const never = `comes out in none of the executions (${count(states, "state")})`;
  if (!witnessed) return expected === "forbidden" ? `forbidden, and ${never}` : `allowed, BUT ${never}`;
  const cost = witness?.cost ?? 0;
  const how =
    cost === 0
      ? "comes out though nothing goes wrong"
      : `comes out with ${count(cost, "wrong answer, fault or crash", "wrong answers, faults or crashes")}`;
  return expected === "allowed" ? `allowed, and ${how}` : `forbidden, BUT ${how}`;
}

function valueWords({ sees, holds }: Witness): string {
  const each = (values: Readonly<Record<string, string>>, verb: string): string[] =>
    Object.entries(values).map(([name, value]) => `${name} ${verb} ${value}`);
  return [...each(sees, "="), ...each(holds, "holds")].join(", ");
}

function witnessLines(witness: Witness, width: number, paint: Paints): string[] {
  const { steps } = witness;
  if (steps.length === 0) return [];
  const numbers = widthOf(String(steps.length));
  const names = Math.max(0, ...steps.map(({ process }) => widthOf(process)));
  const indent = " ".repeat(numbers + 6);
  return [
    ...steps.flatMap((step) => stepLines(step, numbers, names, width, paint)),
    ...hang(indent, valueWords(witness), width, paint.dim),
  ];
}

function stepLines(
  { step, process, request, answer, anomaly, wouldHaveBeen, changed }: WitnessStep,
  numbers: number,
  names: number,
  width: number,
  paint: Paints,
): string[] {
  const first = `    ${pad(String(step), numbers, "right")}  ${pad(process, names)}  `;
  const told = answer === "" ? request : `${request}: ${answer}`;
  const changes = changed.length === 0 ? "" : `  [${changed.join(", ")}]`;
  const lines = hang(first, `${told}${changes}`, width);
  if (anomaly === undefined) return lines;
  const due = wouldHaveBeen === undefined ? "" : `; up to date: ${wouldHaveBeen}`;
  return [...lines, ...hang(`${" ".repeat(widthOf(first))}! `, `${anomaly}${due}`, width, paint.alarm)];
}
