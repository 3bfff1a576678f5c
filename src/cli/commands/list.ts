/** `list`: every name that can be given, a line each; with names, all about these. */
import { hang } from "../../report/layout.js";
import { paints } from "../../report/paint.js";
import { catalogue, type CatalogueEntry, type CatalogueKind } from "../catalogue.js";
import { exitStatus, type ExitStatus, UsageError } from "../errors.js";
import { nearest } from "../nearest.js";
import type { Shell } from "../shell.js";

/**
 * @param asked kinds (`stores`) or names (`list-lag`, `magic`); all of them where there are none.
 * @throws UsageError where one is neither.
 */
export function runList(
  asked: readonly string[],
  options: { readonly json?: boolean },
  shell: Shell,
): ExitStatus {
  const kinds = selected(catalogue(), asked);
  shell.out(options.json === true ? asJson(kinds) : asText(kinds, asked.length > 0, shell));
  return exitStatus.met;
}

function selected(kinds: readonly CatalogueKind[], asked: readonly string[]): readonly CatalogueKind[] {
  if (asked.length === 0) return kinds;
  const known = kinds.flatMap(({ name, entries }) => [name, ...entries.map(wordOf)]);
  for (const word of asked) {
    if (!known.includes(word)) throw new UsageError(unknown(word, known, kinds));
  }
  return kinds
    .map((kind) => ({
      ...kind,
      entries: kind.entries.filter((one) => asked.includes(kind.name) || asked.includes(wordOf(one))),
    }))
    .filter(({ entries }) => entries.length > 0);
}

function unknown(word: string, known: readonly string[], kinds: readonly CatalogueKind[]): string {
  const meant = nearest(word, known);
  const question = meant === undefined ? "" : ` Did you mean "${meant}"?`;
  const names = kinds.map(({ name }) => name).join(", ");
  return `Nothing is called "${word}".${question}${mentions(word, kinds)} lakelitmus list tells all names; the kinds are: ${names}.`;
}

/** More of them would be no help. */
const mentionsTold = 8;

/** People ask for a product (HDFS, Spark) that is spoken of under another name. */
function mentions(word: string, kinds: readonly CatalogueKind[]): string {
  const asked = word.toLowerCase();
  const speaks = ({ summary, details }: CatalogueEntry): boolean =>
    [summary, ...details].some((text) => text.toLowerCase().includes(asked));
  const found = kinds.flatMap(({ entries }) => entries.filter(speaks).map(wordOf));
  if (asked.length < 3 || found.length === 0) return "";
  const more = found.length > mentionsTold ? ` and ${found.length - mentionsTold} more` : "";
  return ` It is spoken of at: ${found.slice(0, mentionsTold).join(", ")}${more}.`;
}

/** Bounds are listed as `tasks=2` and asked for as `tasks`. */
function wordOf({ name }: CatalogueEntry): string {
  return name.replace(/=.*/u, "");
}

function asJson(kinds: readonly CatalogueKind[]): string {
  const members = kinds.map(({ name, entries }) => [name, entries.map(({ data }) => data)] as const);
  return `${JSON.stringify({ schema: "lakelitmus/list@1", ...Object.fromEntries(members) }, null, 2)}\n`;
}

function asText(kinds: readonly CatalogueKind[], inFull: boolean, { width, color }: Shell): string {
  const paint = paints(color);
  const lines = kinds.flatMap(({ title, entries }) => [
    paint.heading(title),
    ...entries.flatMap((one) => (inFull ? fullText(one, width) : shortText(one, width))),
    "",
  ]);
  const more =
    "lakelitmus list NAME tells all about one, with its options and sources; list stores about all stores.";
  return `${[...lines, ...(inFull ? [] : hang("", more, width))].join("\n").trimEnd()}\n`;
}

function fullText({ name, summary, details }: CatalogueEntry, width: number): readonly string[] {
  return [
    `  ${name}`,
    ...[summary, ...details].filter((text) => text !== "").flatMap((text) => hang("      ", text, width)),
  ];
}

const nameWidth = 22;

/** The name, and beside it what it is; below it where the name is too long for that. */
function shortText({ name, summary }: CatalogueEntry, width: number): readonly string[] {
  if (name.length <= nameWidth) return hang(`  ${name.padEnd(nameWidth)}  `, summary, width);
  return [`  ${name}`, ...hang(" ".repeat(nameWidth + 4), summary, width)];
}
