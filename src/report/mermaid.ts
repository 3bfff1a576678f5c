/** A counterexample as a Mermaid sequence diagram, which GitHub draws. */
import type { CounterexampleFile, TraceStep } from "../check/verdict.js";
import type { Shown } from "./elide.js";
import { anomalyOf, elide, isMarked } from "./elide.js";
import type { ShortNames } from "./short-names.js";
import { stepsWords } from "./story.js";
import { isStoreRequest } from "./story-instead.js";
import { visible } from "./visible.js";
import { digits } from "./words.js";

/** A diagram with more steps than this is not read; the table beside it has them all. */
const stepsShown = 40;

/** The longest text in a diagram: longer ones make it wider than a page. */
const longest = 90;

/**
 * `text` so that Mermaid's grammar takes it for text only: what could end a statement, begin a comment or directive, or be
 * taken for HTML or a formula is written as a character code, which Mermaid decodes when it draws.
 */
export function mermaidText(text: string): string {
  const cut = text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
  const coded = cut.replace(
    /[^\p{L}\p{N} /._=,()?!:+~…→⇒*'-]/gu,
    (character) => `#${character.codePointAt(0) ?? 32};`,
  );
  // Mermaid takes the last ";" off a line in which "style" or "classDef" and a code stand after a colon: see its encodeEntities.
  return /style|classDef/.test(coded)
    ? coded.replace(/s(?=tyle)/g, "#115;").replace(/c(?=lassDef)/g, "#99;")
    : coded;
}

/** One step as lines of the diagram; `id` is its process's. */
function stepLines(step: TraceStep, id: string, names: ShortNames): string[] {
  const said = (text: string): string => mermaidText(names.shorten(text));
  const lines = isStoreRequest(step.request)
    ? [`${id}->>store: ${step.step}. ${said(step.request)}`, replyLine(step, id, said)]
    : [`Note over ${id}: ${step.step}. ${said([step.request, step.answer].filter(Boolean).join(": "))}`];
  if (!isMarked(step)) return lines.map((line) => `  ${line}`);
  const instead = step.wouldHaveBeen === undefined ? [] : [`would have been: ${said(step.wouldHaveBeen)}`];
  const note = `Note over ${isStoreRequest(step.request) ? "store" : id}: ${[`! ${said(anomalyOf(step))}`, ...instead].join("<br/>")}`;
  // Half-transparent, so that it shows on a light and on a dark page.
  return ["  rect rgba(220, 50, 47, 0.25)", ...[...lines, note].map((line) => `    ${line}`), "  end"];
}

function replyLine({ answer }: TraceStep, id: string, said: (text: string) => string): string {
  // An arrow that ends in a cross: nothing came back.
  return answer.startsWith("no answer")
    ? `store--x${id}: ${said(answer)}`
    : `store-->>${id}: ${said(answer || "done")}`;
}

function gapLine(gap: Exclude<Shown, { step: TraceStep }>, first: string): string {
  return `  Note over ${first},store: ${stepsWords(gap.from, gap.to)}: ${digits(gap.omitted)} left out`;
}

/** The diagram's text, without the fence around it. Ends in a line feed. */
export function mermaidDiagram(file: CounterexampleFile, names: ShortNames): string {
  const processes = [...new Set(file.trace.map((step) => step.process))].filter((name) => name !== "store");
  const ids = new Map(processes.map((process, i) => [process, `p${i + 1}`]));
  const idOf = (process: string): string => ids.get(process) ?? "store";
  const shown = elide(file, stepsShown);
  return [
    "sequenceDiagram",
    ...processes.map((process) => `  participant ${idOf(process)} as ${mermaidText(visible(process))}`),
    "  participant store as object store",
    ...shown.flatMap((one) =>
      "step" in one
        ? stepLines(one.step, idOf(one.step.process), names)
        : [gapLine(one, idOf(processes[0] ?? "store"))],
    ),
  ]
    .map((line) => `${line}\n`)
    .join("");
}
