/** What defences change, as Markdown: in report.md, and the page that documents them. */
import type { CostFile } from "../check/cost.js";
import type { Verdicts } from "../check/verdict.js";
import type { DefenceDescription } from "./defence-words.js";
import { type DefenceTable, defenceTables, type Effect, effects } from "./defence-effects.js";
import { changeGroups, effectWords, timesText } from "./defence-words.js";
import { makeGrid } from "./grid.js";
import { codeText, markdownTable, plainText } from "./markdown-text.js";
import { boundsWords, count, digits } from "./words.js";

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
    "<!-- Made by scripts/defences.mjs. -->",
    "",
    "# Defences",
    "",
    "A defence stands between one process and the store: what teams wrap their client in. `--defence name?option=value` puts a committer behind one, on `check`, `compare` and `run`; given several times, the first stands nearest to the committer. In the library, `defended(factory, findDefence(name))` does the same, over a simulated store as over a real bucket.",
    "",
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
    ...descriptions.flatMap(descriptionLines),
  ];
  return `${lines
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trimEnd()}\n`;
}

function statesWords({ cells }: Verdicts): string {
  // All properties of a search are judged on the same states.
  const searches = new Map(
    cells.map((cell) => [JSON.stringify([cell.committer, cell.store, cell.scenario]), cell.states ?? 0]),
  );
  const states = [...searches.values()].reduce((sum, one) => sum + one, 0);
  return `${digits(states)} states in ${count(searches.size, "search", "searches")}`;
}

function descriptionLines(one: DefenceDescription): readonly string[] {
  return [
    `### ${plainText(one.name)}`,
    "",
    `${plainText(`${one.title[0]?.toUpperCase() ?? ""}${one.title.slice(1)}`)}. Source: ${plainText(one.source)}.`,
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
