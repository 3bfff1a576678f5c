/** The page about the litmus tests: what each does, and where which outcome is allowed. Markdown. */
import { expectationOf, type LitmusOutcome, type LitmusTest, type LitmusTheme } from "../check/litmus.js";
import { outcomeWords, programWords } from "./litmus-words.js";
import { pad, widthOf } from "./layout.js";
import { markdownTable, tableCode } from "./markdown-text.js";
import { count } from "./words.js";

/** A store as the page speaks of it. */
export interface LitmusStore {
  readonly name: string;
  /** What it is true of, in one sentence. */
  readonly trueOf: string;
}

/** The whole page. Text that ends in a line feed. */
export function litmusPage(themes: readonly LitmusTheme[], stores: readonly LitmusStore[]): string {
  const tests = themes.flatMap((theme) => theme.tests);
  const lines = [
    "<!-- Made from properties/litmus by test/litmus/docs.test.ts. -->",
    "",
    "# Litmus tests",
    "",
    `A litmus test is a tiny program against one store, with every way in which it may come out. There are ` +
      `${count(tests.length, "test")}, and ${count(stores.length, "store")}. What is allowed on a store is typed from its ` +
      "documentation, and each expectation names the document and the line (in `properties/litmus/`, and in what the command " +
      "below prints). Then the test is run on the store, with every choice taken: which request comes next, which of the " +
      "answers that the store may give, which fault. An outcome that is *allowed* was witnessed, with a least misfortune that " +
      "leads to it; one that is *forbidden* comes out in no execution.",
    "",
    "    lakelitmus litmus                                     the table of all tests and stores",
    "    lakelitmus litmus read-after-overwrite --store swift  one test, its sources and its executions step by step",
    "",
    "In the programs, `r = GET k` puts the answer of a request into the register `r`: the text of the object, or the status " +
      'of an error. `says "x"` and `waits for "x"` put what comes after behind what was acknowledged before. `at first` is what ' +
      "the store has held for so long that all of it has propagated. Outcomes that are not listed do not come out on any store.",
    "",
    "## Contents",
    "",
    `- [Stores](#stores): ${count(stores.length, "store")}, and what each is true of.`,
    ...themes.map(({ title, about, tests: own }) => {
      const names = own.map(({ name }) => `[${name}](#${name})`).join(", ");
      return `- [${title}](#${anchorOf(title)}). ${about} ${names}`;
    }),
    "",
    "## Stores",
    "",
    ...stores.map(({ name, trueOf }) => `- **${name}**: ${trueOf}`),
    "",
    ...themes.flatMap(({ title, about, tests: own }) => [
      `## ${title}`,
      "",
      about,
      "",
      ...own.flatMap((test) => testLines(test, stores)),
    ]),
  ];
  return `${lines.join("\n").trimEnd()}\n`;
}

/** As Markdown is rendered: a heading's link. */
function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\w -]/gu, "")
    .replaceAll(" ", "-");
}

function testLines(test: LitmusTest, stores: readonly LitmusStore[]): readonly string[] {
  const program = programWords(test);
  const names = Math.max(...program.map(({ who }) => widthOf(who)));
  return [
    `### ${test.name}`,
    "",
    test.about.join(" "),
    "",
    "```text",
    ...program.map(({ who, line }) => `${pad(who, names)}  ${line}`),
    "```",
    ...markdownTable(
      ["Outcome", "", "Allowed on"],
      test.outcomes.map((outcome) => [
        outcome.name,
        tableCode(outcomeWords(outcome)),
        allowedWords(test, outcome, stores),
      ]),
    ),
  ];
}

/** The shorter of the two ways to say it. */
function allowedWords(test: LitmusTest, outcome: LitmusOutcome, stores: readonly LitmusStore[]): string {
  const allowed = stores.filter(({ name }) => expectationOf(test, outcome, name).expected === "allowed");
  if (allowed.length === stores.length) return "every store";
  if (allowed.length === 0) return "no store";
  const others = stores.filter((store) => !allowed.includes(store));
  const names = (some: readonly LitmusStore[]): string => some.map(({ name }) => name).join(", ");
  return allowed.length <= others.length ? names(allowed) : `every store but ${names(others)}`;
}
