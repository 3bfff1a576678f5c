/**
 * What the filter's text means: terms that must all fit, each of which may be negated.
 *
 *     violated -store:list-lag not:refuses scenario:two-writers "lost commit"
 *
 * A term without a field is looked for in all that is said of a cell; one with a field in that field only.
 */
import type { VerdictCell } from "../../src/check/verdict.js";
import { kindOf, wordsOf } from "../../src/report/words.js";

export interface Term {
  readonly field: string | undefined;
  readonly text: string;
  readonly not: boolean;
}

/** What a field of a cell says, in lower case. */
const fields: Readonly<Record<string, (cell: VerdictCell) => string>> = {
  committer: ({ committer }) => committer,
  store: ({ store }) => store,
  scenario: ({ scenario }) => scenario,
  property: ({ property }) => property,
  verdict: (cell) => `${kindOf(cell)} ${wordsOf[kindOf(cell)].word} ${cell.verdict}`,
  evidence: ({ evidence }) => evidence,
  anomaly: ({ anomaly }) => (anomaly === undefined ? "" : `${anomaly.plain} ${anomaly.formal}`),
  silent: ({ counterexample }) =>
    counterexample === undefined ? "" : counterexample.silent ? "yes silent" : "no",
  luck: ({ counterexample }) => {
    if (counterexample === undefined) return "";
    const { anomalies, faults, crashes } = counterexample.cost;
    return anomalies + faults + crashes === 0
      ? "none"
      : [anomalies > 0 && "anomaly", faults > 0 && "fault", crashes > 0 && "crash"].filter(Boolean).join(" ");
  },
};

export const fieldNames: readonly string[] = Object.keys(fields);

/** Never fails: what is no field of ours is text to be looked for. */
export function parseQuery(query: string): readonly Term[] {
  const terms: Term[] = [];
  for (const [, sign = "", field, quoted, plain] of query.matchAll(
    /(-|!|not[: ]\s*)?(?:([a-z]+):)?(?:"([^"]*)"?|(\S+))/gi,
  )) {
    const text = (quoted ?? plain ?? "").toLowerCase();
    const known = field === undefined || Object.hasOwn(fields, field.toLowerCase());
    if (text === "") continue;
    terms.push({
      field: known ? field?.toLowerCase() : undefined,
      text: known ? text : `${field ?? ""}:${text}`.toLowerCase(),
      not: sign !== "",
    });
  }
  return terms;
}

export function fits(cell: VerdictCell, terms: readonly Term[]): boolean {
  return terms.every((term) => has(cell, term) !== term.not);
}

function has(cell: VerdictCell, { field, text }: Term): boolean {
  if (field !== undefined) return fields[field]!(cell).toLowerCase().includes(text);
  const said = [...Object.values(fields).map((of) => of(cell)), cell.counterexample?.sentence ?? ""];
  return said.some((one) => one.toLowerCase().includes(text));
}

export type Stance = "any" | "only" | "not";

const nextStance: Readonly<Record<Stance, Stance>> = { any: "only", only: "not", not: "any" };

function sameTerm(a: Term, field: string, text: string): boolean {
  return a.field === field && a.text === text.toLowerCase();
}

/** How a query stands to a value of a field. */
export function stanceOf(query: string, field: string, text: string): Stance {
  const term = parseQuery(query).find((one) => sameTerm(one, field, text));
  return term === undefined ? "any" : term.not ? "not" : "only";
}

/** The query with the next stance: any, then only this, then anything but this. */
export function withNextStance(query: string, field: string, text: string): string {
  const stance = nextStance[stanceOf(query, field, text)];
  const others = parseQuery(query).filter((one) => !sameTerm(one, field, text));
  const term: Term = { field, text, not: stance === "not" };
  return (stance === "any" ? others : [...others, term]).map(printTerm).join(" ");
}

function printTerm({ field, text, not }: Term): string {
  const word = /[\s"]/.test(text) ? `"${text.replaceAll('"', "")}"` : text;
  return `${not ? "-" : ""}${field === undefined ? "" : `${field}:`}${word}`;
}
