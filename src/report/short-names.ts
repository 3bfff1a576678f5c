/** Long object keys made short enough for a table, the same everywhere in it, and told in a legend. */
import type { CounterexampleFile, TraceStep } from "../check/verdict.js";
import { widthOf } from "./layout.js";
import { insteadSentences } from "./story-instead.js";
import { visible } from "./visible.js";

export interface ShortNames {
  /** `text`, made printable, with each long name in it replaced by its short one. */
  shorten(text: string): string;
  /** The short names that {@link shorten} may use, in the order of the trace: what the legend tells. */
  readonly legend: readonly { readonly short: string; readonly full: string }[];
}

/** A UUID. */
export const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** A UUID, or any 16 hex digits and more. */
export const longId = new RegExp(`${uuid.source}|[0-9a-f]{16,}`, "g");

/** The ETag of a condition. As many of its digits are kept as answers show. */
const etagGiven = /(?<=\bif-match=)([0-9a-f]{8})[0-9a-f]{24}\b/g;

/** `text` with its ids cut: for lines that have no legend, and whose exact text stands elsewhere. */
export function shortIds(text: string): string {
  return text.replace(longId, (id) => `${id.slice(0, 4)}…`);
}

/** What may be a key in a sentence: a word with a slash in it, without the punctuation around it. */
const keyLike = /[^\s"'(),;]+\/[^\s"'(),;]*/g;

/** A text's keys: those of its words that look like one. */
function keysIn(text: string): string[] {
  return [...text.matchAll(keyLike)].map(([word]) => word.replace(/[.:]+$/, ""));
}

/** All names in the steps of an execution, printable, in the order in which they come first. */
function namesOf(steps: readonly TraceStep[]): Set<string> {
  const names = new Set<string>();
  for (const step of steps) {
    step.changed.forEach((change) => names.add(visible(change.slice(2))));
    const said = [step.request, step.answer, step.anomaly ?? "", step.wouldHaveBeen ?? ""];
    said.flatMap((text) => keysIn(visible(text))).forEach((name) => names.add(name));
  }
  return names;
}

/**
 * Ever shorter forms of `name`: the ids in it cut, then parts left out of its middle, then letters. `parent`: the part
 * before the last one stays, because another name ends alike.
 */
function shorterForms(name: string, limit: number, parent: boolean): string[] {
  const cut = shortIds(name);
  const parts = cut.split(/(?<=\/)/);
  const forms = [name, cut];
  for (let left = 1; left < parts.length - (parent ? 2 : 1); left++) {
    forms.push(`${parts[0] ?? ""}…/${parts.slice(1 + left).join("")}`);
  }
  const tail = parts.at(-1) ?? "";
  if (widthOf(forms.at(-1) ?? "") > limit && widthOf(tail) > limit) {
    const letters = [...(parts.length > 2 ? `${parts[0] ?? ""}…/${tail}` : cut)];
    const keep = Math.max(8, limit - 1);
    const head = Math.ceil(keep * 0.4);
    forms.push(`${letters.slice(0, head).join("")}…${letters.slice(head - keep).join("")}`);
  }
  return forms;
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf("/", name.length - 2) + 1);
}

/** The first form that is short enough and nobody else's; else the shortest that is nobody else's. */
function choose(name: string, limit: number, parent: boolean, taken: ReadonlySet<string>): string {
  const free = shorterForms(name, limit, parent).filter((form) => form === name || !taken.has(form));
  const fitting = free.find((form) => widthOf(form) <= limit);
  return fitting ?? free.reduce((a, b) => (widthOf(b) < widthOf(a) ? b : a), name);
}

/**
 * Short forms for the names of a counterexample that are wider than `limit` columns. Different names get different
 * forms, and none gets the name of another.
 */
export function shortNames(file: CounterexampleFile, limit: number): ShortNames {
  const names = namesOf(file.trace);
  file.ending.forEach(({ key }) => names.add(visible(key)));
  for (const sentence of [file.sentence, insteadSentences(file)])
    keysIn(visible(sentence)).forEach((name) => names.add(name));
  return shortFormsOf(names, limit);
}

/** The same for the names of some steps. */
export function shortNamesIn(steps: readonly TraceStep[], limit: number): ShortNames {
  return shortFormsOf(namesOf(steps), limit);
}

function shortFormsOf(names: ReadonlySet<string>, limit: number): ShortNames {
  const taken = new Set(names);
  const shortOf = new Map<string, string>();
  for (const name of names) {
    if (widthOf(name) <= limit) continue;
    const alike = [...names].some((other) => other !== name && lastPart(other) === lastPart(name));
    const short = choose(name, limit, alike, taken);
    if (short === name) continue;
    taken.add(short);
    shortOf.set(name, short);
  }
  // Longer names first, so that a name is not found inside another one that begins like it.
  const patterns = [...shortOf.keys()]
    .sort((a, b) => b.length - a.length)
    .map((name) => name.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&"));
  const all = patterns.length === 0 ? undefined : new RegExp(patterns.join("|"), "g");
  return {
    shorten: (text) => {
      const cut = visible(text).replace(etagGiven, "$1…");
      return all === undefined ? cut : cut.replace(all, (name) => shortOf.get(name) ?? name);
    },
    legend: [...shortOf].map(([full, short]) => ({ short, full })),
  };
}
