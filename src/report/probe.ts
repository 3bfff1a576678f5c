/** What `lakelitmus probe` prints: what a store was found to do, as a table and as JSON. */
import { hang, type TextOptions, widthOf, wrap } from "./layout.js";
import { paints } from "./paint.js";
import { array, constant, flag, integer, object, optional, type Shape, text } from "./shape.js";
import { visible } from "./visible.js";
import { count } from "./words.js";

export interface ProbeFinding {
  readonly question: string;
  readonly asks: string;
  readonly answer: string;
  readonly because: string;
  /** The answer that a protocol may stand on, where the question has one. */
  readonly wanted?: string;
}

export interface ProbeResults {
  readonly schema: "lakelitmus/probe@1";
  readonly tool: string;
  /** Which store, as its user named it. */
  readonly store: string;
  readonly simulated: boolean;
  readonly prefix: string;
  readonly requests: number;
  readonly leftBehind?: string;
  readonly findings: readonly ProbeFinding[];
  /** Needs that its user named and that it was not found to have. */
  readonly lacks: readonly string[];
}

export const probeShape: Shape<ProbeResults> = object<ProbeResults>("What a store was found to do.", {
  schema: constant("lakelitmus/probe@1", "What kind of file this is, and its version."),
  tool: text("lakelitmus and its version."),
  store: text("Name of the simulated store, or the bucket and its endpoint."),
  simulated: flag("Whether it was a simulated store."),
  prefix: text("Below which prefix the probe has worked."),
  requests: integer("Requests that it took, without those that cleaned up."),
  leftBehind: optional(text("Why objects may still be there below the prefix.")),
  findings: array(
    object<ProbeFinding>("One question.", {
      question: text("Its name."),
      asks: text("What it asks."),
      answer: text("What was found; `unclear` where the store answered neither one nor the other."),
      because: text("What the store answered."),
      wanted: optional(text("The answer that a protocol may stand on, where the question has one.")),
    }),
    "In the order in which they were asked.",
  ),
  lacks: array(text("A question."), "What the user needs and the store was not found to have."),
});

export function printProbe(results: ProbeResults): string {
  return `${probeShape.print(results, "")}\n`;
}

export function renderProbe(results: ProbeResults, { width, color }: TextOptions): string {
  const { tool, store, requests, prefix, findings, lacks, leftBehind } = results;
  const paint = paints(color);
  const first = Math.max(...findings.map(({ question }) => question.length));
  const second = Math.max(...findings.map(({ answer }) => widthOf(answer)));
  const lines = findings.flatMap(({ question, answer, because, wanted }) => {
    const sign = wanted === answer ? "✓" : wanted === undefined || answer === "content" ? " " : "✗";
    const words = `${sign} ${question.padEnd(first)}  ${answer.padEnd(second)}  `;
    const painted = sign === "✗" ? paint.alarm : (line: string) => line;
    const [head = "", ...rest] = hang(words, visible(because), width);
    return [head.replace(words, () => painted(words)), ...rest];
  });
  return `${[
    ...wrap(visible(`${tool} asked ${store} by ${count(requests, "request")} below ${prefix}`), width).map(
      paint.heading,
    ),
    "",
    ...lines,
    "",
    ...wrap(
      "✓ is what a commit protocol can stand on. What lags or fails now and then may not have shown.",
      width,
    ),
    ...(lacks.length === 0
      ? []
      : wrap(`It lacks what is needed: ${lacks.join(", ")}.`, width).map(paint.alarm)),
    ...(leftBehind === undefined
      ? []
      : wrap(visible(`Something may still be there below ${prefix}: ${leftBehind}`), width).map(paint.alarm)),
  ].join("\n")}\n`;
}
