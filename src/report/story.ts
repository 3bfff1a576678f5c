/** A counterexample as a paragraph: "Let … Then … However …", after the explanations that Elle gives of its anomalies. */
import type { CounterexampleFile, TraceStep } from "../check/verdict.js";
import { anomalyOf, causesOf, isMarked } from "./elide.js";
import { hookWords } from "./hook-words.js";
import { insteadSentences, isStoreRequest } from "./story-instead.js";
import { rowSentences } from "./story-rows.js";
import { costWords, count, listed, rowsSentence, scopeWords } from "./words.js";

/** `step 4`, `steps 4 to 7`. */
export function stepsWords(from: number, to: number): string {
  return from === to ? `step ${from}` : `steps ${from} to ${to}`;
}

/** Steps of one process, one after the other. */
interface Stretch {
  readonly process: string;
  readonly from: number;
  readonly to: number;
}

function stretches(trace: readonly TraceStep[]): Stretch[] {
  const list: Stretch[] = [];
  for (const { process, step } of trace) {
    const last = list.at(-1);
    if (last?.process === process) list[list.length - 1] = { ...last, to: step };
    else list.push({ process, from: step, to: step });
  }
  return list;
}

/** Names in their order, the rest counted: nobody reads twelve names. */
function someOf(names: readonly string[], most: number): string {
  if (names.length <= most) return listed(names);
  return `${names.slice(0, most - 1).join(", ")} and ${names.length - most + 1} others`;
}

const attemptName = /^w(\d+)\.t(\d+)\.a(\d+)$/;

/** What the name of an attempt stands for: `writer 1, task 0, attempt 0`. Undefined for whoever is none. */
export function attemptWords(name: string): string | undefined {
  const [, writer, task = "", attempt = ""] = attemptName.exec(name) ?? [];
  return writer === undefined ? undefined : `writer ${writer}, task ${task}, attempt ${attempt}`;
}

function letSentence(file: CounterexampleFile): string {
  const names = [...new Set(file.trace.map((step) => step.process))].filter((name) => name !== "store");
  // The others are understood from the first.
  const explained = names.find((name) => attemptWords(name) !== undefined);
  const told = names.map((name) => (name === explained ? `${name} (${attemptWords(name) ?? ""})` : name));
  const who = told.length === 0 ? "all" : someOf(told, 6);
  return `Let ${who} run ${file.committer} on ${file.store}: ${scopeWords(file.bounds)}.`;
}

/** What the answer of a marked step is about: who had written it, and when. A clause where the sentence ends in its name. */
function causeWords(trace: readonly TraceStep[], step: TraceStep, wrong: string): readonly [string, string] {
  const causes = causesOf(trace, step).slice(-2);
  const [first] = causes;
  if (first === undefined) return ["", ""];
  if (causes.length === 1 && first.changed.length === 1 && wrong.endsWith(` ${first.changed[0]!.slice(2)}`)) {
    return [`, which ${first.process} ${verbOf(first.changed[0]!)} in step ${first.step}`, ""];
  }
  const told = causes.map(
    ({ process, changed, step: number }) => `${process} ${changeWords(changed)} (step ${number})`,
  );
  return ["", ` Before that, ${listed(told)}.`];
}

function verbOf(change: string): string {
  const verbs: Readonly<Record<string, string>> = { "+": "wrote", "~": "overwrote", "-": "removed" };
  return verbs[change.charAt(0)] ?? "changed";
}

function changeWords(changed: readonly string[]): string {
  const [first = "", ...more] = changed;
  const rest = more.length === 0 ? "" : ` and ${count(more.length, "other key")}`;
  return `${verbOf(first)} ${first.slice(2)}${rest}`;
}

/** What happened in one step: `w1.driver asks "LIST t/" and gets "1 key"`, `w1.driver dies`. */
function stepWords({ process, request, answer }: TraceStep): string {
  if (isStoreRequest(request)) return `${process} asks "${request}" and gets "${answer}"`;
  return process === "store" ? `the store, by itself, ${request}` : `${process} ${request}`;
}

/** A step that somebody reading for the cause must know of: a wrong answer, a fault, or what the store did by itself. */
function isNotable(step: TraceStep): boolean {
  return isMarked(step) || step.process === "store";
}

function notableSentence(trace: readonly TraceStep[], step: TraceStep, again: boolean): string {
  const { anomaly, answer, hook, process, request, wouldHaveBeen } = step;
  const lead = `${again ? "And" : "However,"} in step ${step.step}`;
  const why = anomalyOf(step);
  if (anomaly === undefined || !isStoreRequest(request)) {
    const cause = causeWords(trace, step, "")[1];
    return `${lead} ${stepWords(step)}${anomaly === undefined ? "" : `: ${why}`}.${cause}`;
  }
  const during = hookWords(step);
  const meanwhile = during === undefined ? "" : `, while ${during} (${hook ?? ""}),`;
  // What is wrong with an answer says what was asked; a fault says only what became of the request.
  const wrong = why === anomaly ? why : `${process} asks "${request}", and ${why}`;
  const [clause, sentence] = causeWords(trace, step, wrong);
  const instead = wouldHaveBeen === undefined ? "" : ` instead of "${wouldHaveBeen}"`;
  return `${lead}${meanwhile} ${wrong}${clause}: ${process} gets "${answer}"${instead}.${sentence}`;
}

/** Who works on behalf of whom: `w1` for `w1.t0.a0`. */
function actorOf(process: string): string {
  return process.split(".")[0] ?? process;
}

/** Stretches that come between two steps of somebody else: what remains to be blamed where every answer was right. */
function interruptions(trace: readonly TraceStep[]): string[] {
  const actors = new Set(trace.map((step) => actorOf(step.process)));
  const name = actors.size > 1 ? actorOf : (process: string) => process;
  const list = stretches(trace.map((step) => ({ ...step, process: name(step.process) })));
  return list.flatMap((stretch, i) => {
    const before = list[i - 1];
    const after = list.slice(i + 1).find(({ process }) => process === before?.process);
    if (before === undefined || after === undefined) return [];
    const between = `${before.process}'s steps ${before.to} and ${after.from}`;
    return [`${stretch.process} takes ${stepsWords(stretch.from, stretch.to)} between ${between}`];
  });
}

function orderSentence(trace: readonly TraceStep[]): string {
  const told = interruptions(trace).slice(-3);
  const order = told.length === 0 ? "" : `: ${listed(told)}`;
  return `However, the order of the steps is enough, for every answer is the well-behaved one${order}.`;
}

function thenSentence(file: CounterexampleFile): string {
  const first = file.trace.find(isNotable);
  const before = file.trace.filter((step) => first === undefined || step.step < first.step);
  if (before.length === 0) return "";
  const list = stretches(before);
  const told = someOf(
    list.map(({ process, from, to }) => `${process} takes ${stepsWords(from, to)}`),
    6,
  );
  const good = first === undefined ? "" : ", and every answer is the well-behaved one";
  return `Then ${told}${good}.`;
}

/** The paragraph, in raw text: whoever prints it makes names printable (and short). */
export function story(file: CounterexampleFile): string {
  return storyParts(file).join(" ");
}

/** The paragraph's parts, a thought each: how it begins, each misfortune, what follows from it, the rows, the end. */
export function storyParts(file: CounterexampleFile): readonly string[] {
  const { trace } = file;
  const marked = trace.filter(isNotable);
  const last = marked.at(-1);
  const rest = last === undefined ? 0 : trace.filter((step) => step.step > last.step).length;
  const calm =
    rest === 0 ? "" : `From there on (${count(rest, "more step")}) every answer is the well-behaved one.`;
  const end = file.silent
    ? "Nobody is told."
    : "It is told: a job reports failure, a reader gets an error, or somebody waits for ever.";
  return [
    [letSentence(file), thenSentence(file)],
    ...(marked.length === 0
      ? [[orderSentence(trace)]]
      : marked.map((step, i) => [notableSentence(trace, step, i > 0)])),
    [insteadSentences(file), calm],
    ...rowSentences(file).map((sentence) => [sentence]),
    [end, file.rows === undefined ? file.sentence : rowsSentence(file.rows)],
  ]
    .map((sentences) => sentences.filter((sentence) => sentence !== "").join(" "))
    .filter((part) => part !== "");
}

/** What the execution needed: `1 anomaly; 22 steps`. */
export function needsWords(file: CounterexampleFile): string {
  return `${costWords(file.cost)}; ${count(file.trace.length, "step")}`;
}
