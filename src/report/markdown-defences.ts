/** What defences change, as Markdown: in report.md, and the page that documents them. */
import type { CostFile } from "../check/cost.js";
import type { Verdicts } from "../check/verdict.js";
import type { DefenceDescription } from "./defence-words.js";
import { type DefenceTable, defenceTables, type Effect, effects } from "./defence-effects.js";
import { changeGroups, effectWords, timesText } from "./defence-words.js";
import { makeGrid } from "./grid.js";
import { codeText, markdownTable, plainText } from "./markdown-text.js";
import { readDefended } from "./defended-name.js";
import { boundsWords, count, digits, fullStop, listed, sentence } from "./words.js";

function effectText(effect: Effect | undefined): string {
  if (effect === undefined) return "";
  const { sign, word } = effectWords[effect];
  return ["harms", "trades", "stops"].includes(effect) ? `${sign} **${word}**` : `${sign} ${word}`;
}

function tableLines({ stores, rows }: DefenceTable): readonly string[] {
  const costs = rows.some(({ factor }) => factor !== undefined);
  return markdownTable(
    ["Behind", ...stores.map(plainText), ...(costs ? ["requests", "time"] : [])],
    rows.map(({ defence, factor, effectOn }) => [
      plainText(defence),
      ...stores.map((store) => effectText(effectOn(store)?.effect)),
      ...(costs
        ? [factor, factor].map((one, index) =>
            one === undefined ? "" : timesText(index === 0 ? one.requests : one.job),
          )
        : []),
    ]),
    costs ? [stores.length + 1, stores.length + 2] : [],
  );
}

function changeLines({ rows, stores }: DefenceTable): readonly string[] {
  return rows.flatMap(({ defence, effects }) =>
    changeGroups(effects, stores).map(
      ({ sign, words, where }) => `- ${sign} ${codeText(defence)}, ${plainText(where)}: ${plainText(words)}.`,
    ),
  );
}

function legendLines(): readonly string[] {
  return markdownTable(
    ["", "means"],
    effects.map((effect) => [effectText(effect), effectWords[effect].meaning]),
  );
}

/** The section of a report; nothing where no committer ran both with and without defences. `heading`: `##` or deeper. */
export function defenceLines(
  verdicts: Pick<Verdicts, "cells">,
  cost: CostFile | undefined,
  heading = "##",
): readonly string[] {
  const tables = defenceTables(verdicts, cost);
  if (tables.length === 0) return [];
  return [
    `${heading} What defences change`,
    "",
    "Each place tells what the defence changes, over all scenarios and properties. Requests and time are those of one job in which nothing goes wrong, as a multiple of what it takes without the defence.",
    ...legendLines(),
    ...tables.flatMap((one) => [
      `${heading}# ${plainText(one.committer)}`,
      "",
      ...tableLines(one),
      ...changeLines(one),
      "",
    ]),
  ];
}

/** The page about all defences: what each is, and what it changes for whom. Text that ends in a line feed. */
export function defencesPage(
  descriptions: readonly DefenceDescription[],
  verdicts: Verdicts,
  cost: CostFile | undefined,
): string {
  const { scenarios } = makeGrid(verdicts);
  const lines = [
    "<!-- Made by scripts/defences.mjs from runs; the results are in the JSON file beside it. -->",
    "",
    "# Defences",
    "",
    "A defence stands between one process and the store: what teams wrap their client in. `--defence name?option=value` puts a committer behind one, on `check`, `compare`, `estimate` and `run`; given several times, the first stands nearest to the committer. `compare --defences` compares committers alone and behind each in turn. In the library, `defended(factory, findDefence(name))` does the same, over a simulated store as over a real bucket.",
    "",
    ...lessonLines(),
    ...defenceLines(verdicts, cost),
    "## What was looked at",
    "",
    `${plainText(verdicts.tool)}, ${plainText(verdicts.input)}, made with ${codeText(verdicts.command)}: ${count(verdicts.cells.length, "cell")}, ${statesWords(verdicts)}. Each verdict on which a table rests covers every execution within these bounds:`,
    ...markdownTable(
      ["Scenario", "Bounds"],
      scenarios.map(({ name, bounds }) => [
        plainText(name),
        bounds === undefined ? "differ from cell to cell" : boundsWords(bounds),
      ]),
    ),
    "## The defences",
    "",
    ...untabledLines(descriptions, verdicts),
    ...descriptions.flatMap(descriptionLines),
  ];
  return `${lines
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trimEnd()}\n`;
}

/** What the tables come to. Each sentence is a test's, in test/store/defences/findings.test.ts or tables.test.ts. */
const lessons: readonly string[] = [
  "**Retry never rescues a silent loss.** It rescues from an error that is told and passes in time. A listing that lacks a file is no error.",
  "**Listing until a count is reached rescues where the count is known**, and only if the defence fails rather than goes on. A ghost, a deleted key that still shows, makes up for a missing one: a set of keys is not taken in by it.",
  "**Read-back protects no later read.** What HEAD was told says nothing of what the next GET is told, of another reader or of the writer; and where it gives up, it makes a failed job of one whose rows are there.",
  "**A probe before the write poisons the key** that it is meant to protect, where the store remembers a 404; so does waiting for a deletion before the key is written again.",
  "**A consistent read and a version token rescue** where the store has them; the token protects who was told it.",
  "**An abort is no undo.** Who takes an upload for failed because it was aborted after a lost reply deletes what a commit refers to.",
  "**A table beside the store rescues from lagging listings** (S3Guard; s3mper if it fails rather than logs), and brings a second truth: where both disagree, rows are hidden or a key is unreadable, on a strong store too.",
  "**A circuit breaker makes no answer right**, and one that counts each 404 opens in a healthy system.",
];

function lessonLines(): readonly string[] {
  return ["## What it comes to", "", ...lessons.map((lesson) => `- ${lesson}`), ""];
}

/** Defences that stand in no table: no committer that was compared needs what they wait for. */
function untabledLines(descriptions: readonly DefenceDescription[], { cells }: Verdicts): readonly string[] {
  const seen = cells.flatMap(({ committer }) => readDefended(committer).defences);
  const absent = descriptions.filter(({ name }) => !seen.some((one) => one.split("?")[0] === name));
  if (absent.length === 0) return [];
  const names = listed(absent.map(({ name }) => codeText(name)));
  return [
    `In no table ${absent.length === 1 ? "is" : "are"} ${names}: no committer above asks for what they wait for. Their tests are in \`test/store/defences/\`.`,
    "",
  ];
}

function statesWords({ cells }: Verdicts): string {
  // All properties of a search are judged on the same states.
  const searches = new Map(
    cells.map((cell) => [JSON.stringify([cell.committer, cell.store, cell.scenario]), cell.states ?? 0]),
  );
  const states = [...searches.values()].reduce((sum, one) => sum + one, 0);
  return `${digits(states)} states in ${count(searches.size, "search", "searches")}`;
}

/** What the page says of one defence. */
export function descriptionLines(one: DefenceDescription): readonly string[] {
  return [
    `### ${plainText(one.name)}`,
    "",
    `${plainText(sentence(one.title))} Source: ${plainText(fullStop(one.source))}`,
    "",
    `- **Promises**: ${plainText(one.promises)}`,
    `- **Leaves open**: ${plainText(one.leavesOpen)}`,
    ...one.options.map(
      (option) =>
        `- ${codeText(option.name)}, ${codeText(option.default)} where it is left out: ${plainText(option.meaning)}`,
    ),
    "",
  ];
}
