/** What followed from a misfortune: what processes did, and left out, instead of what they do in the nearest execution that passes. */
import type { CounterexampleFile, PassingExecution, TraceStep } from "../check/verdict.js";
import { hookPhrase } from "./hook-words.js";
import { count, listed } from "./words.js";

/** Two executions from the step on in which they differ. */
interface Parted {
  readonly file: CounterexampleFile;
  readonly passing: PassingExecution;
  /** The steps of the violating one. */
  readonly here: readonly TraceStep[];
  /** Whose turn it was in the violating one. */
  readonly process: string;
}

/** More processes or hooks than these are not told. */
const toldMost = 3;

function parted(file: CounterexampleFile): Parted | undefined {
  const passing = file.story?.passing;
  // Of a trace whose first steps are left out it is not known what was done in them.
  if (passing === undefined || file.trace[0]?.step !== 1) return undefined;
  const here = file.trace.slice(passing.same);
  const process = here[0]?.process;
  return process === undefined ? undefined : { file, passing, here, process };
}

/**
 * `With the well-behaved answer w1.t0.a0 next asks the driver whether it may commit; here it reports success. So it never commits its
 * task (commitTask).` Empty where nobody knows, or where all do the same.
 */
export function insteadSentences(file: CounterexampleFile): string {
  const both = parted(file);
  if (both === undefined) return "";
  if (both.passing.instead === "order") return orderSentence(both);
  return [nextSentence(both), skippedSentence(both), addedSentence(both)]
    .filter((text) => text !== "")
    .join(" ");
}

function doing({ request }: TraceStep): string {
  // A table's requests (PutItem) begin with a capital as well; what the engine is told is a phrase.
  return /^[A-Z]/.test(request) ? `asks "${request}"` : request;
}

/** A request to the store begins with S3's name of it; what a process does otherwise is told as a phrase. */
export function isStoreRequest(request: string): boolean {
  return /^[A-Z]{3,}\b/.test(request);
}

function orderSentence({ passing, process }: Parted): string {
  const [first] = passing.trace;
  if (first === undefined || first.process === process) return "";
  return `The promise can be kept where ${first.process} goes on in step ${first.step}, not ${process}: it ${doing(first)}.`;
}

function nextSteps({ passing, here, process }: Parted): readonly (TraceStep | undefined)[] {
  const next = (steps: readonly TraceStep[]): TraceStep | undefined =>
    steps.find((step) => step.process === process && step.step > passing.same + 1);
  return [next(here), next(passing.trace)];
}

function nextSentence(both: Parted): string {
  const [here, there] = nextSteps(both);
  if (here === undefined || there === undefined || here.request === there.request) return "";
  return `With the well-behaved answer ${both.process} next ${doing(there)}; here it ${doing(here)}.`;
}

/** What a process left out, and the step in which it went on without it. */
interface Skipped {
  readonly process: string;
  readonly on: TraceStep;
}

/**
 * Where a process goes on that has not done what it does in some steps of the passing execution: it asks something else that it asks
 * there after them. Undefined where it does not: then the violating execution may only have ended before.
 */
function goesOn({ passing, here }: Parted, process: string, after: TraceStep): TraceStep | undefined {
  const later = new Set(
    passing.trace
      .filter((step) => step.process === process && step.step > after.step)
      .map(({ request }) => request),
  );
  return here.find((step) => step.process === process && later.has(step.request));
}

/** Phases of the committer that processes never come to here. */
function skippedHooks(both: Parted): readonly (Skipped & { readonly hook: string })[] {
  const { file, passing } = both;
  const ends = new Map<string, TraceStep>();
  for (const step of passing.trace) {
    if (step.hook !== undefined) ends.set(`${step.process} ${step.hook}`, step);
  }
  return [...ends.values()].flatMap((end) => {
    const { process, hook = "" } = end;
    if (file.trace.some((step) => step.process === process && step.hook === hook)) return [];
    const on = goesOn(both, process, end);
    return on === undefined ? [] : [{ process, hook, on }];
  });
}

/** Requests that bring rows into the table there, and that nobody makes here. */
function skippedPublishing(both: Parted): readonly (Skipped & { readonly step: TraceStep })[] {
  const { file, passing } = both;
  const before = file.trace.slice(0, passing.same).findLast(({ table }) => table !== undefined);
  let readable = before?.table?.readable ?? 0;
  return passing.trace.flatMap((step) => {
    const more = step.table !== undefined && step.table.readable > readable;
    readable = step.table?.readable ?? readable;
    if (!more || !isStoreRequest(step.request)) return [];
    if (file.trace.some(({ request }) => request === step.request)) return [];
    const on = goesOn(both, step.process, step);
    return on === undefined ? [] : [{ process: step.process, step, on }];
  });
}

/** `So it never commits its task (commitTask), and w1.driver never asks "COPY a -> b", which otherwise brings rows into the table.` */
function skippedSentence(both: Parted): string {
  const hooks = skippedHooks(both);
  const [published, ...others] = skippedPublishing(both);
  const [first] = hooks;
  // What the sentence before this one has not said yet.
  const on = first !== undefined && hooks.length === 1 && first.on !== nextSteps(both)[0];
  const told = hooks
    .slice(0, toldMost)
    .map(({ process, hook }) => `${named(both, process)} never ${hookPhrase(hook)} (${hook})`);
  if (on) told.push(`${doing(first.on)} in step ${first.on.step} all the same`);
  const who =
    published === undefined || hooks.slice(0, toldMost).at(-1)?.process === published.process
      ? ""
      : `${named(both, published.process)} `;
  const left =
    published === undefined
      ? ""
      : `${who}never ${askedWords(both, published.step)}, which otherwise brings rows into the table${others.length === 0 ? "" : `, nor makes ${count(others.length, "more request")} of this kind`}`;
  const parts = [listed(told), left].filter((text) => text !== "");
  return parts.length === 0 ? "" : `So ${parts.join(", and ")}.`;
}

/** The process that the sentence before speaks of, if there is one, is not named again. */
function named(both: Parted, process: string): string {
  return process === both.process && nextSentence(both) !== "" ? "it" : process;
}

/** `asks "COPY a -> b"`; shorter where the sentence before has named the request. */
function askedWords(both: Parted, step: TraceStep): string {
  const before = nextSentence(both) !== "" && nextSteps(both)[1] === step;
  return before ? "makes that request" : `asks "${withoutConditions(step.request)}"`;
}

/** The condition is the store's business; which object comes where is ours. */
function withoutConditions(request: string): string {
  return request.replace(/ (?:source-)?if-(?:none-)?match=\S+/gu, "");
}

/** Phases that a process comes to here alone, and processes that are here alone. */
function addedSentence(both: Parted): string {
  const { file, passing, here } = both;
  const there = [...file.trace.slice(0, passing.same), ...passing.trace];
  const known = new Set(there.map(({ process }) => process));
  const hooksThere = new Set(there.map(({ process, hook }) => `${process} ${hook}`));
  const firsts = new Map<string, string>();
  for (const { process, hook, step, request } of here) {
    if (!known.has(process)) {
      // What a service does by itself, or late, is no process of anybody's.
      const byItself = process === "store" || request.startsWith("applies late: ");
      if (!byItself && !firsts.has(process)) firsts.set(process, `${process} sets out (in step ${step})`);
    } else if (hook !== undefined && !firsts.has(`${process} ${hook}`)) {
      if (hooksThere.has(`${process} ${hook}`)) continue;
      const who = named(both, process);
      firsts.set(`${process} ${hook}`, `${who} ${hookPhrase(hook)} (${hook}, from step ${step} on)`);
    }
  }
  return firsts.size === 0 ? "" : `Only here ${listed([...firsts.values()].slice(0, toldMost))}.`;
}
